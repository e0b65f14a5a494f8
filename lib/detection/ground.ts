import type { Surroundings } from "../datasets/types.ts";
import type { Region } from "./frame.ts";
import { edgeCells } from "./known.ts";

/** What lies around images. */
export interface Ground {
  /** The value that counts as nothing. */
  readonly level: number;
  readonly surroundings: Surroundings;
}

/** Share of the images' range that a background may vary by. */
const EVEN = 0.02;

/** Share of the images whose edge has to be even. */
const MOST = 0.9;

/**
 * What lies around images: what is stated, or else what their edges show, which is
 * one even value that nearly all have along theirs, or a scene that goes on.
 *
 * @param stacks Of `count * side^2` values each; NaN where nothing is.
 * @param stated What the images' owner says: stated black has the value 0.
 */
export function groundOf(
  stacks: readonly Float32Array[],
  side: number,
  region: Region,
  stated?: Surroundings,
): Ground {
  if (stated === "black") return { level: 0, surroundings: stated };
  const [low, high] = rangeOf(stacks);
  const scene: Ground = {
    level: (low + high) / 2,
    surroundings: "unknown",
  };
  if (stated === "unknown") return scene;
  const edge = edgeCells(side, region);
  const levels: number[] = [];
  for (const stack of stacks) {
    for (let start = 0; start < stack.length; start += side * side) {
      levels.push(median(edge.map((cell) => stack[start + cell])));
    }
  }
  const level = median(levels);
  const even = levels.filter((one) =>
    Math.abs(one - level) <= EVEN * (high - low)
  );
  return even.length >= MOST * levels.length
    ? { level, surroundings: "black" }
    : scene;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The smallest and the largest of all numbers. */
function rangeOf(
  stacks: readonly Float32Array[],
): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const stack of stacks) {
    for (const value of stack) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
