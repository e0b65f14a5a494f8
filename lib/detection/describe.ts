import type { Basis } from "../lie/basis.ts";
import { fromDegrees, toDegrees } from "../lie/degrees.ts";
import type { Kind, Naming } from "./kind.ts";
import { kinds } from "./kinds.ts";
import type { ImageSize, NaturalParameter } from "./natural_parameter.ts";
import { type Nearest, searchNear } from "./nearest_member.ts";

/** A field in words and numbers. */
export interface Description {
  /** For example `rotation about (0.02, -0.01)`, or `no known transformation`. */
  readonly name: string;
  /** Angle between the field and the nearest member of that kind, degrees. */
  readonly angleDegrees: number;
  /** Share of the field's norm that this member has, 0 to 1. */
  readonly share: number;
  /**
   * The common quantity that replaces t, for example an angle; absent if the kind has
   * none.
   */
  readonly parameter?: NaturalParameter;
  /** Number of generators described; absent for one. */
  readonly generators?: number;
}

/**
 * `NEAR`: the angle by which a simpler kind may be farther from the field than the
 * nearest kind, in degrees. `FAR`: the largest angle of the nearest kind.
 */
const NEAR = 3, FAR = 15;

interface Candidate extends Nearest {
  readonly kind: Kind;
  readonly naming: Naming;
}

/**
 * Names a generator by the simplest kind of field that is near to it: the nearest one
 * among the kinds with the fewest parameters. An axis is set to x or y if that is near
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
 * The angle that remains of one after a smaller one at a right angle to it is
 * subtracted, in degrees.
 */
function excess(angle: number, smaller: number): number {
  const [a, b] = [angle, smaller].map((d) => Math.sin(fromDegrees(d)) ** 2);
  return toDegrees(Math.asin(Math.sqrt(Math.max(a - b, 0))));
}
