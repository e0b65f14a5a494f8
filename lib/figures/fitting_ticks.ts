import { range, ticks } from "d3-array";
import { tickFormat } from "d3-scale";
import { textWidth } from "./legend.ts";

/** Least space between the labels of two ticks, pixels. */
export const LABEL_SPACE = 6;

/** Positions and labels of an axis' ticks, as options of its mark. */
export interface FittingTicks {
  readonly ticks: number[];
  readonly tickFormat: (tick: number) => string;
}

/**
 * Chooses the ticks of a horizontal axis: up to `most` whose labels do not overlap, at
 * least the outermost two.
 *
 * @param span range of the axis, low to high
 * @param width width of the axis, pixels
 */
export function fittingTicks(
  [low, high]: readonly [number, number],
  width: number,
  most: number,
): FittingTicks {
  const choice = (count: number): FittingTicks => ({
    ticks: ticks(low, high, count),
    tickFormat: tickFormat(low, high, count),
  });
  const fits = ({ ticks, tickFormat }: FittingTicks) => {
    const longest = Math.max(...ticks.map((t) => textWidth(tickFormat(t))));
    const pitch = (ticks[1] - ticks[0]) / (high - low) * width;
    return pitch > longest + LABEL_SPACE;
  };
  const many = choice(most);
  return range(most, 1, -1).map(choice).find(fits) ??
    { ...many, ticks: [many.ticks[0], many.ticks.at(-1)!] };
}
