import type { TableRow } from "../display/display.ts";
import { tableRow } from "./table_row.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Prepared } from "./prepare.ts";

/** Formats the scores of a run as rows of a table. */
export function scoresTable(
  { held }: Prepared,
  evaluation: Evaluation,
): TableRow[] {
  const { name, reconstruction, flow } = evaluation;
  return [
    tableRow("generator found", name),
    tableRow("held-out pairs", String(held.pairs.count)),
    ...scoredRows(evaluation),
    tableRow(
      "error of the transformed output",
      perPixel(reconstruction.transformed),
    ),
    tableRow("error of the autoencoder", perPixel(reconstruction.autoencoder)),
    tableRow("error of doing nothing", perPixel(reconstruction.identity)),
    tableRow("error of the mean image", perPixel(reconstruction.meanImage)),
    tableRow("error of x0 warped by the found flow", perPixel(flow.warpedMse)),
    tableRow(
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
    tableRow("|cosine| to the true one", generator.absoluteCosine.toFixed(6)),
    tableRow(
      "angle to the true one",
      `${generator.angleDegrees.toFixed(3)} degrees`,
    ),
    tableRow("t-network: slope", network.slope.toFixed(3)),
    tableRow("t-network: correlation", network.correlation.toFixed(4)),
    tableRow(
      "t-network: mean absolute error",
      inUnit(network.meanAbsoluteError),
    ),
    tableRow("t-network: W1/std", network.wassersteinOverStd.toFixed(4)),
    tableRow("refined t: correlation", refined.correlation.toFixed(5)),
    tableRow(
      "refined t: mean absolute error",
      inUnit(refined.meanAbsoluteError),
    ),
    tableRow(
      "refined t: median absolute error",
      inUnit(refined.medianAbsoluteError),
    ),
    tableRow(
      "refined t: pairs that failed",
      `${refined.failed} (off by more than half a standard deviation)`,
    ),
    tableRow("refined t: W1/std", refined.wassersteinOverStd.toFixed(4)),
    tableRow("a normal distribution: W1/std", trivial(baselines.normal)),
    tableRow("a uniform distribution: W1/std", trivial(baselines.uniform)),
  ];
}

const perPixel = (error: number): string => `${error.toPrecision(3)} a pixel`;
