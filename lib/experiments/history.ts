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
  /** null where there is no truth. */
  readonly absoluteCosine: number | null;
};

/** Adds to every step how close its alpha was to the truth. */
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

/** history.csv: the loss and its weighted terms, and |cos|, step by step. */
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
