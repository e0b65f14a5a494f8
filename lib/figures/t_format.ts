import { min, pairs, range } from "d3-array";
import { format } from "d3-format";

/**
 * Chooses the format of the t of a row of frames: with the fewest decimals that
 * distinguish them, and "0" for a negligible t.
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
