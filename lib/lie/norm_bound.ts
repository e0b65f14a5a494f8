import type { Basis } from "./basis.ts";
import { centres } from "./derivative.ts";
import {
  type DerivativeOperator,
  shannonWhittaker,
} from "./derivative_operators.ts";
import { taper } from "./generator.ts";

/** Bounds the spectral norm of G_alpha for given coefficients. */
export type NormBound = (alpha: ArrayLike<number>) => number;

/**
 * Prepares a bound on the spectral norm of a generator on an n x n grid.
 *
 * Gamma . grad has the symbol i Gamma . k, so its norm is close to the largest
 * |Gamma_x| + |Gamma_y| over the cells times the largest wave number of an axis,
 * which is the operator's factor. A call takes a few thousand operations and builds
 * no matrix.
 *
 * @param margin Cells around the frame, over which the field is tapered.
 * @param operator The derivative in the generator.
 */
export function createNormBound(
  basis: Basis,
  n: number,
  margin = 0,
  operator: DerivativeOperator = shannonWhittaker,
): NormBound {
  const c = centres(n, margin);
  const size = c.length;
  const weight = taper(n, margin);
  const values = basis.terms.map(({ value }) =>
    Float64Array.from(
      { length: size * size },
      (_, i) => {
        const [row, column] = [Math.floor(i / size), i % size];
        return weight[row] * weight[column] * value(c[column], c[row]);
      },
    )
  );
  const factor = operator.normFactor(size, n / 2);
  return (alpha) => {
    let largest = 0;
    for (let i = 0; i < size * size; i++) {
      let [x, y] = [0, 0];
      basis.terms.forEach(({ component }, k) => {
        const part = alpha[k] * values[k][i];
        if (component === "x") x += part;
        else y += part;
      });
      largest = Math.max(largest, Math.abs(x) + Math.abs(y));
    }
    return largest * factor;
  };
}
