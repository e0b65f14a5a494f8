import { csvFormat } from "d3-dsv";
import type { HistoryRow } from "../training/trainer.ts";
import { lossTermNames } from "../training/step_losses.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";

/** One row of history.csv. */
export type HistoryLine = {
  readonly step: number;
  readonly stage: string;
  readonly total: number;
  readonly transformed: number;
  readonly latent: number;
  readonly reconstruction: number;
  readonly matching: number;
  readonly sparsity: number;
  readonly teaching: number;
  /** |cosine| to the true generator; null if there is no truth. */
  readonly absoluteCosine: number | null;
};

/** Adds to every step the |cosine| between its alpha and the truth. */
export function historyLines(
  history: readonly HistoryRow[],
  trueAlpha: ArrayLike<number> | undefined,
): HistoryLine[] {
  return history.map(({ step, stage, total, alpha, ...terms }) => ({
    step,
    stage,
    total,
    ...terms,
    absoluteCosine: trueAlpha === undefined
      ? null
      : generatorScores(alpha, trueAlpha).absoluteCosine,
  }));
}

/** Formats history.csv: the loss, its weighted terms and |cos| of every step. */
export function historyCsv(lines: readonly HistoryLine[]): string {
  const columns = [
    "step",
    "stage",
    "total",
    ...lossTermNames,
    "absoluteCosine",
  ] as const;
  return csvFormat([...lines], [...columns]) + "\n";
}
