/** Moments of {@link plainAdam}, zero before the first step. */
export interface PlainMoments {
  readonly m: Float64Array;
  readonly v: Float64Array;
}

export const plainMoments = (size: number): PlainMoments => ({
  m: new Float64Array(size),
  v: new Float64Array(size),
});

/**
 * Algorithm 1 of Kingma and Ba 2015, in float64; changes values and moments in place.
 */
export function plainAdam(
  theta: Float32Array | Float64Array,
  gradient: ArrayLike<number>,
  { m, v }: PlainMoments,
  rate: number,
  t: number,
): void {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  for (let i = 0; i < theta.length; i++) {
    const g = gradient[i];
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g ** 2;
    const mHat = m[i] / (1 - beta1 ** t);
    const vHat = v[i] / (1 - beta2 ** t);
    theta[i] -= rate * mHat / (Math.sqrt(vHat) + epsilon);
  }
}
