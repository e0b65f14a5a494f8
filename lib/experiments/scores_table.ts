import type { TableRow } from "../display/display.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Prepared } from "./prepare.ts";

/** Formats the scores of a run as rows of a table. */
export function scoresTable(
  { held }: Prepared,
  evaluation: Evaluation,
): TableRow[] {
  const { name, reconstruction, flow } = evaluation;
  return [
    row("generator found", name),
    row("held-out pairs", String(held.pairs.count)),
    ...scoredRows(evaluation),
    row(
      "error of the transformed output",
      perPixel(reconstruction.transformed),
    ),
    row("error of the autoencoder", perPixel(reconstruction.autoencoder)),
    row("error of doing nothing", perPixel(reconstruction.identity)),
    row("error of the mean image", perPixel(reconstruction.meanImage)),
    row("error of x0 warped by the found flow", perPixel(flow.warpedMse)),
    row(
      "share of the change that the flow explains",
      `${(100 * flow.explained).toFixed(2)} %`,
    ),
  ];
}

function scoredRows({ scored, unit }: Evaluation): TableRow[] {
  if (scored === undefined) return [];
  const { generator, network, refined, baselines } = scored;
  const trivial = (score: { readonly wassersteinOverStd: number }) =>
    score.wassersteinOverStd.toFixed(4);
  const inUnit = (error: number) => `${error.toFixed(4)} ${unit}`;
  return [
    row("|cosine| to the true one", generator.absoluteCosine.toFixed(6)),
    row(
      "angle to the true one",
      `${generator.angleDegrees.toFixed(3)} degrees`,
    ),
    row("t-network: slope", network.slope.toFixed(3)),
    row("t-network: correlation", network.correlation.toFixed(4)),
    row(
      "t-network: mean absolute error",
      inUnit(network.meanAbsoluteError),
    ),
    row("t-network: W1/std", network.wassersteinOverStd.toFixed(4)),
    row("refined t: correlation", refined.correlation.toFixed(5)),
    row(
      "refined t: mean absolute error",
      inUnit(refined.meanAbsoluteError),
    ),
    row(
      "refined t: median absolute error",
      inUnit(refined.medianAbsoluteError),
    ),
    row(
      "refined t: pairs that failed",
      `${refined.failed} (off by more than half a standard deviation)`,
    ),
    row("refined t: W1/std", refined.wassersteinOverStd.toFixed(4)),
    row("a normal distribution: W1/std", trivial(baselines.normal)),
    row("a uniform distribution: W1/std", trivial(baselines.uniform)),
  ];
}

const row = (what: string, value: string): TableRow => ({ what, value });

const perPixel = (error: number): string => `${error.toPrecision(3)} a pixel`;
