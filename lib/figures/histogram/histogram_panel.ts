import * as Plot from "@observablehq/plot";
import { fittingTicks } from "../fitting_ticks.ts";
import type { Part } from "../finish.ts";
import {
  beyondNote,
  type CountedParameters,
  countParameters,
  type ParameterHistogramData,
} from "./histogram_data.ts";
import { backMarks, frontMarks } from "./histogram_frame.ts";
import { densities, ESTIMATES, outlineMark } from "./histogram_marks.ts";
import { spanOf } from "./shared_bins.ts";
import { light } from "../palette.ts";
import { plotStyle } from "../plot_style.ts";
import { LINE_HEIGHT, textLines, wrapped } from "../wrap.ts";

/** One experiment's distribution of t. */
export interface HistogramPanel {
  readonly title: string;
  /** Heading of the group; panels with equal headings are together. */
  readonly group: string;
  readonly data: ParameterHistogramData;
}

/** A panel with counted lists and its texts broken into lines. */
export interface PreparedPanel {
  readonly data: ParameterHistogramData;
  readonly counted: CountedParameters;
  readonly title: readonly string[];
  readonly note: readonly string[];
}

const PLOT = 184, LEFT = 62, RIGHT = 12, BOTTOM = 46, BINS = 40;
const TITLE = 13, NOTE = 11, NOTE_LEFT = 14;

/**
 * Counts a panel's lists of t, and breaks its texts into lines.
 *
 * @param name name of the figure's function, for messages
 * @param width width of the panel, pixels
 * @throws {RangeError} if a list is empty or contains a number that is not finite
 */
export function preparedPanel(
  name: string,
  { title, data }: HistogramPanel,
  width: number,
): PreparedPanel {
  const counted = countParameters(`${name}: "${title}"`, data, BINS);
  return {
    data,
    counted,
    title: wrapped(title, width - LEFT, TITLE),
    note: wrapped(beyondNote(counted), width - NOTE_LEFT, NOTE),
  };
}

/** Heights of a row of panels, pixels. */
export interface LineHeights {
  readonly title: number;
  readonly total: number;
}

/** Computes the heights of a row of panels, so that its plots are aligned. */
export function lineHeights(line: readonly PreparedPanel[]): LineHeights {
  const height = (part: "title" | "note", size: number) =>
    Math.max(...line.map((panel) => panel[part].length)) * LINE_HEIGHT * size;
  const [title, note] = [height("title", TITLE), height("note", NOTE)];
  return { title, total: Math.ceil(title + PLOT + note + 16) };
}

/**
 * Draws a panel: its title, the histograms over each other, and the note on values
 * beyond the axis.
 */
export function panelParts(
  document: Document,
  { data, counted, title, note }: PreparedPanel,
  width: number,
  { x, y, height }: {
    readonly x: number;
    readonly y: number;
    readonly height: LineHeights;
  },
): Part[] {
  const top = y + height.title;
  const noteHeight = note.length * LINE_HEIGHT * NOTE;
  return [
    {
      element: textLines(document, title, TITLE),
      x: x + LEFT,
      y: top - 4,
    },
    { element: plot(document, data, counted, width), x, y: top },
    {
      element: textLines(document, note, NOTE, { fill: light.muted }),
      x: x + NOTE_LEFT,
      y: top + PLOT + noteHeight,
    },
  ];
}

function plot(
  document: Document,
  data: ParameterHistogramData,
  counted: CountedParameters,
  width: number,
) {
  const { bins, lists: { network, refined } } = counted;
  const span = spanOf(bins);
  const ticks = fittingTicks(span, width - LEFT - RIGHT, 5);
  const thin = { strokeWidth: 1.5 };
  return Plot.plot({
    ...plotStyle(document),
    width,
    height: PLOT,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: span },
    y: { nice: true },
    marks: [
      ...backMarks(data, counted),
      outlineMark(densities(bins, network), ESTIMATES.network, thin),
      outlineMark(densities(bins, refined), ESTIMATES.refined, thin),
      ...frontMarks(data, counted, LEFT - 4, ticks),
    ],
  });
}
