import { format, ticks } from "d3";
import type { Pairs } from "../datasets/types.ts";
import {
  latentFrames,
  transformedOutput,
} from "../evaluation/reconstruction.ts";
import { coefficientsFigure } from "../figures/coefficients.ts";
import type { Figure } from "../figures/figure.ts";
import { latentFlowFigure } from "../figures/latent_flow.ts";
import { pairRowsFigure } from "../figures/pair_rows.ts";
import { parameterHistogramFigure } from "../figures/parameter_histogram.ts";
import { trainingCurvesFigure } from "../figures/training_curves.ts";
import { fieldOf } from "../lie/basis.ts";
import { lossTermNames } from "../training/step_losses.ts";
import type { Evaluation } from "./evaluate.ts";
import type { HistoryLine } from "./history.ts";
import type { Prepared } from "./prepare.ts";

/** Pairs shown in the rows of images. */
const SHOWN_PAIRS = 8;

/** All figures of a run, in the order in which a reader wants them. */
export function figuresOf(
  prepared: Prepared,
  evaluation: Evaluation,
  history: readonly HistoryLine[],
): Figure[] {
  return [
    latentFlowOf(prepared, evaluation),
    histogramOf(prepared, evaluation),
    coefficientsOf(prepared, evaluation),
    pairRowsOf(prepared, evaluation),
    trainingCurvesOf(prepared, history),
  ];
}

/** Held-out pairs as they come, before anything is learned. */
export function pairsOf(
  { spec, held }: Pick<Prepared, "spec" | "held">,
): Figure {
  const { pairs } = held;
  const { name } = spec.experiment.transformation;
  const shown = Array.from({ length: SHOWN_PAIRS }, (_, i) => i);
  return pairRowsFigure({
    height: pairs.height,
    width: pairs.width,
    channels: pairs.channels,
    rows: [
      { label: "x0", images: shown.map((i) => imageAt(pairs, pairs.x0, i)) },
      { label: "xt", images: shown.map((i) => imageAt(pairs, pairs.xt, i)) },
    ],
    caption: `Held-out pairs x0 and xt, related by ${name}.`,
  });
}

/** Paper, figure 2. */
export function latentFlowOf(
  { spec, trainer, held }: Prepared,
  { alpha, scale }: Evaluation,
): Figure {
  const { transformation, distribution, basis } = spec.experiment;
  const [low, high] = distribution.support;
  const times = ticks(low, high, 7);
  const image = imageAt(held.pairs, held.pairs.x0, 0);
  const frames = latentFrames(
    trainer.model,
    image,
    times.map((t) => t * scale),
  );
  return latentFlowFigure({
    transformation: transformation.name,
    parameter: transformation.parameter,
    unit: transformation.unit,
    field: fieldOf(basis, alpha),
    frames: times.map((t, i) => ({ t, image: frames[i] })),
    size: trainer.model.flow.size,
  });
}

/** Paper, figure 3. */
export function histogramOf(
  { spec }: Prepared,
  { t }: Evaluation,
): Figure {
  const { transformation, distribution } = spec.experiment;
  return parameterHistogramFigure({
    transformation: transformation.name,
    parameter: transformation.parameter,
    unit: transformation.unit,
    ...t,
    density: distribution.density,
    modes: distribution.modes,
  });
}

/** Estimated against true coefficients. */
export function coefficientsOf(
  { spec }: Prepared,
  { alpha, trueAlpha, name }: Evaluation,
): Figure {
  return coefficientsFigure({
    terms: spec.experiment.basis.terms.map(({ label }) => label),
    estimated: alpha,
    truth: trueAlpha,
    name,
  });
}

/** Held-out pairs, what the model makes of x0, and what is left. */
export function pairRowsOf(
  { spec, trainer, held }: Prepared,
  { scale, t }: Evaluation,
): Figure {
  const { pairs } = held;
  const { transformation } = spec.experiment;
  const shown = Array.from({ length: SHOWN_PAIRS }, (_, i) => i);
  const [x0, xt] = [pairs.x0, pairs.xt].map((images) =>
    shown.map((i) => imageAt(pairs, images, i))
  );
  const output = shown.map((i) =>
    transformedOutput(
      trainer.model,
      {
        ...pairs,
        count: 1,
        x0: imageAt(pairs, pairs.x0, i),
        xt: imageAt(pairs, pairs.xt, i),
      },
      Float32Array.of(t.network[i] * scale),
    )
  );
  return pairRowsFigure({
    height: pairs.height,
    width: pairs.width,
    channels: pairs.channels,
    rows: [
      { label: "x0", images: x0 },
      { label: "xt", images: xt },
      { label: "output", images: output },
      {
        label: "residual",
        images: output.map((image, i) => image.map((v, k) => v - xt[i][k])),
        scale: "residual",
      },
    ],
    columnLabels: shown.map((i) => format(".2f")(t.truth[i])),
    caption:
      `Held-out pairs x0 and xt, the model's output (x0 encoded, moved along the latent flow by the t-network's t, decoded) and the output minus xt. Above each column the true ${transformation.parameter} in ${transformation.unit}.`,
  });
}

/** Loss terms and distance to the truth over the steps. */
export function trainingCurvesOf(
  { trainer }: Prepared,
  history: readonly HistoryLine[],
): Figure {
  const { basinSteps } = trainer.settings.curriculum;
  return trainingCurvesFigure({
    history: history.map(({ stage: _, ...numbers }) => numbers),
    columns: lossTermNames,
    cosine: "absoluteCosine",
    stages: [
      { step: 0, label: "basin" },
      { step: basinSteps, label: "joint" },
    ],
  });
}

function imageAt(pairs: Pairs, images: Float32Array, i: number): Float32Array {
  const size = pairs.height * pairs.width * pairs.channels;
  return images.slice(i * size, (i + 1) * size);
}
