import { dot } from "../lie/coefficients.ts";
import type { Pausable } from "../runtime/pausable.ts";

/**
 * Solves A x = b for a symmetric positive definite A by conjugate gradients with
 * Jacobi's preconditioner (Saad 2003, algorithm 9.1), from x = 0.
 *
 * @param apply Computes A x.
 * @param diagonal The diagonal of A, positive.
 * @param steps The largest number of steps.
 * @param tolerance The iteration ends if the preconditioned norm of the residual has
 * fallen to this share of its first value.
 */
export function* conjugateGradients(
  apply: (x: Float64Array) => Pausable<Float64Array>,
  b: Float64Array,
  diagonal: Float64Array,
  steps: number,
  tolerance = 1e-3,
): Pausable<Float64Array> {
  const x = new Float64Array(b.length);
  const residual = b.slice();
  const precondition = () => residual.map((value, i) => value / diagonal[i]);
  let z = precondition();
  const direction = z.slice();
  let size = dot(residual, z);
  const enough = tolerance ** 2 * size;
  for (let step = 0; step < steps && size > enough; step++) {
    const image = yield* apply(direction);
    const length = size / dot(direction, image);
    for (let i = 0; i < x.length; i++) {
      x[i] += length * direction[i];
      residual[i] -= length * image[i];
    }
    z = precondition();
    const next = dot(residual, z);
    for (let i = 0; i < x.length; i++) {
      direction[i] = z[i] + next / size * direction[i];
    }
    size = next;
  }
  return x;
}
