import { range, ticks } from "d3-array";
import { tickFormat } from "d3-scale";
import {
  type NaturalParameter,
  naturalValue,
  timeOfNatural,
} from "../../detection/natural_parameter.ts";
import { type FittingTicks, LABEL_SPACE } from "../fitting_ticks.ts";
import { textWidth } from "../legend.ts";

/**
 * Largest ratio of the ends of a factor's axis with linear ticks; above it they are 1,
 * 2, 5, 10, ...
 */
const LARGEST_LINEAR_RATIO = 4;

/** Largest number of ticks. */
const MOST_TICKS = 9;

/**
 * Chooses the ticks of a second axis along t, at round values of a natural parameter: up
 * to nine whose labels do not overlap.
 *
 * @param span range of the axis, t from low to high
 * @param width width of the axis, pixels
 * @returns ticks along t; undefined if the parameter is not finite there, or there is no
 * space for two labels
 */
export function naturalTicks(
  parameter: NaturalParameter,
  [low, high]: readonly [number, number],
  width: number,
): FittingTicks | undefined {
  const ends = [low, high].map((t) => naturalValue(parameter, t));
  const [least, largest] = ends.toSorted((a, b) => a - b);
  const exponential = parameter.form === "exponential";
  if (!(largest > least && Number.isFinite(largest))) return undefined;
  if (exponential && least === 0) return undefined;
  const choices = exponential && largest / least > LARGEST_LINEAR_RATIO
    ? [[1, 2, 5], [1]].map((digits) => decades(least, largest, digits))
    : range(MOST_TICKS, 1, -1).map((count) => rounded(least, largest, count));
  return choices
    .map(({ values, write }) => {
      const byTime = values
        .map((value) => ({ t: timeOfNatural(parameter, value), value }))
        .toSorted((a, b) => a.t - b.t);
      const labels = byTime.map(({ value }) => write(value));
      const positions = byTime.map(({ t }) => t);
      return { labels, positions };
    })
    .filter(({ labels, positions }) =>
      positions.length > 1 && positions.length <= MOST_TICKS &&
      positions.slice(1).every((t, i) =>
        (t - positions[i]) / (high - low) * width >
          (textWidth(labels[i]) + textWidth(labels[i + 1])) / 2 + LABEL_SPACE
      )
    )
    .map(({ labels, positions }) => ({
      ticks: positions,
      tickFormat: (t: number) => labels[positions.indexOf(t)],
    })).at(0);
}

interface Values {
  readonly values: readonly number[];
  readonly write: (value: number) => string;
}

const rounded = (low: number, high: number, count: number): Values => ({
  values: ticks(low, high, count),
  write: tickFormat(low, high, count),
});

/** Lists digits times powers of ten within a range. */
function decades(low: number, high: number, digits: readonly number[]): Values {
  const [first, last] = [low, high].map((value) =>
    Math.floor(Math.log10(value))
  );
  const values = range(first, last + 1)
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => low <= value && value <= high);
  return { values, write: String };
}
