import type { WorkingPairs } from "../../detection/working_pairs.ts";
import type { Figure } from "../figure.ts";
import { grays } from "../images/grays.ts";
import { imageRowsFigure } from "../images/image_rows.ts";

/** Number of pairs that are shown. */
const SHOWN = 8;

/** Draws the first pairs as detection uses them, one per column. */
export function workingPairsFigure(
  { side, count, x0, xt }: WorkingPairs,
): Figure {
  const [first, second] = [x0, xt].map((stack) =>
    Array.from(
      { length: Math.min(SHOWN, count) },
      (_, i) => stack.subarray(i * side ** 2, (i + 1) * side ** 2),
    )
  );
  const shown = grays([...first, ...second]);
  return imageRowsFigure("workingPairsFigure", {
    height: side,
    width: side,
    channels: 1,
    rows: [
      { label: "x₀", images: first.map(shown) },
      { label: "xₜ", images: second.map(shown) },
    ],
  }, {
    name: "working-pairs",
    caption:
      `Pairs, one per column: x₀ and xₜ, in gray on ${side} × ${side} cells.`,
  });
}
