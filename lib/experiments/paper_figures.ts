import { architectureFigure } from "../figures/architecture/architecture.ts";
import { channelsFigure } from "../figures/channels/channels.ts";
import type { Figure } from "../figures/figure.ts";
import { histogramGridFigure } from "../figures/histogram/histogram_grid.ts";
import { latentFlowGridFigure } from "../figures/latent/latent_flow_grid.ts";
import { outputHistogramFigure } from "../figures/histogram/output_histogram.ts";
import { fieldOf } from "../lie/basis.ts";
import { channelSeries, experimentById } from "./catalogue.ts";
import { type RunPanels, withDensity } from "./figures_of.ts";
import type { Metrics } from "./metrics.ts";
import type { Outcome, Planned } from "./planned.ts";

/** A finished run, and its panels. */
interface Panel {
  readonly planned: Planned;
  readonly panels: RunPanels;
  readonly metrics: Metrics;
}

/** A planned run, and its outcome if it is done. */
export interface MaybeDone {
  readonly planned: Planned;
  readonly outcome?: Outcome;
}

/**
 * Draws figures 1 to 6 of the paper and that over the number of latent channels, as far
 * as their runs are done. They show the first seed and preset of every experiment.
 * Figure 7 is a figure of one experiment.
 */
export function paperFigures(entries: readonly MaybeDone[]): Figure[] {
  const seen = new Set<string>();
  const done = entries.flatMap(({ planned, outcome }): Panel[] => {
    const { panels, metrics } = outcome ?? {};
    if (panels === undefined || metrics === undefined) return [];
    // Runs without a network, or of several generators, have no panels.
    if (!("model" in metrics && "estimated" in metrics.generator)) return [];
    if (seen.has(planned.id)) return [];
    seen.add(planned.id);
    return [{ planned, panels, metrics: metrics as Metrics }];
  });
  const of = (figure: string) =>
    done.filter(({ planned }) => planned.figure.split(", ").includes(figure));
  const [flows, histograms] = [of("2"), of("3")];
  const [first] = done;
  return [
    ...(first === undefined ? [] : [{
      ...architectureFigure(first.panels.architecture),
      name: "figure-1",
    }]),
    ...(flows.length === 0 ? [] : [
      latentFlowGridFigure({
        rows: flows.map(({ planned, panels: { latentFlow } }) => ({
          ...latentFlow,
          field: fieldOf(experimentById(planned.id).basis, latentFlow.alpha),
        })),
      }),
    ]),
    ...(histograms.length === 0
      ? []
      : [histogramGridFigure({ panels: histograms.map(histogramPanel) })]),
    ...["4", "5", "6"].flatMap((figure) =>
      of(figure).map(({ planned, panels }) =>
        outputHistogramFigure({
          name: `figure-${figure}`,
          title: planned.title,
          rows: panels.pairRows,
          histogram: histogramOf({ planned, panels }),
        })
      )
    ),
    ...channelFigure(done),
  ];
}

const histogramOf = (
  { planned, panels }: Pick<Panel, "planned" | "panels">,
) => withDensity(panels.histogram, experimentById(planned.id));

function histogramPanel({ planned, panels }: Panel) {
  const { transformation, distribution } = experimentById(planned.id);
  const top = transformation.canonical && distribution.modes.length === 0;
  return {
    title: planned.title,
    group: top
      ? "Uniform parameters"
      : "Several modes, compositions and other flows",
    data: histogramOf({ planned, panels }),
  };
}

/** The statement of the paper's text on CIFAR-10's reconstructions. */
const PAPER_ERROR = {
  value: 0.12,
  note:
    "The paper states “about 0.12 MSE” without saying how pixels were normalised: if to [−1, 1], it is 0.03 here; if to [0, 1], it is twice the error of the mean image; if to unit variance, about 0.007. In the preset “stable” the generator and t learn from the match in pixel space alone, so that they are the same at every number of channels.",
};

function channelFigure(done: readonly Panel[]): Figure[] {
  const ids = channelSeries.map(({ id }) => id);
  const runs = done.filter(({ planned }) => ids.includes(planned.id));
  return runs.length < 2
    ? []
    : [channelsFigureOf(runs.map(({ metrics }) => metrics))];
}

/**
 * Draws scores, time and memory as functions of the number of latent channels.
 *
 * @param runs At least two scored runs, of different numbers of channels.
 */
export function channelsFigureOf(runs: readonly Metrics[]): Figure {
  const { meanImage, identity } = runs[0].reconstruction;
  return channelsFigure({
    runs: runs.map((metrics) => {
      const { model, reconstruction, generator, parameter, training } = metrics;
      return {
        channels: model.latentChannels,
        transformed: reconstruction.transformed,
        autoencoder: reconstruction.autoencoder,
        angleDegrees: generator.angleDegrees!,
        networkWasserstein: parameter.network!.wassersteinOverStd,
        refinedWasserstein: parameter.refined!.wassersteinOverStd,
        milliseconds: training.millisecondsPerStep,
        megabytes: training.megabytesPerStep,
      };
    }),
    meanImage,
    identity,
    paper: PAPER_ERROR,
  });
}
