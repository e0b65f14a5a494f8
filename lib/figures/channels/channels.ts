import { sum } from "d3-array";
import {
  type ChannelsData,
  type ChannelsRun,
  checkChannels,
} from "./channels_data.ts";
import { channelsPanel, PANEL_HEIGHT } from "./channels_panel.ts";
import { type ChannelsPanel, plotMargins } from "./channels_plot.ts";
import {
  anglePanel,
  costPanels,
  errorPanel,
  memoryIsKnown,
  parameterPanel,
} from "./channels_quantities.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, type Part, shifted } from "../finish.ts";
import { counted, listInWords, threeDigits } from "../number_words.ts";

export type { ChannelsData, ChannelsRun } from "./channels_data.ts";

const WIDTH = 840, BETWEEN = 14, EDGE = 4;

/**
 * Draws scores over the number of latent channels: the errors of the output with those
 * of baselines and of the paper, the angle to the true generator, the distributions of
 * t, and the cost of a training step. The panel of the memory is left out if it was not
 * measured.
 *
 * @throws {RangeError} if there are fewer than two runs, numbers of channels are not
 * whole or occur twice, or another number is negative or not finite
 */
export function channelsFigure(data: ChannelsData): Figure {
  checkChannels(data);
  const runs = data.runs.toSorted((a, b) => a.channels - b.channels);
  const document = createDocument();
  const lines = [
    [errorPanel(data), anglePanel],
    [parameterPanel, ...costPanels(runs)],
  ];
  const parts = lines.flatMap((panels, i) =>
    lineParts(document, panels, runs, EDGE + i * (PANEL_HEIGHT + BETWEEN))
  );
  return finishFigure(document, {
    name: "channels",
    caption: caption(data),
    numbers: numbers({ ...data, runs }),
    width: WIDTH,
    height: 2 * (EDGE + PANEL_HEIGHT) + BETWEEN,
    parts,
  });
}

/** Places panels side by side, with plots of equal width. */
function lineParts(
  document: Document,
  panels: readonly ChannelsPanel[],
  runs: readonly ChannelsRun[],
  y: number,
): Part[] {
  const inside = (WIDTH - sum(panels, plotMargins)) / panels.length;
  let x = 0;
  return panels.flatMap((panel) => {
    const block = channelsPanel(document, panel, runs, inside);
    const parts = shifted(block, x, y);
    x += block.width;
    return parts;
  });
}

function caption({ unitNote, runs, paper }: ChannelsData): string {
  const counts = runs.map(({ channels }) => channels)
    .toSorted((a, b) => a - b).map(String);
  return `Over the number of latent channels (${
    listInWords(counts)
  }): the mean squared error per pixel${
    unitNote ? ` (${unitNote})` : ""
  } of the transformed output and of the autoencoder, beside that of the mean image, of x0 as it is and the paper's (dashed); the angle to the true generator; the Wasserstein distance W1 of the t-network's and the refined t from the true t, over the standard deviation of this; the time${
    memoryIsKnown(runs) ? " and memory" : ""
  } of a training step. ${paper.note}`;
}

function numbers({ runs, meanImage, identity, paper }: ChannelsData): string {
  const texts = runs.map((run) =>
    `With ${counted(run.channels, "channel")}: error ${
      threeDigits(run.transformed)
    } of the transformed output and ${
      threeDigits(run.autoencoder)
    } of the autoencoder, angle ${threeDigits(run.angleDegrees)} degrees, W1 ${
      threeDigits(run.networkWasserstein)
    } of the t-network and ${threeDigits(run.refinedWasserstein)} refined, ${
      threeDigits(run.milliseconds)
    } ms${
      run.megabytes === null ? "" : ` and ${threeDigits(run.megabytes)} MB`
    } per step.`
  );
  return `${texts.join(" ")} Error of the mean image ${
    threeDigits(meanImage)
  }, of x0 ${threeDigits(identity)}, of the paper ${threeDigits(paper.value)}.`;
}
