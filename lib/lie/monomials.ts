import { type Basis, type BasisTerm, fieldOf } from "./basis.ts";

/** Exponents of x and y. */
export type Powers = readonly [px: number, py: number];

/** The highest exponent that {@linkcode powersOf} looks for. */
export const HIGHEST_POWER = 32;

/** Points at which a term must equal its monomial. */
const PROBES = [
  [0.3, -0.7],
  [-0.45, 0.2],
  [-1.1, -1.3],
  [0.85, 1.05],
  [0, 0],
] as const;

/**
 * Finds the exponents of a term that is a monomial x^px y^py.
 *
 * @returns undefined if the term is any other function.
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
export type Velocity = (x: number, y: number, out: Float64Array) => void;

/**
 * Makes a fast evaluation of the field of a basis and its coefficients: by Horner's
 * scheme if all terms are monomials.
 *
 * @throws {RangeError} if the number of coefficients is not the number of terms
 */
export function velocityOf(
  basis: Basis,
  coefficients: ArrayLike<number>,
): Velocity {
  const field = fieldOf(basis, coefficients);
  const powers = basis.terms.map(powersOf);
  if (!powers.every((found) => found !== undefined)) {
    return (x, y, out) => [out[0], out[1]] = field(x, y);
  }
  const degree = Math.max(2, ...powers.flat());
  const count = degree + 1;
  const forX = new Float64Array(count * count);
  const forY = new Float64Array(count * count);
  basis.terms.forEach(({ component }, k) => {
    const [px, py] = powers[k];
    const into = component === "x" ? forX : forY;
    into[py * count + px] += coefficients[k];
  });
  return degree === 2 ? ofSecondDegree(forX, forY) : byHorner(forX, forY);
}

/**
 * Evaluates a field by Horner's scheme.
 *
 * @param forX A row per power of y, in it a coefficient per power of x.
 */
function byHorner(forX: Float64Array, forY: Float64Array): Velocity {
  const count = Math.sqrt(forX.length);
  return (x, y, out) => {
    let gx = 0, gy = 0;
    for (let row = count - 1; row >= 0; row--) {
      let rowX = 0, rowY = 0;
      for (let k = (row + 1) * count - 1; k >= row * count; k--) {
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

/** `byHorner` for powers up to the second, written out, which takes half of the time. */
function ofSecondDegree(forX: Float64Array, forY: Float64Array): Velocity {
  const [a0, a1, a2, b0, b1, b2, c0, c1, c2] = forX;
  const [d0, d1, d2, e0, e1, e2, f0, f1, f2] = forY;
  return (x, y, out) => {
    out[0] = (((c2 * x + c1) * x + c0) * y + ((b2 * x + b1) * x + b0)) * y +
      ((a2 * x + a1) * x + a0);
    out[1] = (((f2 * x + f1) * x + f0) * y + ((e2 * x + e1) * x + e0)) * y +
      ((d2 * x + d1) * x + d0);
  };
}

/** A field at a point, with its first derivatives there. */
export interface FieldJet {
  /** Gamma_x, Gamma_y, then d/dx and d/dy of Gamma_x, then those of Gamma_y. */
  readonly field: Float64Array;
  /** Value of every term of the basis. */
  readonly terms: Float64Array;
}

/** The step of central differences, in half-frames. */
const EPSILON = 1e-5;

/**
 * Evaluates a field with its first derivatives: exactly if all terms are monomials,
 * else by central differences.
 *
 * @returns The jet, and a function that evaluates it at (x, y).
 * @throws {RangeError} if the number of coefficients is not the number of terms
 */
export function jetOf(
  basis: Basis,
  coefficients: ArrayLike<number>,
): FieldJet & { readonly evaluate: (x: number, y: number) => void } {
  const jet = {
    field: new Float64Array(6),
    terms: new Float64Array(basis.terms.length),
  };
  const powers = basis.terms.map(powersOf);
  const evaluate = powers.every((found) => found !== undefined)
    ? ofMonomials(basis, coefficients, powers, jet)
    : ofFunctions(basis, coefficients, jet);
  return { ...jet, evaluate };
}

function ofMonomials(
  { terms }: Basis,
  coefficients: ArrayLike<number>,
  powers: readonly Powers[],
  jet: FieldJet,
): (x: number, y: number) => void {
  const highest = Math.max(...powers.flat());
  const [xs, ys] = [0, 1].map(() => new Float64Array(highest + 1));
  const names = powers.map((pair) => pair.join());
  const distinct = [...new Set(names)];
  const monomialOf = Uint8Array.from(names, (name) => distinct.indexOf(name));
  const count = distinct.length;
  const [px, py] = [0, 1].map((axis) =>
    Uint8Array.from(distinct, (name) => powers[names.indexOf(name)][axis])
  );
  const [alongX, alongY] = [0, 1].map(() => new Float64Array(count));
  terms.forEach(({ component }, k) => {
    const along = component === "x" ? alongX : alongY;
    along[monomialOf[k]] += coefficients[k];
  });
  const values = new Float64Array(count);
  const { field, terms: out } = jet;
  xs[0] = ys[0] = 1;
  return (x, y) => {
    for (let p = 1; p <= highest; p++) {
      xs[p] = xs[p - 1] * x;
      ys[p] = ys[p - 1] * y;
    }
    let vx = 0, vy = 0, vxx = 0, vxy = 0, vyx = 0, vyy = 0;
    for (let m = 0; m < count; m++) {
      const i = px[m], j = py[m], a = alongX[m], b = alongY[m];
      const value = xs[i] * ys[j];
      const byX = i === 0 ? 0 : i * xs[i - 1] * ys[j];
      const byY = j === 0 ? 0 : j * xs[i] * ys[j - 1];
      values[m] = value;
      vx += a * value;
      vy += b * value;
      vxx += a * byX;
      vxy += a * byY;
      vyx += b * byX;
      vyy += b * byY;
    }
    field[0] = vx;
    field[1] = vy;
    field[2] = vxx;
    field[3] = vxy;
    field[4] = vyx;
    field[5] = vyy;
    for (let k = 0; k < out.length; k++) out[k] = values[monomialOf[k]];
  };
}

function ofFunctions(
  basis: Basis,
  coefficients: ArrayLike<number>,
  jet: FieldJet,
): (x: number, y: number) => void {
  const field = fieldOf(basis, coefficients);
  return (x, y) => {
    [jet.field[0], jet.field[1]] = field(x, y);
    const [right, left] = [field(x + EPSILON, y), field(x - EPSILON, y)];
    const [down, up] = [field(x, y + EPSILON), field(x, y - EPSILON)];
    for (const row of [0, 1]) {
      jet.field[2 + 2 * row] = (right[row] - left[row]) / (2 * EPSILON);
      jet.field[3 + 2 * row] = (down[row] - up[row]) / (2 * EPSILON);
    }
    basis.terms.forEach(({ value }, k) => jet.terms[k] = value(x, y));
  };
}
