import { dot } from "../lie/coefficients.ts";
import { solve } from "../lie/solve.ts";

/** Number of earlier steps that the next one is computed from. */
const MEMORY = 4;

/** The ridge of the least squares problem for their weights, as a share of its trace. */
const RIDGE = 1e-6;

/**
 * Prepares Anderson's acceleration of a fixed-point iteration x -> G(x) (Walker and Ni
 * 2011). It extrapolates from the last few steps to an x at which G(x) - x vanishes to
 * first order.
 *
 * @returns A function that takes x and G(x), and returns the next x.
 */
export function anderson(): (
  x: Float64Array,
  image: Float64Array,
) => Float64Array {
  const steps: {
    readonly image: Float64Array;
    readonly change: Float64Array;
  }[] = [];
  return (x, image) => {
    const change = image.map((value, i) => value - x[i]);
    steps.push({ image, change });
    if (steps.length > MEMORY + 1) steps.shift();
    const earlier = steps.slice(0, -1);
    const count = earlier.length;
    if (count === 0) return image;
    const differences = earlier.map((step) =>
      change.map((value, i) => value - step.change[i])
    );
    const matrix = new Float64Array(count * count);
    const side = new Float64Array(count);
    let trace = 0;
    for (let k = 0; k < count; k++) {
      side[k] = dot(differences[k], change);
      for (let l = 0; l < count; l++) {
        matrix[k * count + l] = dot(differences[k], differences[l]);
      }
      trace += matrix[k * (count + 1)];
    }
    if (!(trace > 0)) return image;
    for (let k = 0; k < count; k++) matrix[k * (count + 1)] += RIDGE * trace;
    const parts = solve(matrix, side, count);
    return image.map((value, i) =>
      earlier.reduce(
        (sum, step, k) => sum - parts[k] * (value - step.image[i]),
        value,
      )
    );
  };
}
