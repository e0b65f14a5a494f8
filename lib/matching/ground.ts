import type { Surroundings } from "../datasets/types.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingBlocks, pausingLoop } from "../runtime/pausing_loop.ts";
import { edgeCells, type Region } from "./region.ts";
import { upperQuantile } from "./quantiles.ts";

/** The values outside of images. */
export interface Ground {
  /** Gray value of the background. */
  readonly level: number;
  readonly surroundings: Surroundings;
}

/** The largest variation of a background, as a share of the images' range. */
const EVEN = 0.02;

/**
 * Noise varies a background, too. The median difference from the background is then at
 * most this multiple of the median difference of neighbouring cells. For white noise it
 * is 0.71 of it; along the edge of a scene it is larger, because values drift.
 */
const NOISE = 1;

/** Least share of the images whose edge must be constant. */
const MOST = 0.9;

/**
 * Decides what lies around images, if it is not stated: a background, if nearly all
 * images have one constant value along their edges, else a scene that continues.
 *
 * @param stacks Stacks of `count * side^2` values each; NaN on cells outside the images.
 * @param stated The surroundings that the user stated; black has the value 0.
 */
export function* groundOf(
  stacks: readonly Float32Array[],
  side: number,
  region: Region,
  stated?: Surroundings,
): Pausable<Ground> {
  if (stated === "black") return { level: 0, surroundings: stated };
  const { low, high } = yield* rangeOf(stacks);
  const scene: Ground = {
    level: (low + high) / 2,
    surroundings: "unknown",
  };
  if (stated === "unknown") return scene;
  const edge = edgeCells(side, region);
  const neighbours = neighboursIn(edge, side);
  const images = stacks.flatMap((stack) =>
    Array.from(
      { length: stack.length / side ** 2 },
      (_, i) => stack.subarray(i * side ** 2, (i + 1) * side ** 2),
    )
  );
  const levels = new Array<number>(images.length);
  yield* pausingLoop(images.length, edge.length, (i) => {
    levels[i] = median(edge.map((cell) => images[i][cell]));
  });
  const level = median([...levels]);
  const tolerance = EVEN * (high - low);
  let even = 0;
  yield* pausingLoop(images.length, edge.length, (i) => {
    if (Math.abs(levels[i] - level) > tolerance) return;
    const image = images[i];
    const away = median(edge.map((cell) => Math.abs(image[cell] - level)));
    const rough = median(
      neighbours.map(([a, b]) => Math.abs(image[a] - image[b])),
    );
    if (away <= tolerance + NOISE * rough) even++;
  });
  return even >= MOST * images.length
    ? { level, surroundings: "black" }
    : scene;
}

/** Pairs of cells side by side, or one above the other. */
function neighboursIn(
  cells: readonly number[],
  side: number,
): (readonly [number, number])[] {
  const there = new Set(cells);
  return cells.flatMap((cell) =>
    [cell % side < side - 1 ? cell + 1 : -1, cell + side]
      .filter((other) => there.has(other))
      .map((other) => [cell, other] as const)
  );
}

const median = (values: number[]): number => upperQuantile(values, 0.5);

/** The least and the largest of all values. */
export function* rangeOf(
  stacks: readonly Float32Array[],
): Pausable<{ readonly low: number; readonly high: number }> {
  let [low, high] = [Infinity, -Infinity];
  for (const stack of stacks) {
    yield* pausingBlocks(stack.length, (first, end) => {
      for (let i = first; i < end; i++) {
        if (stack[i] < low) low = stack[i];
        if (stack[i] > high) high = stack[i];
      }
    });
  }
  return { low, high };
}
