import { group, max, range } from "d3-array";
import { checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, type Part } from "../finish.ts";
import { heading } from "../heading.ts";
import { histogramLegend } from "./histogram_frame.ts";
import {
  type HistogramPanel,
  lineHeights,
  panelParts,
  preparedPanel,
} from "./histogram_panel.ts";
import { legend } from "../legend.ts";
import { parametersNumbers } from "./histogram_data.ts";

export type { HistogramPanel } from "./histogram_panel.ts";

/** Data of the figure of several experiments' parameters. */
export interface HistogramGridData {
  /** The panels, at least one. */
  readonly panels: readonly HistogramPanel[];
}

const MARGIN = 14, EDGE = 4, WIDEST = 980, WIDEST_PANEL = 330, MOST_COLUMNS = 4;
const HEADING = 34, ROOM_FOR_LEGEND = 480;

/**
 * Draws figure 3 of the paper: the distributions of the true, the t-network's and the
 * refined t, one panel per experiment, each in its transformation's unit and with its
 * own axes. Groups are below each other.
 *
 * @throws {RangeError} if there is no panel, or a list of one is empty or contains a
 * number that is not finite
 */
export function histogramGridFigure({ panels }: HistogramGridData): Figure {
  checkNotEmpty("histogramGridFigure: panels", panels);
  const document = createDocument();
  const grouped = group(panels, (panel) => panel.group);
  const columns = max(grouped.values(), ({ length }) => columnsFor(length))!;
  const panelWidth = Math.min(WIDEST_PANEL, (WIDEST - MARGIN) / columns);
  const width = Math.max(panelWidth * columns + MARGIN, ROOM_FOR_LEGEND);
  const items = histogramLegend(panels.map(({ data }) => data));
  const key = legend(document, items, width - 2 * MARGIN);
  const parts: Part[] = [{ element: key.element, x: MARGIN, y: 8 }];
  let y = key.height + 14;
  for (const [name, members] of grouped) {
    y += HEADING;
    parts.push({ element: heading(document, name), x: MARGIN, y: y - 12 });
    for (const line of linesOf(members, columns)) {
      const prepared = line.map((panel) =>
        preparedPanel("histogramGridFigure", panel, panelWidth)
      );
      const height = lineHeights(prepared);
      parts.push(
        ...prepared.flatMap((panel, i) =>
          panelParts(document, panel, panelWidth, {
            x: EDGE + i * panelWidth,
            y,
            height,
          })
        ),
      );
      y += height.total;
    }
  }
  return finishFigure(document, {
    name: "figure-3",
    caption:
      "Distributions of t as the t-network and the refinement estimate it, against the true one, for each transformation in its own unit.",
    numbers: panels.map(({ title, data }) =>
      `${title}: ${parametersNumbers(data)}`
    ).join(" "),
    width: Math.ceil(width),
    height: y,
    parts,
  });
}

/** Chooses the number of columns that gives the fewest, most equal rows. */
function columnsFor(count: number): number {
  return Math.ceil(count / Math.ceil(count / MOST_COLUMNS));
}

function linesOf<Item>(items: readonly Item[], columns: number): Item[][] {
  return range(0, items.length, columns).map((from) =>
    items.slice(from, from + columns)
  );
}
