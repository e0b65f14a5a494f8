import { projectField, quadratic, unit } from "#lib/lie/basis.ts";
import {
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { randomStream } from "#lib/random/streams.ts";
import { randomValues } from "./random_values.ts";

/** The two forms in which this project can compute the action. */
export const actionForms = ["dense", "lines"] as const;
export type ActionForm = typeof actionForms[number];

/** A grid for the exponential of the rotation. */
export interface ActionGrid {
  readonly name: string;
  /** Cells per side of the frame, which contains the images. */
  readonly frame: number;
  /** Width of the margin on each side, cells. */
  readonly margin: number;
  /** Pixel grids have both forms; a latent patch has the dense matrix only. */
  readonly forms: readonly ActionForm[];
}

/** Width of the margin, that of the training, over which the field falls to zero. */
const MARGIN = 3;

const pixels = (side: number): ActionGrid => {
  const frame = side - 2 * MARGIN;
  const name = `${frame} padded to ${side}`;
  return { name, frame, margin: MARGIN, forms: actionForms };
};

/** All grids. The growth in n is measured on the pixel grids. */
export const actionGrids: readonly ActionGrid[] = [
  { name: "5", frame: 5, margin: 0, forms: ["dense"] },
  ...[14, 16, 20, 28, 32].map(pixels),
];

/** Computes the cells per side, with the margin. */
export function sideOf({ frame, margin }: ActionGrid): number {
  return frame + 2 * margin;
}

/** Coefficients of the rotation, of unit Euclidean norm. */
export const actionAlpha: Float64Array = unit(
  projectField(transformations.rotation.field, quadratic).coefficients,
);

/** Largest |t|: that of a rotation by about 20 degrees, for a unit alpha. */
export const LARGEST_T = 0.5;

/** Operands of exp(-t_b G) x_b for every row b. */
export interface ActionOperands {
  /** One t per row. The largest is first, so that all batches have the same plan. */
  readonly t: Float32Array;
  /** `rows * frame^2` numbers; the cells around the frame are 0. */
  readonly x: Float32Array;
}

/**
 * Makes the operands of a batch. A smaller batch consists of the first rows of a
 * larger.
 */
export function actionOperands(
  { frame }: ActionGrid,
  rows: number,
): ActionOperands {
  const uniform = randomStream(0, "bench", "t");
  return {
    t: Float32Array.from(
      { length: rows },
      (_, row) => row === 0 ? LARGEST_T : LARGEST_T * (2 * uniform() - 1),
    ),
    x: randomValues(rows * frame ** 2, "bench", "x"),
  };
}

/** Computes G as a dense matrix, `side^4` numbers. */
export function actionGenerator({ frame, margin }: ActionGrid): Float32Array {
  const stack = margin === 0
    ? generatorStack(quadratic, frame)
    : taperedGeneratorStack(quadratic, frame, margin);
  return Float32Array.from(combine(stack, actionAlpha));
}
