/** First and second moments of one parameter's gradient. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export function zeroMoments(size: number): Moments {
  return { first: new Float32Array(size), second: new Float32Array(size) };
}

/**
 * One update of Adam (Kingma and Ba 2015, algorithm 1), in place, in one pass
 * over memory.
 *
 * @param values The parameter, changed.
 * @param gradient Its gradient.
 * @param moments Its moments, changed.
 * @param step The number of this update, from 1.
 */
export function adamUpdate(
  values: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  learningRate: number,
  step: number,
): void {
  // theta -= rate * mHat / (sqrt(vHat) + eps), with both corrections pulled out.
  const correction = Math.sqrt(1 - BETA2 ** step);
  const rate = learningRate * correction / (1 - BETA1 ** step);
  const epsilon = EPSILON * correction;
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i];
    const m = BETA1 * first[i] + (1 - BETA1) * g;
    const v = BETA2 * second[i] + (1 - BETA2) * g * g;
    first[i] = m;
    second[i] = v;
    values[i] -= rate * m / (Math.sqrt(v) + epsilon);
  }
}
