import * as tf from "@tensorflow/tfjs";
import type { Surroundings } from "../datasets/types.ts";
import { coarsen, mirrored } from "../images/coarse.ts";
import type { Basis } from "../lie/basis.ts";
import {
  type ActionPlan,
  exactPlan,
  truncatedPlan,
} from "../lie/action_plan.ts";
import {
  advectiveGeneratorStack,
  generatorStack,
  taper,
  taperedGeneratorStack,
} from "../lie/generator.ts";
import {
  type GeneratorForm,
  isStable,
  lineStack,
  marginOf,
} from "../lie/line_generator.ts";
import {
  chebyshevSeries,
  type LineSeries,
  taylorSeries,
} from "../lie/line_series.ts";
import { createNormBound, type NormBound } from "../lie/norm_bound.ts";
import type { Tensor, Tensor2D } from "../runtime/tfjs_types.ts";

/** The grid and the form of the pixel-space generator. */
export interface PixelGrid {
  /** "half" for images that are blurred and pooled to half the resolution. */
  readonly resolution: "half" | "full";
  /** The form of the generator and the margin around the frame. */
  readonly form: GeneratorForm;
}

/**
 * Half the resolution, with 3 cells around the frame over which the field falls to 0.
 * Coefficients have the same meaning at every resolution, and the coarse grid is many
 * times cheaper.
 */
export const coarseGrid: PixelGrid = {
  resolution: "half",
  form: { kind: "tapered", margin: 3 },
};

/** The full resolution, with 3 cells around the frame. */
export const fineGrid: PixelGrid = {
  resolution: "full",
  form: { kind: "tapered", margin: 3 },
};

/**
 * The one-parameter flow on a grid of pixels, on which the generator's coefficients are
 * matched (eq. 12).
 */
export interface PixelFlow {
  /** The terms of the generator. */
  readonly basis: Basis;
  /** The resolution and the form of the generator. */
  readonly grid: PixelGrid;
  /** The values beyond the images' edges. */
  readonly surroundings: Surroundings;
  /** Side of the frame, in cells. */
  readonly frame: number;
  /** Side of the grid, margins included. */
  readonly side: number;
  /** The continuation of images over the grid. */
  readonly margins: Margins;
  /**
   * `[height * width, frame^2]`: blur and pooling as one matrix, if the grid is coarse.
   */
  readonly coarsening: Tensor2D | undefined;
  /** `terms * 2 side^3`: the basis generators as line matrices. */
  readonly lines: Float32Array;
  /**
   * `[terms, side^4]`: the basis generators as dense matrices, made at the first call.
   */
  readonly dense: () => Tensor2D;
  /** A bound on the spectral norm of the generator. */
  readonly normBound: NormBound;
  /** Returns all tensors that the flow has made so far. */
  readonly tensors: () => Tensor[];
  /** Frees the flow's tensors. */
  readonly dispose: () => void;
}

/**
 * The continuation of images over the grid: every cell has the value of one cell of the
 * frame times a factor. The factor is 0 in the margins if the surroundings are black.
 * If they are unknown, the image is mirrored, and falls to 0 together with the field.
 */
export interface Margins {
  /** `side^2` indices of cells of the frame. */
  readonly source: Int32Array;
  /** `side^2` factors. */
  readonly factor: Float32Array;
}

/**
 * Prepares the flow for square images of one channel.
 *
 * @param imageSide Rows and columns of an image, even and at least 8.
 * @param surroundings The values beyond the images' edges.
 * @throws RangeError for any other side.
 */
export function createPixelFlow(
  basis: Basis,
  imageSide: number,
  grid: PixelGrid = coarseGrid,
  surroundings: Surroundings = "black",
): PixelFlow {
  if (
    !(Number.isInteger(imageSide) && imageSide >= 8 && imageSide % 2 === 0)
  ) {
    throw new RangeError(
      `createPixelFlow: expected an even image side of at least 8, found ${imageSide}`,
    );
  }
  const half = grid.resolution === "half";
  const frame = half ? imageSide / 2 : imageSide;
  const margin = marginOf(grid.form);
  const side = frame + 2 * margin;
  const coarsening = half
    ? coarseningMatrix(imageSide, surroundings)
    : undefined;
  let dense: tf.Tensor2D | undefined;
  const makeDense = () => {
    const stack = denseStack[grid.form.kind](basis, frame, margin);
    const shape = [basis.terms.length, side ** 4] as [number, number];
    return tf.keep(tf.tensor2d(Float32Array.from(stack), shape));
  };
  return {
    basis,
    grid,
    surroundings,
    frame,
    side,
    margins: marginsOf(frame, margin, surroundings),
    coarsening,
    lines: Float32Array.from(lineStack(basis, frame, grid.form)),
    dense: () => dense ??= makeDense(),
    normBound: createNormBound(basis, frame, margin),
    tensors: () => [coarsening, dense].filter((tensor) => tensor !== undefined),
    dispose() {
      coarsening?.dispose();
      dense?.dispose();
      dense = undefined;
    },
  };
}

/** Functions that make the generators as dense matrices, by the generators' form. */
const denseStack: Readonly<
  Record<
    GeneratorForm["kind"],
    (basis: Basis, n: number, margin: number) => Float64Array
  >
> = {
  plain: (basis, n) => generatorStack(basis, n),
  tapered: taperedGeneratorStack,
  advective: advectiveGeneratorStack,
};

function marginsOf(
  frame: number,
  margin: number,
  surroundings: Surroundings,
): Margins {
  const side = frame + 2 * margin;
  const fall = taper(frame, margin);
  const source = new Int32Array(side ** 2);
  const factor = new Float32Array(side ** 2);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [y, x] = [row, column].map((i) => mirrored(i - margin, frame));
      const inside = y === row - margin && x === column - margin;
      const cell = row * side + column;
      source[cell] = y * frame + x;
      factor[cell] = inside || surroundings === "unknown"
        ? fall[row] * fall[column]
        : 0;
    }
  }
  return { source, factor };
}

/** The truncation of the action of a pixel-space generator. */
export interface PixelPlan {
  /** The series for line matrices on plain memory, if there is one. */
  readonly lines?: LineSeries;
  /** The plan for dense matrices. */
  readonly dense: ActionPlan;
}

/**
 * Relative errors to which the action is truncated. With these, coarse digits err by
 * less than 1e-3 of their norm. Taylor's series reaches its tolerance at the highest
 * frequencies only, where a blurred image has hardly any energy. The error of
 * Chebyshev's series is similar at all frequencies. Its truncation also depends on the
 * other images of a group, and so does a pair's t; the smallest tolerance that float32
 * allows keeps this effect below 1e-5.
 */
const TAYLOR_TOLERANCE = 1e-2, CHEBYSHEV_TOLERANCE = 1e-6;

/** Plans the exact action of a generator for every |t| up to `largest`. */
export function pixelPlan(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  largest: number,
): PixelPlan {
  const bound = flow.normBound(alpha);
  const dense = exactPlan(largest * bound, TAYLOR_TOLERANCE);
  // Chebyshev's series needs a spectrum near the imaginary axis, which only the stable
  // form has.
  return isStable(flow.grid.form)
    ? { dense, lines: chebyshevSeries(largest, bound, CHEBYSHEV_TOLERANCE) }
    : { dense };
}

/** Plans the series of eq. (12), truncated at a low order. */
export function truncatedPixelPlan(order: number): PixelPlan {
  return { lines: taylorSeries(order), dense: truncatedPlan(order) };
}

/** Brings images to the frame: `[rows, imageSide^2]` to `[rows, frame^2]`. */
export function toFrame(flow: PixelFlow, images: tf.Tensor2D): tf.Tensor2D {
  return flow.coarsening === undefined
    ? images
    : tf.matMul(images, flow.coarsening);
}

/** Makes the matrix of `coarsen`: its row i is the coarsened unit image i. */
function coarseningMatrix(
  side: number,
  surroundings: Surroundings,
): tf.Tensor2D {
  const pixels = side * side;
  const identity = new Float32Array(pixels * pixels);
  for (let i = 0; i < pixels; i++) identity[i * pixels + i] = 1;
  const beyond = surroundings === "black" ? "zeros" : "mirror";
  const coarse = coarsen(identity, pixels, side, side, beyond);
  return tf.tensor2d(coarse.pixels, [pixels, pixels / 4]);
}
