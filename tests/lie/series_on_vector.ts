import {
  coefficientsAt,
  type LineSeries,
  unitOf,
} from "#lib/lie/line_series.ts";
import { times } from "./times.ts";

/** A cut series of exp(-tG) x by its definition, in float64. */
export function seriesOnVector(
  series: LineSeries,
  generator: Float64Array,
  t: number,
  x: Float64Array,
): Float64Array {
  const matrix = generator.map((v) => v * unitOf(series));
  const { value } = coefficientsAt(series, t);
  const chebyshev = series.kind === "chebyshev";
  const terms: Float64Array[] = [chebyshev ? x.map((v) => v / 2) : x];
  for (let j = 1; j <= series.terms; j++) {
    const next = times(matrix, terms[j - 1]);
    if (chebyshev && j > 1) {
      const factor = j === 2 ? 2 : 1;
      next.forEach((_, i) => next[i] += factor * terms[j - 2][i]);
    }
    terms.push(next);
  }
  return x.map((_, i) =>
    terms.reduce((sum, term, j) => sum + value[j] * term[i], 0)
  );
}
