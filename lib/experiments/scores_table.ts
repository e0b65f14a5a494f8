import type { TableRow } from "../display/display.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Prepared } from "./prepare.ts";

/** The scores of a run as rows for a reader. */
export function scoresTable(
  { spec }: Prepared,
  { generator, name, network, refined, baselines, t, reconstruction, flow }:
    Evaluation,
): TableRow[] {
  const { unit } = spec.experiment.transformation;
  const trivial = (score: { readonly wassersteinOverStd: number }) =>
    score.wassersteinOverStd.toFixed(4);
  const row = (what: string, value: string): TableRow => ({ what, value });
  return [
    row("generator found", name),
    row("|cosine| to the true one", generator.absoluteCosine.toFixed(6)),
    row(
      "angle to the true one",
      `${generator.angleDegrees.toFixed(3)} degrees`,
    ),
    row("held-out pairs", String(t.truth.length)),
    row("t-network: slope", network.slope.toFixed(3)),
    row("t-network: correlation", network.correlation.toFixed(4)),
    row(
      "t-network: mean absolute error",
      `${network.meanAbsoluteError.toFixed(4)} ${unit}`,
    ),
    row("t-network: W1/std", network.wassersteinOverStd.toFixed(4)),
    row("refined t: correlation", refined.correlation.toFixed(5)),
    row(
      "refined t: mean absolute error",
      `${refined.meanAbsoluteError.toFixed(4)} ${unit}`,
    ),
    row("refined t: W1/std", refined.wassersteinOverStd.toFixed(4)),
    row("a normal distribution: W1/std", trivial(baselines.normal)),
    row("a uniform distribution: W1/std", trivial(baselines.uniform)),
    row(
      "error of the transformed output",
      perPixel(reconstruction.transformed),
    ),
    row("error of the autoencoder", perPixel(reconstruction.autoencoder)),
    row("error of doing nothing", perPixel(reconstruction.identity)),
    row("error of x0 warped by the found flow", perPixel(flow.warpedMse)),
  ];
}

const perPixel = (error: number): string => `${error.toPrecision(3)} a pixel`;
