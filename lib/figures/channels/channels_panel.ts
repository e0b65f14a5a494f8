import type { ChannelsRun } from "./channels_data.ts";
import {
  CHANNELS_LEFT,
  type ChannelsPanel,
  channelsPlot,
  INSIDE,
  plotMargins,
  TOP,
} from "./channels_plot.ts";
import { endLabels } from "./end_labels.ts";
import type { Block } from "../finish.ts";
import { heading } from "../heading.ts";
import { light } from "../palette.ts";

/** Height of a panel with its title, pixels. */
export const PANEL_HEIGHT = 290;

/** Height of the title, pixels. */
const TITLE = 30;

/**
 * Draws a panel: its title, the quantities over the number of channels, and their names
 * at the lines' ends.
 *
 * @param runs the runs, by ascending number of channels
 * @param inside width of the plot without its margins, pixels
 */
export function channelsPanel(
  document: Document,
  panel: ChannelsPanel,
  runs: readonly ChannelsRun[],
  inside: number,
): Block {
  const plot = channelsPlot(document, panel, runs, inside);
  const [x, y] = (["x", "y"] as const).map((name) => plot.scale(name)!);
  const place = (channels: number, value: number) => ({
    x: x.apply(channels) - CHANNELS_LEFT - inside,
    y: y.apply(value) - TOP,
  });
  const lineEnds = panel.lines.flatMap(({ label, color, value }) => {
    const run = runs.findLast((run) => value(run) !== null);
    if (label === undefined || run === undefined) return [];
    return [{ text: label, color, ...place(run.channels, value(run)!) }];
  });
  const references = (panel.references ?? []).map(({ label, value }) => ({
    text: label,
    color: light.muted,
    y: place(1, value).y,
    x: 0,
  }));
  const names = [...lineEnds, ...references];
  return {
    parts: [
      { element: heading(document, panel.title), x: CHANNELS_LEFT, y: 18 },
      { element: plot, x: 0, y: TITLE },
      {
        element: endLabels(document, names, INSIDE),
        x: CHANNELS_LEFT + inside,
        y: TITLE + TOP,
      },
    ],
    width: plotMargins(panel) + inside,
    height: PANEL_HEIGHT,
  };
}
