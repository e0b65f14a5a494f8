import { fieldOf } from "../lie/basis.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import { centres } from "../lie/derivative.ts";
import { rungeKutta } from "../flow/runge_kutta.ts";
import type { PixelFlow } from "./pixel_flow.ts";

/** Number of times at which the weights are tabulated. */
const NODES = 65;

/**
 * Computes weights from 0 to 1 for the cells of a moved frame, if the values beyond the
 * images are unknown: 1 for content that the unmoved frame showed too. A cell has
 * weight 1 if both the cell and the point that the flow brings its content from are at
 * least two cells inside the frame. The blur reaches that far, and mixes values nearer
 * to the edge with unknown ones. The weights depend on the flow only, not on the
 * images.
 *
 * @param alpha Coefficients of the generator.
 * @param t `rows` numbers.
 * @returns `rows * frame^2` weights; undefined if the values beyond the images are
 * known.
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

/** Tabulates the weights of all cells at `NODES` times; the middle one is time 0. */
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
    // At time t, content comes from the point phi_{-t}.
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

/**
 * The weight of a coordinate: 1 from two cells inside the frame on, 0 up to one cell
 * inside.
 */
function inside(coordinate: number, frame: number): number {
  const weight = (1 - Math.abs(coordinate)) * frame / 2 - 1;
  return weight > 0 ? Math.min(weight, 1) : 0; // 0 for NaN: a diverged point
}
