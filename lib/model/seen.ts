import { fieldOf } from "../lie/basis.ts";
import { centres } from "../lie/derivative.ts";
import { rungeKutta } from "../flow/runge_kutta.ts";
import { largestMagnitude } from "./forward.ts";
import type { PixelFlow } from "./pixel_flow.ts";

/** Times at which the weights are tabulated. */
const NODES = 65;

/**
 * Which cells of a moved frame show something that the frame itself showed
 * before: weights from 0 to 1, where what lies beyond the images is unknown. A
 * cell counts fully if both its place and the place that the flow brings its
 * content from are two cells inside: blurring reaches as far, and mixes what is
 * nearer to the edge with what lies beyond. Only the flow decides this, the images do not.
 *
 * @param alpha Coefficients of the generator.
 * @param t `rows` numbers.
 * @returns `rows * frame^2` weights, or none where nothing is unknown.
 */
export function seenCells(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  t: Float32Array,
): Float32Array | undefined {
  if (flow.surroundings === "black") return undefined;
  const cells = flow.frame ** 2;
  const largest = Math.max(largestMagnitude(t), 1e-6);
  const spacing = 2 * largest / (NODES - 1);
  const table = tabulate(flow, alpha, spacing);
  const weights = new Float32Array(t.length * cells);
  t.forEach((time, row) => {
    const at = Math.min((time + largest) / spacing, NODES - 1.001);
    const node = Math.floor(at), part = at - node;
    const [before, after] = [node * cells, (node + 1) * cells];
    for (let cell = 0; cell < cells; cell++) {
      weights[row * cells + cell] = (1 - part) * table[before + cell] +
        part * table[after + cell];
    }
  });
  return weights;
}

/** The weights of all cells at every node, the middle one being time 0. */
function tabulate(
  { basis, frame }: PixelFlow,
  alpha: ArrayLike<number>,
  spacing: number,
): Float32Array {
  const field = fieldOf(basis, alpha);
  const step = rungeKutta((at, out) => {
    [out[0], out[1]] = field(at[0], at[1]);
  }, 2);
  const axis = centres(frame);
  const cells = frame ** 2;
  const table = new Float32Array(NODES * cells);
  for (let cell = 0; cell < cells; cell++) {
    const [x, y] = [axis[cell % frame], axis[Math.floor(cell / frame)]];
    const here = inside(x, frame) * inside(y, frame);
    if (here === 0) continue;
    // Content comes from where the flow was t ago.
    for (const direction of [1, -1]) {
      const at = Float64Array.of(x, y);
      for (let k = 0; k <= (NODES - 1) / 2; k++) {
        if (k > 0) step(at, -direction * spacing);
        const node = (NODES - 1) / 2 + direction * k;
        table[node * cells + cell] = here * inside(at[0], frame) *
          inside(at[1], frame);
      }
    }
  }
  return table;
}

/** 1 two cells inside of the frame and more, 0 one cell inside and less. */
function inside(coordinate: number, frame: number): number {
  const weight = (1 - Math.abs(coordinate)) * frame / 2 - 1;
  return weight > 0 ? Math.min(weight, 1) : 0; // not a number: flown away
}
