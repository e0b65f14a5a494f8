import { dot } from "../lie/gauge.ts";
import { solve } from "../lie/solve.ts";
import {
  type Basis,
  norm,
  projectField,
  type VectorField,
} from "../lie/basis.ts";

/** What a field is, in words and numbers. */
export interface Description {
  /** For example `rotation about (0.02, -0.01)`, or `no known transformation`. */
  readonly name: string;
  /** Angle between the field and the nearest exact one of that kind, degrees. */
  readonly angleDegrees: number;
  /** Share of the norm that this one holds, 0 to 1. */
  readonly share: number;
}

/** Fields of one kind: all combinations of a few. */
interface Family {
  readonly fields: readonly VectorField[];
  /** Names the combination with the given weights. */
  readonly name: (weights: readonly number[]) => string;
}

const right: VectorField = () => [1, 0], down: VectorField = () => [0, 1];
const turn: VectorField = (x, y) => [-y, x];
const grow: VectorField = (x, y) => [x, y];
const squeeze: VectorField = (x, y) => [x, -y];
const slant: VectorField = (x, y) => [y, x];
const shearX: VectorField = (_x, y) => [y, 0];
const shearY: VectorField = (x) => [0, x];
const bendX: VectorField = (x, y) => [x * x - y * y, 2 * x * y];
const bendY: VectorField = (x, y) => [2 * x * y, y * y - x * x];

const short = (value: number): string =>
  value.toFixed(2).replace(/^-(0\.00)$/, "$1");
const point = (x: number, y: number): string => `(${short(x)}, ${short(y)})`;
const degrees = (radians: number): number => radians * 180 / Math.PI;

/** An axis, which has no front and back: -90 to 90 degrees. */
const axis = (angle: number): string => {
  const whole = Math.round(degrees(angle));
  return `${whole - 180 * Math.ceil((whole - 90) / 180)} degrees`;
};

/**
 * The kinds that are known, the simpler ones first. A field about another point
 * than the middle is the one about the middle and a translation.
 */
const families: readonly Family[] = [
  {
    fields: [right, down],
    name: ([x, y]) => `translation along ${axis(Math.atan2(y, x))}`,
  },
  {
    fields: [turn, right, down],
    name: ([w, x, y]) => `rotation about ${point(-y / w, x / w)}`,
  },
  {
    fields: [grow, right, down],
    name: ([s, x, y]) => `scaling about ${point(-x / s, -y / s)}`,
  },
  {
    fields: [shearX, right],
    name: ([s, x]) => `shear along x, fixed at y = ${short(-x / s)}`,
  },
  {
    fields: [shearY, down],
    name: ([s, y]) => `shear along y, fixed at x = ${short(-y / s)}`,
  },
  {
    fields: [bendX, bendY],
    name: ([x, y]) =>
      `special conformal transformation along ${axis(Math.atan2(y, x))}`,
  },
  {
    fields: [turn, grow, right, down],
    name: ([w, s, x, y]) => {
      // Where (s -w; w s) p = -(x, y).
      const square = w * w + s * s;
      const centre = point(-(s * x + w * y) / square, (w * x - s * y) / square);
      return `rotation and scaling at once about ${centre}, ${
        short(s / w)
      } log-scale a radian`;
    },
  },
  {
    fields: [squeeze, slant, right, down],
    name: ([a, b]) => `squeeze mapping along ${axis(Math.atan2(b, a) / 2)}`,
  },
  {
    fields: [turn, grow, squeeze, slant, right, down],
    name: () => "affine map",
  },
  {
    fields: [bendX, bendY, turn, grow, right, down],
    name: () => "conformal map",
  },
];

/** Nearer than this is that kind, degrees; else the nearest of all up to this. */
const NEAR = 3, FAR = 15;

/** A field that the basis does not hold cannot be told by it. */
const LARGEST_RESIDUAL = 1e-6;

/**
 * Names a generator by the simplest kind of field that is near to it.
 *
 * @param alpha Coefficients in the basis, of any length but 0.
 */
export function describe(
  basis: Basis,
  alpha: ArrayLike<number>,
): Description {
  const known = families.flatMap((family) => {
    const projected = family.fields.map((field) => projectField(field, basis));
    if (projected.some(({ residual }) => residual > LARGEST_RESIDUAL)) {
      return [];
    }
    const columns = projected.map(({ coefficients }) => coefficients);
    return [{ family, ...nearest(columns, alpha) }];
  });
  const found = known.find(({ angleDegrees }) => angleDegrees <= NEAR) ??
    known.filter(({ angleDegrees }) => angleDegrees <= FAR)
      .toSorted((a, b) => a.angleDegrees - b.angleDegrees).at(0);
  if (found === undefined) {
    return { name: "no known transformation", angleDegrees: 90, share: 0 };
  }
  const { family, weights, angleDegrees, share } = found;
  return { name: family.name([...weights]), angleDegrees, share };
}

/** The combination of columns that is nearest to a vector. */
function nearest(
  columns: readonly Float64Array[],
  alpha: ArrayLike<number>,
) {
  const products = columns.flatMap((a) => columns.map((b) => dot(a, b)));
  const sides = columns.map((column) => dot(column, alpha));
  const weights = solve(
    Float64Array.from(products),
    Float64Array.from(sides),
    columns.length,
  );
  const projected = Math.sqrt(Math.max(dot(weights, sides), 0));
  const share = Math.min(1, projected / norm(alpha));
  return { weights, share, angleDegrees: degrees(Math.acos(share)) };
}
