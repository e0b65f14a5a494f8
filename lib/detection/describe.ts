import type { Basis } from "../lie/basis.ts";
import type { Kind, Naming } from "./kind.ts";
import { kinds } from "./kinds.ts";
import type { ImageSize, NaturalParameter } from "./natural_parameter.ts";
import { type Nearest, searchNear } from "./nearest_member.ts";

/** A field in words and numbers. */
export interface Description {
  /** For example `rotation about (0.02, -0.01)`, or `no known transformation`. */
  readonly name: string;
  /** Angle between the field and the nearest exact one of that kind, degrees. */
  readonly angleDegrees: number;
  /** Share of the norm that this one holds, 0 to 1. */
  readonly share: number;
  /**
   * The quantity that people use in the place of t; absent where the name has
   * none.
   */
  readonly parameter?: NaturalParameter;
  /** How many generators are described; absent for one. */
  readonly generators?: number;
}

/**
 * A simpler kind may miss the field by this more than the nearest kind does,
 * degrees; the nearest kind by FAR at most.
 */
const NEAR = 3, FAR = 15;

interface Candidate extends Nearest {
  readonly kind: Kind;
  readonly naming: Naming;
}

/**
 * Names a generator by the simplest kind of field that is near to it: of the
 * kinds with the fewest numbers the nearest one; along x or y if that is near
 * enough, too.
 *
 * @param alpha Coefficients in the basis, of any length but 0.
 * @param image Size of the images, so that shifts are in pixels.
 */
export function describe(
  basis: Basis,
  alpha: ArrayLike<number>,
  image?: ImageSize,
): Description {
  const search = searchNear(basis, alpha);
  const candidate = (kind: Kind, found: Nearest | undefined): Candidate[] => {
    const naming = found && kind.naming(found.member, image, found.axis);
    return naming ? [{ ...found, kind, naming }] : [];
  };
  const all = kinds.flatMap((kind) => candidate(kind, search.nearest(kind)));
  const least = Math.min(...all.map(({ angleDegrees }) => angleDegrees));
  const isNear = (one: Candidate) =>
    one.angleDegrees <= FAR && excess(one.angleDegrees, least) <= NEAR;
  const [found] = all.filter(isNear).toSorted((a, b) =>
    a.kind.numbers - b.kind.numbers || a.angleDegrees - b.angleDegrees
  );
  if (found === undefined) {
    return { name: "no known transformation", angleDegrees: 90, share: 0 };
  }
  const { kind } = found;
  const [simplest = found] = kind.shape === "axis"
    ? candidate(kind, search.aligned(kind)).filter(isNear)
    : [];
  const { naming, angleDegrees, share } = simplest;
  return { angleDegrees, share, ...naming };
}

/**
 * The angle that is left of one when a smaller one at a right angle to it is
 * taken away, degrees.
 */
function excess(angle: number, smaller: number): number {
  const [a, b] = [angle, smaller].map((d) => Math.sin(d * Math.PI / 180) ** 2);
  return Math.asin(Math.sqrt(Math.max(a - b, 0))) * 180 / Math.PI;
}
