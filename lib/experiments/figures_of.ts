import { ticks } from "d3-array";
import { format } from "d3-format";
import type { Pairs } from "../datasets/types.ts";
import {
  latentFrames,
  transformedOutput,
} from "../evaluation/reconstruction.ts";
import type { ArchitectureData } from "../figures/architecture/architecture_data.ts";
import { coefficientsFigure } from "../figures/latent/coefficients.ts";
import { eigenvaluesFigure } from "../figures/latent/eigenvalues.ts";
import type { Figure } from "../figures/figure.ts";
import { generatorMatricesFigure } from "../figures/latent/generator_matrices.ts";
import { missingFigure } from "../figures/missing.ts";
import { latentFlowFigure } from "../figures/latent/latent_flow.ts";
import type { LatentFlowRow } from "../figures/latent/latent_flow_grid.ts";
import {
  comparedRows,
  type PairRowsData,
  pairRowsFigure,
} from "../figures/images/pair_rows.ts";
import { parameterErrorFigure } from "../figures/histogram/parameter_error.ts";
import {
  type ParameterHistogramData,
  parameterHistogramFigure,
} from "../figures/histogram/parameter_histogram.ts";
import { trainingCurvesFigure } from "../figures/training/training_curves.ts";
import { customTransformation } from "../flow/transformations.ts";
import { warp } from "../images/warp.ts";
import { fieldOf } from "../lie/basis.ts";
import { combine } from "../lie/generator.ts";
import { stagesWithSteps } from "../training/schedule.ts";
import { lossTermNames } from "../training/step_losses.ts";
import type { Trainable } from "../training/trainer.ts";
import { type Experiment, transformationName } from "./catalogue.ts";
import type { Evaluation } from "./evaluate.ts";
import type { HistoryLine } from "./history.ts";
import type { Prepared } from "./prepare.ts";

/** Number of pairs shown in the rows of images. */
const SHOWN_PAIRS = 8;

const shownPairs = Array.from({ length: SHOWN_PAIRS }, (_, i) => i);

/** Draws all figures of a run, in the order of the report. */
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
    ...parameterErrorOf(prepared, evaluation),
    worstPairsOf(prepared, evaluation),
    eigenvaluesOf(prepared, evaluation),
    trainingCurvesOf(prepared, history),
  ];
}

/** The data that a run adds to figures of several runs; it can be stored as JSON. */
export interface RunPanels {
  /** The run's row of the figure of latent flows, its field as coefficients. */
  readonly latentFlow: Omit<LatentFlowRow, "field"> & {
    readonly alpha: Float64Array;
  };
  /** The run's panel of the figure of histograms of t, without the true density. */
  readonly histogram: Omit<ParameterHistogramData, "density">;
  /** The run's held-out pairs. */
  readonly pairRows: PairRowsData;
  /** The sizes of the run's model, with one pair. */
  readonly architecture: ArchitectureData;
}

/** Computes the run's part of figures of several runs. */
export function panelsOf(
  prepared: Prepared,
  evaluation: Evaluation,
): RunPanels {
  return {
    latentFlow: {
      title: prepared.spec.experiment.title,
      alpha: evaluation.alpha,
      ...latentFlowData(prepared, evaluation),
    },
    histogram: sampledHistogram(prepared, evaluation),
    pairRows: pairRowsData(prepared, evaluation),
    architecture: architectureData(prepared, evaluation),
  };
}

/** Draws held-out pairs, before training. */
export function heldPairsFigure(
  { spec, held }: Pick<Prepared, "spec" | "held">,
): Figure {
  const { pairs } = held;
  const name = transformationName(spec.experiment);
  const images = (of: Float32Array) =>
    shownPairs.map((i) => imageAt(pairs, of, i));
  return pairRowsFigure({
    height: pairs.height,
    width: pairs.width,
    channels: pairs.channels,
    rows: [
      { label: "x0", images: images(pairs.x0) },
      { label: "xt", images: images(pairs.xt) },
    ],
    caption: `Held-out pairs x0 and xt, related by ${name}.`,
  });
}

/** The name of the parameter, and its unit. */
function wordsOf({ spec, held }: Prepared, { unit }: Evaluation) {
  const { parameter } = spec.experiment.transformation;
  return {
    transformation: transformationName(spec.experiment),
    parameter: held.truth === undefined ? "t" : parameter,
    unit,
  };
}

/** Computes a run's row of figure 2 of the paper. */
export function latentFlowOf(
  prepared: Prepared,
  evaluation: Evaluation,
): Figure {
  return latentFlowFigure({
    ...wordsOf(prepared, evaluation),
    ...latentFlowData(prepared, evaluation),
    field: fieldOf(prepared.spec.experiment.basis, evaluation.alpha),
  });
}

function latentFlowData(prepared: Prepared, evaluation: Evaluation) {
  const { spec, trainer, held } = prepared;
  const { scale } = evaluation;
  const { distribution } = spec.experiment;
  const [low, high] = distribution.support;
  const times = ticks(low, high, 7);
  const frames = latentFrames(
    trainer.model,
    imageAt(held.pairs, held.pairs.x0, 0),
    times.map((t) => t * scale),
  );
  const { parameter, unit } = wordsOf(prepared, evaluation);
  return {
    parameter,
    unit,
    frames: times.map((t, i) => ({ t, image: frames[i] })),
    size: trainer.model.flow.size,
  };
}

/** Computes a run's panel of figure 3 of the paper. */
export function histogramOf(
  prepared: Prepared,
  evaluation: Evaluation,
): Figure {
  return parameterHistogramFigure(
    withDensity(
      sampledHistogram(prepared, evaluation),
      prepared.spec.experiment,
    ),
  );
}

/** Adds the density of the true t to a histogram, if there is a truth. */
export const withDensity = (
  histogram: RunPanels["histogram"],
  { distribution }: Pick<Experiment, "distribution">,
): ParameterHistogramData =>
  histogram.truth === undefined
    ? histogram
    : { ...histogram, density: distribution.density };

function sampledHistogram(
  prepared: Prepared,
  evaluation: Evaluation,
): RunPanels["histogram"] {
  const { t, scored } = evaluation;
  const { distribution } = prepared.spec.experiment;
  return {
    ...wordsOf(prepared, evaluation),
    ...t,
    ...(scored === undefined ? {} : {
      truth: scored.t,
      modes: distribution.modes,
    }),
  };
}

/** The data of figure 1 of the paper: the model, and its output for one pair. */
function architectureData(
  { trainer, held }: Prepared,
  { t, scale }: Evaluation,
): ArchitectureData {
  const { model } = trainer;
  const { spec } = model;
  const { pairs } = held;
  const shown = shownPairs.reduce((most, i) =>
    Math.abs(t.network[i]) > Math.abs(t.network[most]) ? i : most
  );
  const code = spec.latentSize ** 2 * spec.latentChannels;
  const encoder = [spec.imageSize, ...spec.hidden, code];
  return {
    imageSide: pairs.height,
    channels: pairs.channels,
    encoder,
    decoder: encoder.toReversed(),
    tNetwork: [spec.pairSize, ...spec.tHidden, 1],
    latentSize: spec.latentSize,
    latentChannels: spec.latentChannels,
    terms: spec.basis.terms.length,
    x0: imageAt(pairs, pairs.x0, shown),
    xt: imageAt(pairs, pairs.xt, shown),
    output: outputAt({ trainer, held }, shown, t.network[shown] * scale),
  };
}

/** Draws the generators of a basis on a latent patch. */
export function basisMatricesOf(
  { trainer }: Pick<Prepared, "trainer">,
): Figure {
  const { spec: { basis }, flow: { size, generators } } = trainer.model;
  const terms = basis.terms.map(({ component, label }, i) => ({
    component,
    label,
    matrix: generators.subarray(i * size ** 4, (i + 1) * size ** 4),
  }));
  const rows = (["x", "y"] as const).map((component) =>
    terms.filter((term) => term.component === component)
  ).filter((row) => row.length > 0);
  return generatorMatricesFigure({
    size,
    rows: rows.map((row, i) => ({
      label: `∂${"xy"[i]}`,
      matrices: row.map(({ matrix }) => matrix),
    })),
    columnLabels: rows[0].map(({ label }) => label.replace(/ ?∂.$/, "") || "1"),
    caption: `The generators of the ${basis.name} basis as ${size ** 2} x ${
      size ** 2
    } matrices on a latent patch of ${size} x ${size} cells: a function (above) times the derivative along x or y.`,
  });
}

/** Draws the estimated generator on a latent patch, next to the true one. */
export function generatorMatrixOf(
  { trainer }: Prepared,
  { alpha, scored }: Evaluation,
): Figure {
  const { size, generators } = trainer.model.flow;
  const found = combine(generators, alpha);
  const truth = scored && combine(generators, scored.alpha);
  return generatorMatricesFigure({
    size,
    rows: [{
      label: "G",
      matrices: truth === undefined
        ? [found]
        : [found, truth, found.map((v, i) => v - truth[i])],
    }],
    columnLabels: truth === undefined
      ? ["found"]
      : ["found", "true", "difference"],
    caption: `The generator on a latent patch of ${size} x ${size} cells.`,
  });
}

/** Draws estimated and true coefficients. */
export function coefficientsOf(
  { spec }: Prepared,
  { alpha, scored, name }: Evaluation,
): Figure {
  return coefficientsFigure({
    terms: spec.experiment.basis.terms.map(({ label }) => label),
    estimated: alpha,
    ...(scored === undefined ? {} : { truth: scored.alpha }),
    name,
  });
}

/** Held-out pairs, the model's output for x0, and its difference from xt. */
export function pairRowsOf(
  prepared: Prepared,
  evaluation: Evaluation,
): Figure {
  return pairRowsFigure(pairRowsData(prepared, evaluation));
}

function pairRowsData(
  prepared: Prepared,
  evaluation: Evaluation,
): PairRowsData {
  const { pairs } = prepared.held;
  const { scale, t, scored } = evaluation;
  const { parameter, unit } = wordsOf(prepared, evaluation);
  const [x0, xt] = [pairs.x0, pairs.xt].map((images) =>
    shownPairs.map((i) => imageAt(pairs, images, i))
  );
  const output = shownPairs.map((i) =>
    outputAt(prepared, i, t.network[i] * scale)
  );
  const [which, above] = scored === undefined
    ? ["refined", t.refined]
    : ["true", scored.t];
  return {
    height: pairs.height,
    width: pairs.width,
    channels: pairs.channels,
    rows: comparedRows(x0, xt, "output", output),
    columnLabels: shownPairs.map((i) => format(".2f")(above[i])),
    caption:
      `Held-out pairs x0 and xt, the model's output (x0 encoded, moved along the latent flow by the t-network's t, decoded) and the output minus xt. Above each column the ${which} ${parameter} in ${unit}.`,
  };
}

/** Draws the errors of the estimates of t; nothing if there is no truth. */
export function parameterErrorOf(
  prepared: Prepared,
  evaluation: Evaluation,
): Figure[] {
  const { scored, t } = evaluation;
  if (scored === undefined) return [];
  const words = wordsOf(prepared, evaluation);
  return [parameterErrorFigure({ ...words, ...t, truth: scored.t })];
}

/**
 * Draws the pairs that the found flow explains worst: those with the largest error of
 * the refined t or, without a truth, those with the largest difference of the moved x0
 * from xt among the first pairs.
 */
export function worstPairsOf(
  prepared: Prepared,
  evaluation: Evaluation,
): Figure {
  const { spec, held: { pairs } } = prepared;
  const { alpha, t, scale, scored } = evaluation;
  const { flow } = customTransformation(
    "estimated",
    "t",
    fieldOf(spec.experiment.basis, alpha),
  );
  const { height, width, channels } = pairs;
  const movedAt = (i: number) =>
    warp(
      imageAt(pairs, pairs.x0, i),
      height,
      width,
      channels,
      flow,
      t.refined[i] * Math.abs(scale),
    );
  const badness = scored === undefined
    ? leftOver(pairs, movedAt)
    : Array.from(t.refined, (v, i) => Math.abs(v - scored.t[i]));
  const worst = badness.map((_, i) => i)
    .sort((a, b) => badness[b] - badness[a])
    .slice(0, SHOWN_PAIRS);
  const { parameter, unit } = wordsOf(prepared, evaluation);
  const images = (of: Float32Array) => worst.map((i) => imageAt(pairs, of, i));
  const write = format(".2f");
  return {
    ...pairRowsFigure({
      height,
      width,
      channels,
      rows: comparedRows(
        images(pairs.x0),
        images(pairs.xt),
        "x0 moved",
        worst.map(movedAt),
      ),
      columnLabels: worst.map((i) =>
        scored === undefined
          ? write(t.refined[i])
          : `${write(scored.t[i])}\n${write(t.refined[i])}`
      ),
      caption: scored === undefined
        ? `The held-out pairs whose moved x0 differs most from xt; above each column its refined ${parameter} in ${unit}.`
        : `The held-out pairs with the largest error of the refined ${parameter}; above each column the true one and, below it, the refined one in ${unit}. ${
          format(",")(scored.refined.failed)
        } of ${
          format(",")(pairs.count)
        } pairs are off by more than half a standard deviation.`,
    }),
    name: "worst-pairs",
  };
}

/** Number of pairs that are compared if there is no truth. */
const LOOKED_AT = 64;

/** Squared distances of the moved x0 from xt. */
function leftOver(
  pairs: Pairs,
  movedAt: (i: number) => Float32Array,
): number[] {
  return Array.from({ length: Math.min(pairs.count, LOOKED_AT) }, (_, i) => {
    const xt = imageAt(pairs, pairs.xt, i);
    return movedAt(i).reduce((sum, v, k) => sum + (v - xt[k]) ** 2, 0);
  });
}

/** Draws the spectrum of the latent generator, or the reason why it is missing. */
export function eigenvaluesOf(
  { trainer }: Pick<Prepared, "trainer">,
  { eigenvalues, scored }: Evaluation,
): Figure {
  if (eigenvalues.kind === "missing") {
    return missingFigure({
      name: "eigenvalues",
      title: "Eigenvalues of the generator in the latent space",
      reason: eigenvalues.reason,
    });
  }
  const truth = scored?.eigenvalues;
  return eigenvaluesFigure({
    size: trainer.model.flow.size,
    estimated: eigenvalues.values,
    ...(truth?.kind === "found" ? { truth: truth.values } : {}),
    ...(truth?.kind === "missing" ? { truthMissing: truth.reason } : {}),
  });
}

/** Draws the loss terms and, if the truth is known, the distance to it. */
export function trainingCurvesOf(
  { trainer }: { readonly trainer: Pick<Trainable, "settings"> },
  history: readonly HistoryLine[],
): Figure {
  const { settings } = trainer;
  const known = history.every(({ absoluteCosine }) => absoluteCosine !== null);
  return trainingCurvesFigure({
    history: history.map(({ stage: _, absoluteCosine, ...numbers }) => ({
      ...numbers,
      ...(absoluteCosine === null ? {} : { absoluteCosine }),
    })),
    // A term that no stage has gets no line and no entry in the legend.
    columns: lossTermNames.filter((name) =>
      history.some((line) => line[name] !== 0)
    ),
    ...(known ? { cosine: "absoluteCosine" } : {}),
    stages: stagesWithSteps(settings)
      .map(({ stage, step }) => ({ step, label: stage })),
  });
}

/** The model's output for one x0, moved by the model's t. */
function outputAt(
  { trainer, held }: Pick<Prepared, "trainer" | "held">,
  i: number,
  t: number,
): Float32Array {
  const { pairs } = held;
  const one: Pairs = {
    ...pairs,
    count: 1,
    x0: imageAt(pairs, pairs.x0, i),
    xt: imageAt(pairs, pairs.xt, i),
  };
  return transformedOutput(trainer.model, one, Float32Array.of(t));
}

/** Copies one image of pairs. */
export function imageAt(
  pairs: Pairs,
  images: Float32Array,
  i: number,
): Float32Array {
  const size = pairs.height * pairs.width * pairs.channels;
  return images.slice(i * size, (i + 1) * size);
}
