import type { MatrixProduct } from "../runtime/product.ts";
import type { ActionPlan } from "./exponential_action.ts";

/** The powers that one sub-step needs again on the way back. */
export interface KeptPowers {
  /**
   * A sub-step's x (A^T)^j for j = 0..terms, `(terms + 1) * rows * n` values
   * each.
   */
  readonly substeps: readonly Float32Array[];
  readonly scaled: ScaledGenerator;
}

/** The operands of an action, as plain memory. */
export interface ActionOperands {
  /** `n * n`, acting on column vectors. */
  readonly generator: Float32Array;
  /** One value a row. */
  readonly t: Float32Array;
  /** Number of values of a row. */
  readonly n: number;
  readonly plan: ActionPlan;
}

/** A = G / nu with nu = ||G||_inf, so that no power of A overflows. */
interface ScaledGenerator {
  readonly matrix: Float32Array;
  readonly nu: number;
}

/** Gradients with respect to the three operands. */
export interface ActionGradients {
  readonly generator: Float32Array;
  readonly t: Float32Array;
  readonly x: Float32Array;
}

/**
 * exp(-t_b G) on every row b of x, by a scaled Taylor series on plain memory:
 * u' = sum of C_j x (A^T)^j with C_j = (c nu)^j / j!, c = -t / s. Only the
 * products with A cost anything; rows get their own t by the coefficients.
 *
 * @param x `rows * n` values.
 * @param keep Whether gradients will be asked for; if not, every sub-step works
 * in the same memory.
 * @returns The moved rows and what the gradients need.
 */
export function actOnMemory(
  product: MatrixProduct,
  { generator, t, n, plan }: ActionOperands,
  x: Float32Array,
  keep: boolean,
): { readonly u: Float32Array; readonly kept: KeptPowers } {
  const rows = t.length;
  const size = rows * n;
  const shape = { transposeA: false, transposeB: true, m: rows, n, k: n };
  const scaled = scale(generator, n);
  const coefficients = seriesCoefficients(t, scaled.nu, plan);
  const substeps: Float32Array[] = [];
  let u = x;
  let powers = new Float32Array((plan.terms + 1) * size);
  for (let step = 0; step < plan.substeps; step++) {
    if (keep && step > 0) powers = new Float32Array(powers.length);
    powers.set(u);
    for (let j = 1; j <= plan.terms; j++) {
      const last = powers.subarray((j - 1) * size, j * size);
      const next = powers.subarray(j * size, (j + 1) * size);
      product({ ...shape, accumulate: false }, last, scaled.matrix, next);
    }
    u = weightedSum(powers, coefficients, rows, n);
    if (keep) substeps.push(powers);
  }
  return { u, kept: { substeps, scaled } };
}

/**
 * The gradients of {@link actOnMemory}. With w_j = x (A^T)^j and u' their
 * weighted sum, the adjoints are a_j = C_j du + a_{j+1} A, and
 *   dx = a_0,  nu dG = sum of a_{j+1}^T w_j,  dc / nu = sum of C_{j-1} <w_j, du>.
 *
 * @param du `rows * n` values.
 */
export function actOnMemoryBackward(
  product: MatrixProduct,
  { t, n, plan }: Omit<ActionOperands, "generator">,
  { substeps, scaled }: KeptPowers,
  du: Float32Array,
): ActionGradients {
  const { terms } = plan;
  const rows = t.length;
  const size = rows * n;
  const coefficients = seriesCoefficients(t, scaled.nu, plan);
  const dG = new Float32Array(n * n);
  const dc = new Float64Array(rows);
  const chain = { transposeA: false, transposeB: false, m: rows, n, k: n };
  const outer = { transposeA: true, transposeB: false, m: n, n };
  let upstream = du;
  for (const powers of substeps.toReversed()) {
    addSlopes(dc, powers, upstream, coefficients, rows, n);
    const adjoints = weightedCopies(upstream, coefficients, rows, n);
    for (let j = terms - 1; j >= 0; j--) {
      const next = adjoints.subarray((j + 1) * size, (j + 2) * size);
      const own = adjoints.subarray(j * size, (j + 1) * size);
      product({ ...chain, accumulate: true }, next, scaled.matrix, own);
    }
    const later = adjoints.subarray(size);
    const earlier = powers.subarray(0, terms * size);
    product(
      { ...outer, k: terms * rows, accumulate: true },
      later,
      earlier,
      dG,
    );
    upstream = adjoints.slice(0, size);
  }
  for (let i = 0; i < dG.length; i++) dG[i] /= scaled.nu;
  const slope = -scaled.nu / plan.substeps;
  const dt = Float32Array.from(dc, (value) => slope * value);
  return { generator: dG, t: dt, x: upstream };
}

function scale(generator: Float32Array, n: number): ScaledGenerator {
  let nu = 0;
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let i = row * n; i < (row + 1) * n; i++) sum += Math.abs(generator[i]);
    nu = Math.max(nu, sum);
  }
  // A generator of zeros needs no scale.
  if (nu === 0) nu = 1;
  const matrix = generator.slice();
  for (let i = 0; i < matrix.length; i++) matrix[i] /= nu;
  return { matrix, nu };
}

/** C_j = (c nu)^j / j! for every row, j = 0..terms, one row after another. */
function seriesCoefficients(
  t: Float32Array,
  nu: number,
  { substeps, terms }: ActionPlan,
): Float64Array {
  const count = terms + 1;
  const coefficients = new Float64Array(t.length * count);
  for (let row = 0; row < t.length; row++) {
    let value = 1;
    for (let j = 0; j <= terms; j++) {
      coefficients[row * count + j] = value;
      value *= -t[row] * nu / substeps / (j + 1);
    }
  }
  return coefficients;
}

/** u_b = sum over j of C_bj w_jb. */
function weightedSum(
  powers: Float32Array,
  coefficients: Float64Array,
  rows: number,
  n: number,
): Float32Array {
  const count = coefficients.length / rows;
  const u = new Float32Array(rows * n);
  for (let j = 0; j < count; j++) {
    for (let row = 0; row < rows; row++) {
      const weight = coefficients[row * count + j];
      const from = (j * rows + row) * n;
      const to = row * n;
      for (let i = 0; i < n; i++) u[to + i] += weight * powers[from + i];
    }
  }
  return u;
}

/** C_bj du_b for every j, laid out like the powers. */
function weightedCopies(
  du: Float32Array,
  coefficients: Float64Array,
  rows: number,
  n: number,
): Float32Array {
  const count = coefficients.length / rows;
  const copies = new Float32Array(count * rows * n);
  for (let j = 0; j < count; j++) {
    for (let row = 0; row < rows; row++) {
      const weight = coefficients[row * count + j];
      const to = (j * rows + row) * n;
      const from = row * n;
      for (let i = 0; i < n; i++) copies[to + i] = weight * du[from + i];
    }
  }
  return copies;
}

/** Adds dC_j/dc <w_j, du> = C_{j-1} <w_j, du>, j = 1..terms, to every row. */
function addSlopes(
  dc: Float64Array,
  powers: Float32Array,
  du: Float32Array,
  coefficients: Float64Array,
  rows: number,
  n: number,
): void {
  const count = coefficients.length / rows;
  for (let j = 1; j < count; j++) {
    for (let row = 0; row < rows; row++) {
      const from = (j * rows + row) * n;
      const at = row * n;
      let along = 0;
      for (let i = 0; i < n; i++) along += powers[from + i] * du[at + i];
      dc[row] += coefficients[row * count + j - 1] * along;
    }
  }
}
