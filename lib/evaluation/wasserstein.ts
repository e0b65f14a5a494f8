/**
 * Computes the 1-Wasserstein distance between two empirical distributions on the line,
 * which is the area between their distribution functions.
 *
 * @param a Samples, any number of at least one, any order.
 * @param b Samples; the number may differ.
 * @throws RangeError for an empty or non-finite sample.
 */
export function wassersteinDistance(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  const [u, v] = [sorted(a), sorted(b)];
  let [i, j, area] = [0, 0, 0];
  let at = Math.min(u[0], v[0]);
  while (i < u.length || j < v.length) {
    const next = Math.min(u[i] ?? Infinity, v[j] ?? Infinity);
    area += Math.abs(i / u.length - j / v.length) * (next - at);
    at = next;
    while (u[i] === at) i++;
    while (v[j] === at) j++;
  }
  return area;
}

function sorted(samples: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(samples).sort();
  if (copy.length === 0) {
    throw new RangeError(
      "wassersteinDistance: expected finite samples, found none",
    );
  }
  const odd = copy.find((sample) => !Number.isFinite(sample));
  if (odd !== undefined) {
    throw new RangeError(
      `wassersteinDistance: expected finite samples, found ${odd}`,
    );
  }
  return copy;
}
