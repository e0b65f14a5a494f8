import { seedStripsFigure } from "#lib/figures/study/seed_strips.ts";
import { sensitivityFigure } from "#lib/figures/study/sensitivity.ts";
import {
  seedStripsExample,
  sensitivityExample,
} from "./study/study_examples.ts";
import { range } from "d3-array";
import { architectureFigure } from "#lib/figures/architecture/architecture.ts";
import { channelsFigure } from "#lib/figures/channels/channels.ts";
import { coefficientsFigure } from "#lib/figures/latent/coefficients.ts";
import { eigenvaluesFigure } from "#lib/figures/latent/eigenvalues.ts";
import { missingFigure } from "#lib/figures/missing.ts";
import type { Figure } from "#lib/figures/figure.ts";
import { flowStripFigure } from "#lib/figures/images/flow_strip.ts";
import { histogramGridFigure } from "#lib/figures/histogram/histogram_grid.ts";
import { latentFlowFigure } from "#lib/figures/latent/latent_flow.ts";
import { latentFlowGridFigure } from "#lib/figures/latent/latent_flow_grid.ts";
import { liveTrainingFigure } from "#lib/figures/training/live_training.ts";
import { outputHistogramFigure } from "#lib/figures/histogram/output_histogram.ts";
import { pairRowsFigure } from "#lib/figures/images/pair_rows.ts";
import { parameterErrorFigure } from "#lib/figures/histogram/parameter_error.ts";
import { parameterHistogramFigure } from "#lib/figures/histogram/parameter_histogram.ts";
import { powerLawsFigure } from "#lib/figures/study/power_laws.ts";
import { trainingCurvesFigure } from "#lib/figures/training/training_curves.ts";
import { quadratic, type VectorField } from "#lib/lie/basis.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";

/** The field of a rotation, normalised. */
export const rotationField: VectorField = (x, y) => [
  -y * Math.SQRT1_2,
  x * Math.SQRT1_2,
];

/**
 * A small figure of each kind, made from seeded random numbers; some have hostile
 * names.
 */
export function exampleFigures(): readonly Figure[] {
  const stream = randomStream(0, "figures");
  const gauss = standardNormal(stream);
  const t = uniform(-0.349, 0.349);
  const truth = range(1000).map(() => t.sample(stream));
  const picture = () => range(16).map(() => stream());
  const flow = {
    transformation: "<rotation> & more",
    parameter: "angle",
    unit: "radians",
    field: rotationField,
    size: 5,
    frames: range(9).map((i) => ({
      t: (i - 4) / 10,
      image: range(25).map(() => gauss()),
    })),
  };
  const parameters = {
    transformation: 'a "rotation"',
    parameter: "angle",
    unit: "radians",
    truth,
    network: truth.map((value) => value + 0.02 * gauss()),
    refined: truth,
    density: t.density,
    modes: [0.1],
  };
  const rows = {
    height: 4,
    width: 4,
    channels: 1,
    columnLabels: ["t < 0", "t > 0"],
    rows: [
      { label: "x₀", images: [picture(), picture()] },
      {
        label: "residual",
        images: [range(16).map(() => 0.1 * gauss()), picture()],
        scale: "residual" as const,
      },
    ],
  };
  const eigenvalues = () => range(9).map(() => [gauss(), gauss()] as const);
  return [
    latentFlowFigure(flow),
    latentFlowGridFigure({
      rows: [{ title: "<row>", ...flow }, { title: '"&"', ...flow }],
    }),
    parameterHistogramFigure(parameters),
    histogramGridFigure({
      panels: range(5).map((i) => ({
        title: `panel <${i}> & its title`,
        group: i < 3 ? "<uniform>" : "other",
        data: parameters,
      })),
    }),
    parameterErrorFigure(parameters),
    eigenvaluesFigure({
      size: 3,
      estimated: eigenvalues(),
      truth: eigenvalues(),
    }),
    missingFigure({
      name: "missing",
      title: "<something> & more",
      reason: "it was given up after <n> & more sweeps",
    }),
    architectureFigure({
      imageSide: 4,
      encoder: [16, 12, 50],
      decoder: [50, 12, 16],
      tNetwork: [32, 8, 1],
      latentSize: 5,
      latentChannels: 2,
      terms: 12,
      x0: picture(),
      xt: picture(),
      output: picture(),
    }),
    flowStripFigure({
      transformation: "<a> & b",
      parameter: "<t>",
      unit: "b_x",
      times: [-0.5, 0.5],
      height: 4,
      width: 4,
      rows: [{ label: "exact <map>", images: [picture(), picture()] }],
    }),
    pairRowsFigure(rows),
    outputHistogramFigure({
      name: "figure-5",
      title: "<output> & histogram",
      rows,
      histogram: parameters,
    }),
    channelsFigure({
      unitNote: "<intensity>²",
      runs: [1, 4, 16].map((channels) => ({
        channels,
        transformed: 0.03 + 0.01 * stream(),
        autoencoder: 0.02 + 0.01 * stream(),
        angleDegrees: 3 * stream(),
        networkWasserstein: stream(),
        refinedWasserstein: stream(),
        milliseconds: 100 + channels,
        megabytes: channels === 4 ? null : 500 + channels,
      })),
      meanImage: 0.06,
      identity: 0.055,
      paper: { value: 0.12, note: 'Its "units" & its <scale>.' },
    }),
    coefficientsFigure({
      terms: quadratic.terms.map(({ label }) => `${label} <&">`),
      estimated: quadratic.terms.map(() => gauss()),
      truth: quadratic.terms.map(() => 0),
      name: "]]> <b>",
    }),
    trainingCurvesFigure({
      history: range(1, 40).map((step) => ({
        step,
        "match & move": 10 / step,
        cos: 1 - 0.5 ** step,
      })),
      columns: ["match & move"],
      cosine: "cos",
      stages: [{ step: 0, label: "basin" }, { step: 10, label: "joint" }],
    }),
    liveTrainingFigure({
      history: range(1, 40).map((step) => ({
        step,
        loss: 10 / step,
        angle: 90 * 0.9 ** step,
      })),
      steps: 60,
      stages: [{ step: 0, label: "<basin>" }, { step: 30, label: '"&"' }],
      parameter: "<angle>",
      unit: "radians & more",
      network: parameters.network,
      truth,
    }),
    seedStripsFigure(seedStripsExample),
    sensitivityFigure(sensitivityExample),
    powerLawsFigure({
      caption: "a <law>",
      xLabel: "size",
      yLabel: '"error"',
      lines: [{ label: "<points>", points: [{ x: 1, y: 2 }, { x: 2, y: 9 }] }],
    }),
  ];
}
