import type { Pausable } from "../runtime/pausable.ts";
import { pausingBlocks } from "../runtime/pausing_loop.ts";
import type { Frames } from "./frames.ts";

/** Mean and standard deviation of every cell, over all x0 and xt. */
export interface CellStatistics {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

export function* cellStatistics(
  { x0, xt, side }: Pick<Frames, "x0" | "xt" | "side">,
): Pausable<CellStatistics> {
  const size = side * side;
  const count = (x0.length + xt.length) / size;
  const mean = new Float64Array(size), squares = new Float64Array(size);
  for (const stack of [x0, xt]) {
    yield* pausingBlocks(stack.length, (first, end) => {
      for (let i = first; i < end; i++) mean[i % size] += stack[i] / count;
    });
  }
  for (const stack of [x0, xt]) {
    yield* pausingBlocks(stack.length, (first, end) => {
      for (let i = first; i < end; i++) {
        squares[i % size] += (stack[i] - mean[i % size]) ** 2 / count;
      }
    });
  }
  return { mean, deviation: squares.map(Math.sqrt) };
}
