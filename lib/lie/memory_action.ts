import type { MatrixProduct } from "../runtime/direct.ts";
import type { ActionPlan } from "./action_plan.ts";

/** The memory that an action reads and writes; the caller owns it. */
export interface ActionMemory {
  /** One t per row. */
  readonly t: Float32Array;
  /** A = G / nu, `n * n`. */
  readonly matrix: Float32Array;
  readonly nu: number;
  /**
   * The terms x (A^T)^j for j = 0..terms, `rows * n` values each. There are those of all
   * sub-steps if a gradient follows, else those of one.
   */
  readonly terms: Float32Array;
}

/** The norm ||G||_inf, or 1 for zeros. No power of G divided by it overflows. */
export function taylorScale(generator: Float32Array, n: number): number {
  let largest = 0;
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let i = row * n; i < (row + 1) * n; i++) sum += Math.abs(generator[i]);
    largest = Math.max(largest, sum);
  }
  return largest === 0 ? 1 : largest;
}

/**
 * Applies exp(-t_b G) to every row b of x, by a scaled Taylor series on plain memory:
 * u' = sum of C_j x (A^T)^j with C_j = (c nu)^j / j!, c = -t / s. All rows share the
 * products with A; the coefficients C_j depend on the row's t.
 *
 * @param x `rows * n` values.
 * @param u The moved rows, overwritten.
 * @param transposed Whether G^T takes the place of G: the gradient in x of this very
 * series.
 */
export function actOnMemory(
  product: MatrixProduct,
  plan: ActionPlan,
  memory: ActionMemory,
  x: Float32Array,
  u: Float32Array,
  transposed = false,
): void {
  const rows = memory.t.length;
  const n = x.length / rows;
  const coefficients = seriesCoefficients(memory, plan);
  const shape = {
    ...{ transposeA: false, transposeB: !transposed, accumulate: false },
    ...{ m: rows, n, k: n },
  };
  const perStep = (plan.terms + 1) * x.length;
  u.set(x);
  for (let step = 0; step < plan.substeps; step++) {
    const start = (step * perStep) % memory.terms.length;
    const block = (j: number) =>
      memory.terms.subarray(start + j * x.length, start + (j + 1) * x.length);
    block(0).set(u);
    for (let j = 1; j <= plan.terms; j++) {
      product(shape, block(j - 1), memory.matrix, block(j));
      addWeighted(u, block(j), coefficients, j, n);
    }
  }
}

/** Gradients with respect to the three operands. */
export interface ActionGradients {
  readonly generator: Float32Array;
  readonly t: Float32Array;
  readonly x: Float32Array;
}

/**
 * Computes the gradients of {@link actOnMemory}. With w_j = x (A^T)^j and u' their
 * weighted sum, the adjoints are a_j = C_j du + a_{j+1} A, and
 *   dx = a_0,  nu dG = sum of a_{j+1}^T w_j,  dc / nu = sum of C_{j-1} <w_j, du>.
 *
 * @param memory As the action left it, with all terms kept.
 * @param adjoints Working memory, as large as the terms of one sub-step.
 * @param du `rows * n` values.
 */
export function actOnMemoryBackward(
  product: MatrixProduct,
  plan: ActionPlan,
  memory: ActionMemory,
  adjoints: Float32Array,
  du: Float32Array,
): ActionGradients {
  const { terms, substeps } = plan;
  const rows = memory.t.length;
  const size = du.length;
  const n = size / rows;
  const coefficients = seriesCoefficients(memory, plan);
  const generator = new Float32Array(n * n);
  const dc = new Float64Array(rows);
  const chain = { transposeA: false, transposeB: false, m: rows, n, k: n };
  const outer = { transposeA: true, transposeB: false, m: n, n };
  const block = (from: Float32Array, index: number) =>
    from.subarray(index * size, (index + 1) * size);
  let upstream = du;
  for (let step = substeps - 1; step >= 0; step--) {
    const first = step * (terms + 1);
    for (let j = terms; j >= 0; j--) {
      const [own, term] = [block(adjoints, j), block(memory.terms, first + j)];
      startAdjoint(own, upstream, term, coefficients, j, n, dc);
      if (j === terms) continue;
      const next = block(adjoints, j + 1);
      product({ ...chain, accumulate: true }, next, memory.matrix, own);
    }
    const later = adjoints.subarray(size, (terms + 1) * size);
    const earlier = memory.terms
      .subarray(first * size, (first + terms) * size);
    const shape = { ...outer, k: terms * rows, accumulate: true };
    product(shape, later, earlier, generator);
    upstream = adjoints.slice(0, size);
  }
  for (let i = 0; i < generator.length; i++) generator[i] /= memory.nu;
  const slope = -memory.nu / substeps;
  return { generator, t: Float32Array.from(dc, (v) => slope * v), x: upstream };
}

/** The coefficients C_j = (c nu)^j / j!, j = 0..terms, one row after another. */
function seriesCoefficients(
  { t, nu }: ActionMemory,
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

/** Adds C_bj w_jb to u_b, for every row b. */
function addWeighted(
  u: Float32Array,
  term: Float32Array,
  coefficients: Float64Array,
  j: number,
  n: number,
): void {
  const rows = u.length / n;
  const count = coefficients.length / rows;
  for (let row = 0, i = 0; row < rows; row++) {
    const weight = coefficients[row * count + j];
    for (const end = i + n; i < end; i++) u[i] += weight * term[i];
  }
}

/**
 * Computes a_b = C_bj du_b, and C_b(j-1) <w_jb, du_b> for dc, in one pass over memory.
 */
function startAdjoint(
  adjoint: Float32Array,
  du: Float32Array,
  term: Float32Array,
  coefficients: Float64Array,
  j: number,
  n: number,
  dc: Float64Array,
): void {
  const rows = du.length / n;
  const count = coefficients.length / rows;
  for (let row = 0, i = 0; row < rows; row++) {
    const weight = coefficients[row * count + j];
    let along = 0;
    for (const end = i + n; i < end; i++) {
      adjoint[i] = weight * du[i];
      along += term[i] * du[i];
    }
    if (j > 0) dc[row] += coefficients[row * count + j - 1] * along;
  }
}
