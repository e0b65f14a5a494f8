import { min, pairs, range } from "d3-array";
import { format } from "d3-format";

/**
 * How to write the t of a row of frames: with as few decimals as tell them
 * apart by a glance, and a plain "0" for what is as good as 0.
 *
 * @param values the frames' t, in their order
 */
export function tFormat(values: readonly number[]): (t: number) => string {
  const gap = min(pairs(values), ([a, b]) => Math.abs(b - a)) || 1;
  const tolerance = 0.06 * gap;
  const decimals =
    range(6).find((places) =>
      values.every((t) => Math.abs(Number(t.toFixed(places)) - t) <= tolerance)
    ) ?? 6;
  const write = format(`.${decimals}f`);
  return (t) => Math.abs(t) < tolerance ? "0" : write(t);
}
