import { range } from "d3-array";
import { svgElement } from "../document.ts";

/** The name of a line, and the position of its end. */
export interface EndLabel {
  readonly text: string;
  readonly color: string;
  /** Position in pixels from the top right corner of the plot's inside. */
  readonly x: number;
  readonly y: number;
}

/**
 * Height of a label, and positions of the bend and the end of its leader line, pixels.
 */
const LINE = 17, BEND = 3, LEADER = 16;

/** Width that labels need in addition to their text, pixels. */
export const END_LABEL_GAP = LEADER + 6;

/**
 * Draws the names of lines to the right of a plot, moved apart if they would overlap,
 * each connected to its line's end.
 *
 * @param height height of the plot, within which all labels are; pixels
 */
export function endLabels(
  document: Document,
  labels: readonly EndLabel[],
  height: number,
): Element {
  const places = spread(labels.map(({ y }) => y), LINE, [0, height]);
  return svgElement(
    document,
    "g",
    { class: "end-labels" },
    ...labels.flatMap(({ text, color, x, y }, i) => [
      svgElement(document, "path", {
        d: `M${x},${y}H${BEND}L${LEADER},${places[i]}`,
        fill: "none",
        stroke: color,
        "stroke-opacity": 0.6,
      }),
      svgElement(document, "text", {
        x: END_LABEL_GAP - 3,
        y: places[i],
        dy: "0.35em",
        fill: color,
      }, text),
    ]),
  );
}

/**
 * Computes positions in the given order with a minimum gap, as near to the wanted ones
 * as possible (least squares: neighbours that would overlap move together).
 *
 * @param ends lower and upper limit; all positions are within if the gaps allow it
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  [low, high]: readonly [number, number],
): number[] {
  const order = range(wanted.length).sort((a, b) => wanted[a] - wanted[b]);
  // After the gaps are subtracted, this is isotonic regression: pool adjacent violators.
  const pools: { sum: number; count: number }[] = [];
  const mean = (i: number) => pools.at(i)!.sum / pools.at(i)!.count;
  order.forEach((index, rank) => {
    pools.push({ sum: wanted[index] - rank * gap, count: 1 });
    while (pools.length > 1 && mean(-2) > mean(-1)) {
      const { sum, count } = pools.pop()!;
      const last = pools.pop()!;
      pools.push({ sum: last.sum + sum, count: last.count + count });
    }
  });
  const highest = Math.max(low, high - (wanted.length - 1) * gap);
  const shifts = pools.flatMap(({ sum, count }) =>
    range(count).map(() => Math.min(highest, Math.max(low, sum / count)))
  );
  const places = new Array<number>(wanted.length);
  order.forEach((index, rank) => places[index] = shifts[rank] + rank * gap);
  return places;
}
