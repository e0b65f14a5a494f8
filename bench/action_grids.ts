import { projectField, quadratic, unit } from "#lib/lie/basis.ts";
import {
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { randomStream } from "#lib/random/streams.ts";
import { randomValues } from "./random_values.ts";

/** The two ways in which this project can compute the action. */
export const actionForms = ["dense", "lines"] as const;
export type ActionForm = typeof actionForms[number];

/** A grid on which the exponential of the rotation acts. */
export interface ActionGrid {
  readonly name: string;
  /** Cells a side of the frame, where the images are. */
  readonly frame: number;
  /** Further cells on each side. */
  readonly margin: number;
  /** The pixels have both; a latent patch has the dense matrix only. */
  readonly forms: readonly ActionForm[];
}

/** A margin as wide as the training's, over which the field falls to zero. */
const MARGIN = 3;

const pixels = (side: number): ActionGrid => {
  const frame = side - 2 * MARGIN;
  const name = `${frame} padded to ${side}`;
  return { name, frame, margin: MARGIN, forms: actionForms };
};

/** One entry a grid; growth in n is taken over those of pixels. */
export const actionGrids: readonly ActionGrid[] = [
  { name: "5", frame: 5, margin: 0, forms: ["dense"] },
  ...[14, 16, 20, 28, 32].map(pixels),
];

/** Cells a side with the margin. */
export function sideOf({ frame, margin }: ActionGrid): number {
  return frame + 2 * margin;
}

/** Coefficients of the rotation; their Euclidean norm is 1. */
export const actionAlpha: Float64Array = unit(
  projectField(transformations.rotation.field, quadratic).coefficients,
);

/** Largest |t|: about that of an angle of 20 degrees with a unit alpha. */
export const LARGEST_T = 0.5;

/** The operands of exp(-t_b G) x_b for every row b. */
export interface ActionOperands {
  /** One a row, the largest first, so that all batches get the same plan. */
  readonly t: Float32Array;
  /** `rows * frame^2`; around the frame are zeros. */
  readonly x: Float32Array;
}

/** The operands of a batch; smaller batches are the start of larger ones. */
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

/** G as a dense matrix, `side^4` values. */
export function actionGenerator({ frame, margin }: ActionGrid): Float32Array {
  const stack = margin === 0
    ? generatorStack(quadratic, frame)
    : taperedGeneratorStack(quadratic, frame, margin);
  return Float32Array.from(combine(stack, actionAlpha));
}
