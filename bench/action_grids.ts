import { type ActionPlan, exactPlan } from "#lib/lie/exponential_action.ts";
import { projectField, quadratic, unit } from "#lib/lie/basis.ts";
import {
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { transformations } from "#lib/images/transformations.ts";
import { randomStream } from "#lib/random/streams.ts";
import { randomValues } from "./random_values.ts";

/** A grid on which the exponential of the rotation acts. */
export interface ActionGrid {
  readonly name: string;
  /** Cells a side of the frame. */
  readonly frame: number;
  /** Further cells on each side. */
  readonly margin: number;
}

/** One entry a grid; growth in n is taken over those without a margin. */
export const actionGrids: readonly ActionGrid[] = [
  { name: "5", frame: 5, margin: 0 },
  { name: "14", frame: 14, margin: 0 },
  { name: "14 padded to 20", frame: 14, margin: 3 },
  { name: "28", frame: 28, margin: 0 },
];

/** Cells a side with the margin. */
export function sideOf({ frame, margin }: ActionGrid): number {
  return frame + 2 * margin;
}

/** Largest |t|: about that of an angle of 20 degrees with a unit alpha. */
const LARGEST_T = 0.5;

/** The operands of exp(-t_b G) x_b for every row b. */
export interface ActionOperands {
  /** `cells * cells`. */
  readonly generator: Float32Array;
  /** One a row, the largest first, so that all batches get the same plan. */
  readonly t: Float32Array;
  /** `rows * cells`. */
  readonly x: Float32Array;
  readonly plan: ActionPlan;
}

/** The operands of a batch; smaller batches are the start of larger ones. */
export function actionOperands(grid: ActionGrid, rows: number): ActionOperands {
  const { frame, margin } = grid;
  const { field } = transformations.rotation;
  const alpha = unit(projectField(field, quadratic).coefficients);
  const stack = margin === 0
    ? generatorStack(quadratic, frame)
    : taperedGeneratorStack(quadratic, frame, margin);
  const norm = LARGEST_T * createNormBound(quadratic, frame, margin)(alpha);
  const uniform = randomStream(0, "bench", "t");
  return {
    generator: Float32Array.from(combine(stack, alpha)),
    t: Float32Array.from(
      { length: rows },
      (_, row) => row === 0 ? LARGEST_T : LARGEST_T * (2 * uniform() - 1),
    ),
    x: randomValues(rows * sideOf(grid) ** 2, "bench", "x"),
    plan: exactPlan(norm),
  };
}
