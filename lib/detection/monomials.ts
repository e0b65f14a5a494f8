import { type Basis, type BasisTerm, fieldOf } from "../lie/basis.ts";

/** Exponents of x and y. */
export type Powers = readonly [px: number, py: number];

/** The highest exponent that is looked for. */
export const HIGHEST_POWER = 32;

/** Where a term must be what its exponents say; no value is 0 or 1 for all. */
const PROBES = [
  [0.3, -0.7],
  [-0.45, 0.2],
  [-1.1, -1.3],
  [0.85, 1.05],
  [0, 0],
] as const;

/**
 * The exponents of a term that is a monomial x^px y^py.
 *
 * @returns undefined where it is any other function.
 */
export function powersOf({ value }: BasisTerm): Powers | undefined {
  const px = Math.round(Math.log2(value(2, 1)));
  const py = Math.round(Math.log2(value(1, 2)));
  const possible = [px, py].every((p) => p >= 0 && p <= HIGHEST_POWER);
  if (!possible) return undefined;
  const same = PROBES.every(([x, y]) => {
    const expected = x ** px * y ** py;
    return Math.abs(value(x, y) - expected) <= 1e-12 * (1 + expected ** 2);
  });
  return same ? [px, py] : undefined;
}

/** Writes a field's value at (x, y) to the first two places of `out`. */
export type Rate = (x: number, y: number, out: Float64Array) => void;

/**
 * The field of a basis and its coefficients, made to be evaluated often: by
 * Horner's scheme where all terms are monomials.
 *
 * @throws {RangeError} if the number of coefficients is not the number of terms
 */
export function rateOf(basis: Basis, coefficients: ArrayLike<number>): Rate {
  const field = fieldOf(basis, coefficients);
  const powers = basis.terms.map(powersOf);
  if (!powers.every((found) => found !== undefined)) {
    return (x, y, out) => [out[0], out[1]] = field(x, y);
  }
  const columns = 1 + Math.max(...powers.map(([px]) => px));
  const rows = 1 + Math.max(...powers.map(([, py]) => py));
  const forX = new Float64Array(rows * columns);
  const forY = new Float64Array(rows * columns);
  basis.terms.forEach(({ component }, k) => {
    const [px, py] = powers[k];
    const into = component === "x" ? forX : forY;
    into[py * columns + px] += coefficients[k];
  });
  return (x, y, out) => {
    let [gx, gy] = [0, 0];
    for (let row = rows - 1; row >= 0; row--) {
      let [rowX, rowY] = [0, 0];
      for (let k = (row + 1) * columns - 1; k >= row * columns; k--) {
        rowX = rowX * x + forX[k];
        rowY = rowY * x + forY[k];
      }
      gx = gx * y + rowX;
      gy = gy * y + rowY;
    }
    out[0] = gx;
    out[1] = gy;
  };
}
