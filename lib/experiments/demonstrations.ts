import { range } from "d3-array";
import { smiley } from "../datasets/smiley.ts";
import type { Figure } from "../figures/figure.ts";
import { flowStripFigure } from "../figures/images/flow_strip.ts";
import {
  type Transformation,
  transformations,
} from "../flow/transformations.ts";
import { warp } from "../images/warp.ts";
import { type Basis, functionBasis } from "../lie/basis.ts";
import { exponentialOfLines } from "../lie/line_flow.ts";
import { lineStack } from "../lie/line_generator.ts";
import { createNormBound } from "../lie/norm_bound.ts";

/** A flow that is shown on one image, without training. */
export interface Demonstration {
  /** The name on the command line. */
  readonly id: string;
  /** The title of its section in the report. */
  readonly title: string;
  /** The paper's figure that it makes. */
  readonly figure: string;
  /** The image's name. */
  readonly imageName: string;
  /** Draws the image with a given number of pixels per side. */
  readonly draw: (side: number) => Float32Array;
  /** Pixels per side of the image. */
  readonly side: number;
  /** The transformation whose flow is shown. */
  readonly transformation: Transformation;
  /** The times shown, in the transformation's unit. */
  readonly times: readonly number[];
}

/** Every demonstration, in the paper's order. */
export const demonstrations: readonly Demonstration[] = [
  {
    id: "smiley-special-conformal",
    title: "The special conformal flow itself, on a smiley",
    figure: "7",
    imageName: "smiley",
    draw: smiley,
    side: 64,
    transformation: transformations.specialConformalX,
    times: range(-4, 5).map((k) => k / 5),
  },
];

/** An image at every time, by the exact map and by the exponential of the generator. */
export interface Demonstrated {
  /** The image moved by the exact map, one per time. */
  readonly exact: readonly Float32Array[];
  /** The image moved by the exponential of the generator, one per time. */
  readonly exponential: readonly Float32Array[];
  /** Norm of the difference of both at every time, divided by the norm of the image. */
  readonly differences: readonly number[];
}

/** Number of cells of zeros around the image, over which the field falls to 0. */
const MARGIN = 6;

/** Moves the image in both ways. */
export function demonstrate(
  { draw, side, transformation, times }: Demonstration,
): Demonstrated {
  const image = draw(side);
  const exact = times.map((t) =>
    warp(image, side, side, 1, transformation.flow, t)
  );
  const exponential = exponentials(transformation, image, side, times);
  return {
    exact,
    exponential,
    differences: exact.map((moved, i) =>
      length(moved.map((v, k) => v - exponential[i][k])) / length(moved)
    ),
  };
}

function exponentials(
  transformation: Transformation,
  image: Float32Array,
  side: number,
  times: readonly number[],
): Float32Array[] {
  const basis = basisOf(transformation);
  const grid = side + 2 * MARGIN;
  const stack = lineStack(basis, side, { kind: "tapered", margin: MARGIN });
  const lines = stack.subarray(0, stack.length / 2)
    .map((v, i) => v + stack[stack.length / 2 + i]);
  const bound = createNormBound(basis, side, MARGIN)([1, 1]);
  const padded = new Float64Array(grid * grid);
  const cell = (pixel: number) =>
    (Math.floor(pixel / side) + MARGIN) * grid + pixel % side + MARGIN;
  image.forEach((v, pixel) => padded[cell(pixel)] = v);
  return times.map((t) => {
    const moved = exponentialOfLines(lines, bound, t, padded);
    return image.map((_, pixel) => moved[cell(pixel)]);
  });
}

/** Makes a basis of the two components of a field. */
function basisOf({ name, field }: Transformation): Basis {
  return functionBasis(
    name,
    (["x", "y"] as const).map((component, axis) => ({
      component,
      label: `Γ ∂${component}`,
      value: (x, y) => field(x, y)[axis],
    })),
  );
}

const length = (v: Float32Array): number =>
  Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));

/** Draws figure 7 of the paper. */
export function demonstrationFigure(
  { transformation, times, side, imageName }: Demonstration,
  { exact, exponential }: Demonstrated,
): Figure {
  const { name, parameter, unit } = transformation;
  return flowStripFigure({
    transformation: name,
    parameter,
    unit,
    times,
    height: side,
    width: side,
    rows: [
      { label: "exact map", images: exact },
      { label: "exp(−tG)", images: exponential },
      {
        label: "difference",
        images: exact.map((moved, i) =>
          exponential[i].map((v, k) => v - moved[k])
        ),
        scale: "residual",
      },
    ],
    caption:
      `The ${name} flow on a ${imageName}: its exact map, the exponential of its generator on the grid of ${side} × ${side} pixels, and their difference; t in ${unit}.`,
  });
}
