import type { Pausable } from "../runtime/pausable.ts";
import type { Region } from "../matching/region.ts";
import { type Frames, shownCells } from "../matching/frames.ts";
import { rangeOf } from "../matching/ground.ts";
import { cellStatistics } from "../matching/cell_statistics.ts";
import type { StaticLayer } from "../matching/static_layer.ts";
import { solve } from "../lie/solve.ts";

/**
 * A part of a layer is named if its effect is at least this share of the largest effect.
 */
const NAMED = 0.3;

/**
 * A gain counts as uneven light if a quadratic surface explains this share of its
 * variance.
 */
const SMOOTH = 0.5;

const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;

/**
 * Describes a static layer in words.
 *
 * @param frames The pairs without the layer.
 * @param before The region of the images before a constant border was cut off.
 * @param range Difference of the largest and the least value of the images with the
 * layer.
 */
export function* layerWords(
  { gain, offset, hidden }: StaticLayer,
  frames: Frames,
  before: Region,
  range: number,
): Pausable<string> {
  const { side, region } = frames;
  const cells = shownCells({ side, region, hidden });
  const { deviation } = yield* cellStatistics(frames);
  const content = Math.sqrt(
    mean(cells.map((cell) => deviation[cell] ** 2)),
  );
  // If black has the value -c, an image is gain * (content + c) - c: then c (gain - 1)
  // is not an offset of the layer.
  const gains = cells.map((cell) => gain[cell] - 1);
  const offsets = deviations(cells.map((cell) => offset[cell]));
  const squares = gains.reduce((sum, g) => sum + g * g, 0);
  const slope = squares > 0
    ? gains.reduce((sum, g, i) => sum + g * offsets[i], 0) / squares
    : 0;
  const rest = offsets.map((value, i) => value - slope * gains[i]);
  const added = rootMeanSquare(rest);
  const multiplied = rootMeanSquare(gains) * Math.max(content, Math.abs(slope));
  const parts: string[] = [];
  const frame = frameWords(before, region);
  if (frame !== undefined) parts.push(frame);
  const marks = marksWords(hidden, side, cells.length);
  if (marks !== undefined) parts.push(marks);
  const largest = Math.max(added, multiplied);
  const hasLittle = parts.length > 0 && largest < 0.01 * range;
  if (!hasLittle && added >= NAMED * largest) {
    parts.push(
      `a pattern that is added, as that of a sensor, of standard deviation ${
        percent(added / range)
      } of the images' range`,
    );
  }
  if (!hasLittle && multiplied >= NAMED * largest) {
    parts.push(gainWords(gain, cells, side, deviation));
  }
  return `all images have a layer that does not move with their content: ${
    parts.join("; ")
  }. It was estimated along with the motion and taken out: the answer, all shares and the pictures are those of the images without it`;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => value * value)));

function deviations(values: readonly number[]): number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}

/** Describes the widths of a border along the edges; undefined if there is none. */
function frameWords(before: Region, after: Region): string | undefined {
  const widths = [
    ["left", after.left - before.left],
    ["right", before.right - after.right],
    ["top", after.top - before.top],
    ["bottom", before.bottom - after.bottom],
  ] as const;
  const there = widths.filter(([, width]) => width > 0);
  if (there.length === 0) return undefined;
  return `a frame along the edges (${
    there.map(([edge, width]) =>
      `${width} ${width === 1 ? "cell" : "cells"} at the ${edge}`
    ).join(", ")
  })`;
}

/**
 * The largest rms distance of marks from their mean position, in half-frames, to be
 * described as one place.
 */
const ONE_PLACE = 0.35;

/** Describes opaque marks and their place; undefined if there are none. */
function marksWords(
  hidden: Uint8Array,
  side: number,
  shown: number,
): string | undefined {
  const places = [...hidden.keys()].filter((cell) => hidden[cell]).map((
    cell,
  ) => [
    (cell % side + 0.5) / (side / 2) - 1,
    (Math.floor(cell / side) + 0.5) / (side / 2) - 1,
  ]);
  if (places.length === 0) return undefined;
  const middle = [0, 1].map((axis) => mean(places.map((at) => at[axis])));
  const away = Math.sqrt(
    mean(places.map(([x, y]) => (x - middle[0]) ** 2 + (y - middle[1]) ** 2)),
  );
  return `opaque marks on ${places.length} of ${places.length + shown} cells (${
    percent(places.length / (places.length + shown))
  }) ${away < ONE_PLACE ? placeWords(middle) : "scattered over the images"}`;
}

function placeWords([x, y]: readonly number[]): string {
  const third = (value: number, low: string, high: string) =>
    value < -1 / 3 ? low : value > 1 / 3 ? high : "";
  const words = [third(y, "top", "bottom"), third(x, "left", "right")]
    .filter((word) => word !== "");
  return words.length === 0 ? "in the middle" : `at the ${words.join(" ")}`;
}

/** Describes a gain that varies over the images, smoothly or from cell to cell. */
function gainWords(
  gain: Float32Array,
  cells: readonly number[],
  side: number,
  deviation: Float64Array,
): string {
  // Cells with more varying content determine their gain more precisely.
  const weights = cells.map((cell) => deviation[cell] ** 2);
  const rows = cells.map((cell) => {
    const x = (cell % side + 0.5) / (side / 2) - 1;
    const y = (Math.floor(cell / side) + 0.5) / (side / 2) - 1;
    return [1, x, y, x * x, x * y, y * y];
  });
  const values = cells.map((cell) => gain[cell]);
  const terms = rows[0].length;
  const matrix = new Float64Array(terms * terms);
  const right = new Float64Array(terms);
  const total = weights.reduce((sum, w) => sum + w, 0);
  rows.forEach((row, i) => {
    for (let k = 0; k < terms; k++) {
      right[k] += weights[i] * row[k] * values[i];
      for (let l = 0; l < terms; l++) {
        matrix[k * terms + l] += weights[i] * row[k] * row[l];
      }
    }
  });
  for (let k = 0; k < terms; k++) matrix[k * (terms + 1)] += 1e-9 * total;
  const surface = solve(matrix, right, terms);
  const fitted = rows.map((row) =>
    row.reduce((sum, value, k) => sum + value * surface[k], 0)
  );
  const middle = values.reduce((sum, v, i) => sum + weights[i] * v, 0) / total;
  const variance = (list: readonly number[]) =>
    list.reduce((sum, v, i) => sum + weights[i] * (v - middle) ** 2, 0);
  if (variance(fitted) < SMOOTH * variance(values)) {
    return `a sensitivity that differs from cell to cell by ${
      percent(rootMeanSquare(deviations(values)))
    } (standard deviation)`;
  }
  const seen = fitted.filter((_, i) => weights[i] > 0.1 * total / rows.length);
  const share = Math.min(...seen) / Math.max(...seen);
  const falls = surface[3] + surface[5] < 0 &&
    Math.abs(surface[3] + surface[5]) > Math.hypot(surface[1], surface[2]);
  return falls
    ? `a vignette: the brightness falls to ${
      percent(share)
    } of its largest value towards the edges`
    : `uneven light: the brightness falls to ${
      percent(share)
    } of its largest value across the images`;
}

/** The difference of the largest and the least value of some pairs. */
export function* rangeLength(
  { x0, xt }: Pick<Frames, "x0" | "xt">,
): Pausable<number> {
  const { low, high } = yield* rangeOf([x0, xt]);
  return high - low;
}
