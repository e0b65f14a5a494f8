import type { VectorField } from "../lie/basis.ts";
import type { Flow } from "../images/warp.ts";
import { integrateField } from "./integrate.ts";

/** A one-parameter flow of the plane. */
export interface Transformation {
  /** The name that messages and reports show. */
  readonly name: string;
  /** Unit of the parameter, for axes and reports. */
  readonly unit: string;
  /** The name of the parameter. */
  readonly parameter: string;
  /** The least t > 0 at which the flow is the identity; undefined if there is none. */
  readonly period?: number;
  /**
   * Whether it is one of the paper's canonical symmetries: rotation, scaling and
   * translation.
   */
  readonly canonical: boolean;
  /** The true vector field, in half-frames per unit of the parameter, not normalised. */
  readonly field: VectorField;
  /** The exact flow: d/dt phi_t at t = 0 is the field, and phi_{s+t} = phi_s(phi_t). */
  readonly flow: Flow;
}

/** Caches the latest result, because a warp uses one t for all pixels. */
function remember<Value>(compute: (t: number) => Value): (t: number) => Value {
  let latest = 0, value = compute(0);
  return (t) => {
    if (t !== latest) {
      value = compute(t);
      latest = t;
    }
    return value;
  };
}

const cosAndSin = remember((t) => [Math.cos(t), Math.sin(t)] as const);
const exponential = remember(Math.exp);

const rotation: Transformation = {
  name: "rotation",
  unit: "radians",
  parameter: "angle",
  period: 2 * Math.PI,
  canonical: true,
  field: (x, y) => [-y, x],
  flow: (t, x, y) => {
    const [c, s] = cosAndSin(t);
    return [x * c - y * s, x * s + y * c];
  },
};

const scaling: Transformation = {
  name: "scaling",
  unit: "log-scale",
  parameter: "log-scale",
  canonical: true,
  field: (x, y) => [x, y],
  flow: (t, x, y) => {
    const scale = exponential(t);
    return [x * scale, y * scale];
  },
};

const translationX: Transformation = {
  name: "translationX",
  unit: "half-frames",
  parameter: "shift",
  canonical: true,
  field: () => [1, 0],
  flow: (t, x, y) => [x + t, y],
};

const shear: Transformation = {
  name: "shear",
  unit: "shear factor",
  parameter: "shear",
  canonical: false,
  field: (_x, y) => [y, 0],
  flow: (t, x, y) => [x + t * y, y],
};

/** The spiral: rotation by t and scaling by e^t at once. */
const spiral: Transformation = {
  name: "spiral",
  unit: "radians",
  parameter: "angle",
  canonical: false,
  field: (x, y) => [x - y, x + y],
  flow: (t, x, y) => {
    const [c, s] = cosAndSin(t), scale = exponential(t);
    return [scale * (x * c - y * s), scale * (x * s + y * c)];
  },
};

const specialConformalX: Transformation = {
  name: "specialConformalX",
  unit: "b_x",
  parameter: "b_x",
  canonical: false,
  field: (x, y) => [x * x - y * y, 2 * x * y],
  flow: (t, x, y) => {
    const r2 = x * x + y * y;
    const denominator = 1 - 2 * t * x + t * t * r2;
    return [(x - t * r2) / denominator, y / denominator];
  },
};

const specialConformalY: Transformation = {
  name: "specialConformalY",
  unit: "b_y",
  parameter: "b_y",
  canonical: false,
  field: (x, y) => [2 * x * y, y * y - x * x],
  flow: (t, x, y) => {
    const r2 = x * x + y * y;
    const denominator = 1 - 2 * t * y + t * t * r2;
    return [x / denominator, (y - t * r2) / denominator];
  },
};

/** Every built-in transformation, by its name. */
export const transformations = {
  rotation,
  scaling,
  translationX,
  shear,
  spiral,
  specialConformalX,
  specialConformalY,
} as const satisfies Readonly<Record<string, Transformation>>;

/**
 * Moves the centre of a transformation from the frame's middle to another point.
 *
 * @param x where, in half-frames
 * @param y where, in half-frames, downwards
 */
export function aboutPoint(
  transformation: Transformation,
  x: number,
  y: number,
): Transformation {
  const { name, field, flow } = transformation;
  return {
    ...transformation,
    name: `${name} about (${x}, ${y})`,
    canonical: false,
    field: (px, py) => field(px - x, py - y),
    flow(t, px, py) {
      if (t === 0) return [px, py]; // exactly the identity
      const [qx, qy] = flow(t, px - x, py - y);
      return [qx + x, qy + y];
    },
  };
}

/**
 * Makes a transformation of any vector field. Its flow is integrated numerically, with
 * an error of at most about 1e-8 half-frames.
 *
 * @param name for messages and reports
 * @param unit unit of the parameter t
 * @param field velocity in half-frames per unit of t
 * @throws {RangeError} if the name or the unit is empty
 */
export function customTransformation(
  name: string,
  unit: string,
  field: VectorField,
): Transformation {
  for (const [what, value] of [["name", name], ["unit", unit]]) {
    if (value.trim() === "") {
      throw new RangeError(
        `customTransformation: expected a ${what}, found "${value}"`,
      );
    }
  }
  return {
    name,
    unit,
    parameter: "t",
    canonical: false,
    field,
    flow: (t, x, y) => integrateField(field, t, x, y),
  };
}
