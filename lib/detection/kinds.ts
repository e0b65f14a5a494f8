import { toDegrees } from "../lie/degrees.ts";
import {
  type AffineField,
  centreOf,
  direction,
  partsOf,
  rateOf,
} from "./affine_field.ts";
import { affineField, type Combination, elements } from "./combination.ts";
import {
  across,
  along,
  axisName,
  fixedLine,
  point,
  ROUNDING,
  short,
} from "./field_words.ts";
import type { AxisKind, Kind, LinearKind } from "./kind.ts";
import {
  angleOf,
  factorOf,
  shearFactorOf,
  shiftOf,
} from "./natural_parameter.ts";

const element = (i: number): Combination => elements.map((_, k) => +(k === i));
const right = element(0),
  down = element(1),
  bendX = element(6),
  bendY = element(7);
const turn: Combination = [0, 0, 0, -1, 1, 0, 0, 0];
const grow: Combination = [0, 0, 1, 0, 0, 1, 0, 0];
const squeeze: Combination = [0, 0, 1, 0, 0, -1, 0, 0];
const slant: Combination = [0, 0, 0, 1, 1, 0, 0, 0];
const anywhere = [right, down];

/** The largest distance of a centre that is named, in half-frames. */
const FARTHEST_CENTRE = 100;

const hasCentre = (field: AffineField): boolean =>
  Math.hypot(...centreOf(field)) < FARTHEST_CENTRE;

const translation: LinearKind = {
  shape: "linear",
  numbers: 2,
  fields: () => anywhere,
  naming([x, y], image) {
    const axis = Math.atan2(y, x);
    const [ux, uy] = along(axis);
    return {
      name: `translation along ${axisName(axis)}`,
      parameter: shiftOf(x * ux + y * uy, image),
    };
  },
};

const specialConformal: LinearKind = {
  shape: "linear",
  numbers: 2,
  fields: () => [bendX, bendY],
  naming: (member) => ({
    name: `special conformal transformation along ${
      axisName(Math.atan2(member[7], member[6]))
    }`,
  }),
};

const rotation: LinearKind = {
  shape: "linear",
  numbers: 3,
  fields: () => [turn, ...anywhere],
  naming(member) {
    const field = affineField(member);
    return {
      name: `rotation about ${point(centreOf(field))}`,
      parameter: angleOf(partsOf(field).turning),
    };
  },
};

const scaling: LinearKind = {
  shape: "linear",
  numbers: 3,
  fields: () => [grow, ...anywhere],
  naming(member) {
    const field = affineField(member);
    return {
      name: `scaling about ${point(centreOf(field))}`,
      parameter: factorOf("factor", partsOf(field).growth),
    };
  },
};

/** The stretch u (rate u·r + shift): A is symmetric, of rank 1. */
const stretch: AxisKind = {
  shape: "axis",
  numbers: 3,
  fields(axis) {
    const [x, y] = direction(axis);
    return [[0, 0, x * x, x * y, x * y, y * y, 0, 0], [x, y, 0, 0, 0, 0, 0, 0]];
  },
  naming(member, _image, axis) {
    const field = affineField(member), u = along(axis);
    const rate = rateOf(field, u, u), shift = field.x * u[0] + field.y * u[1];
    const name = axisName(axis);
    return {
      name: `stretch along ${name}, ${fixedLine(u, rate, shift)}`,
      parameter: factorOf(`factor along ${name}`, rate),
    };
  },
};

/**
 * The shear u (rate n·r + shift) with n orthogonal to u: trace and determinant of A are
 * 0.
 */
const shear: AxisKind = {
  shape: "axis",
  numbers: 3,
  fields(axis) {
    const [x, y] = direction(axis);
    return [
      [0, 0, -x * y, x * x, -y * y, x * y, 0, 0],
      [x, y, 0, 0, 0, 0, 0, 0],
    ];
  },
  naming(member, _image, axis) {
    const field = affineField(member), u = along(axis), n = across(axis);
    const rate = rateOf(field, u, n), shift = field.x * u[0] + field.y * u[1];
    return {
      name: `shear along ${axisName(axis)}, ${fixedLine(n, rate, shift)}`,
      parameter: shearFactorOf(rate),
    };
  },
};

const spiral: LinearKind = {
  shape: "linear",
  numbers: 4,
  fields: () => [turn, grow, ...anywhere],
  naming(member) {
    const field = affineField(member);
    const { turning, growth } = partsOf(field);
    const doubling = toDegrees(turning / growth * Math.LN2);
    const sense = doubling > 0 ? "clockwise" : "counterclockwise";
    return {
      name: `rotation and scaling at once about ${
        point(centreOf(field))
      }, doubling every ${Math.abs(doubling).toFixed(1)} degrees ${sense}`,
      parameter: angleOf(turning),
    };
  },
};

/**
 * The squeeze mapping: growth along one axis, and shrinking at the same rate across it.
 */
const squeezeMapping: LinearKind = {
  shape: "linear",
  numbers: 4,
  fields: () => [squeeze, slant, ...anywhere],
  naming(member) {
    const { squeeze, axis } = partsOf(affineField(member));
    // The axis nearer to x is named, whatever the sign of the field.
    const limit = Math.PI / 4 + ROUNDING;
    const other = axis > limit || axis <= limit - Math.PI / 2;
    const name = axisName(other ? axis + Math.PI / 2 : axis);
    return {
      name: `squeeze mapping along ${name}`,
      parameter: factorOf(`factor along ${name}`, other ? -squeeze : squeeze),
    };
  },
};

/** The anisotropic scaling: A is symmetric, with two eigenvalues that are not 0. */
const anisotropicScaling: LinearKind = {
  shape: "linear",
  numbers: 5,
  fields: () => [grow, squeeze, slant, ...anywhere],
  naming(member) {
    const field = affineField(member);
    if (!hasCentre(field)) return undefined;
    const { growth, squeeze, axis } = partsOf(field);
    const [one, other] = [growth + squeeze, growth - squeeze];
    const swap = Math.abs(other) > Math.abs(one);
    const [fast, slow] = swap ? [other, one] : [one, other];
    const name = axisName(swap ? axis + Math.PI / 2 : axis);
    return {
      name: `anisotropic scaling about ${point(centreOf(field))}, ${
        short(slow / fast)
      } times as fast across ${name} as along it`,
      parameter: factorOf(`factor along ${name}`, fast),
    };
  },
};

/**
 * The elliptic rotation: the trace of A is 0 and its determinant positive, so points
 * move on ellipses.
 */
const ellipticRotation: LinearKind = {
  shape: "linear",
  numbers: 5,
  fields: () => [turn, squeeze, slant, ...anywhere],
  naming(member) {
    const field = affineField(member);
    const { turning, squeeze, axis } = partsOf(field);
    const speed = Math.abs(turning);
    if (squeeze >= speed || !hasCentre(field)) return undefined;
    const ratio = Math.sqrt((speed + squeeze) / (speed - squeeze));
    const long = axis + Math.sign(turning) * Math.PI / 4;
    return {
      name: `elliptic rotation about ${point(centreOf(field))}, ${
        short(ratio)
      } times as wide along ${axisName(long)} as across`,
      // A full turn is 360 degrees, whatever the ellipse.
      parameter: angleOf(turning * Math.sqrt(1 - (squeeze / speed) ** 2)),
    };
  },
};

const affineMap: LinearKind = {
  shape: "linear",
  numbers: 6,
  fields: () => [turn, grow, squeeze, slant, ...anywhere],
  naming: () => ({ name: "affine map" }),
};

const conformalMap: LinearKind = {
  shape: "linear",
  numbers: 6,
  fields: () => [bendX, bendY, turn, grow, ...anywhere],
  naming: () => ({ name: "conformal map" }),
};

/**
 * The kinds that have a name. A field about another point than the middle is the sum of
 * the one about the middle and a translation.
 */
export const kinds: readonly Kind[] = [
  translation,
  specialConformal,
  rotation,
  scaling,
  stretch,
  shear,
  spiral,
  squeezeMapping,
  anisotropicScaling,
  ellipticRotation,
  affineMap,
  conformalMap,
];
