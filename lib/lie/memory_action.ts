import type { MatrixProduct } from "../runtime/direct.ts";
import type { ActionPlan } from "./exponential_action.ts";
import { besselJ } from "./bessel.ts";

/**
 * How an exponential becomes polynomials in one matrix: `stages` of them, one
 * after another, each u' = sum of c_j p_j over j = 0..terms. The matrix is
 * B = unit G; with powers of it, p_{j+1} = p_j B^T; with `recurrent`,
 * p_0 = x / 2, p_1 = p_0 B^T, p_{j+1} = p_j B^T + p_{j-1} (p_2 adds 2 p_0).
 */
export interface Expansion {
  readonly stages: number;
  readonly terms: number;
  readonly recurrent: boolean;
  readonly unit: number;
  /** c_j, and its derivative in t, of one row's t; one value a term. */
  readonly coefficients: (t: number) => RowCoefficients;
}

interface RowCoefficients {
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

/**
 * exp(-tG) as the plan has it: by Chebyshev's series where the plan has one,
 * else by Taylor's.
 *
 * @param generator `n * n`.
 */
export function expansionOf(
  { substeps, terms, chebyshev }: ActionPlan,
  generator: Float32Array,
  n: number,
): Expansion {
  return chebyshev === undefined
    ? taylor(substeps, terms, infinityNorm(generator, n))
    : chebyshevSeries(chebyshev.terms, chebyshev.radius);
}

/** c_j = (-t nu / s)^j / j!, with nu = ||G||_inf: no power of B overflows. */
function taylor(stages: number, terms: number, norm: number): Expansion {
  const nu = norm === 0 ? 1 : norm; // zeros need no scale
  return {
    stages,
    terms,
    recurrent: false,
    unit: 1 / nu,
    coefficients(t) {
      const value = new Float64Array(terms + 1).fill(1);
      const slope = new Float64Array(terms + 1);
      for (let j = 1; j <= terms; j++) {
        value[j] = value[j - 1] * -t * nu / stages / j;
        slope[j] = value[j - 1] * -nu / stages;
      }
      return { value, slope };
    },
  };
}

/** Below this a coefficient is nothing, and would make denormal numbers. */
const NEGLIGIBLE = 1e-20;

/**
 * exp(-tG) = J_0(tR) + 2 sum of (-1)^k J_k(tR) phi_k(G / R), with
 * phi_{k+1}(A) = 2 A phi_k(A) + phi_{k-1}(A): Chebyshev's polynomials along the
 * imaginary axis, where nearly all of a flow's spectrum lies (Tal-Ezer and
 * Kosloff 1984).
 */
function chebyshevSeries(terms: number, radius: number): Expansion {
  return {
    stages: 1,
    terms,
    recurrent: true,
    unit: 2 / radius,
    coefficients(t) {
      const bessel = besselJ(terms + 1, t * radius);
      const sign = (k: number) => k % 2 === 0 ? 1 : -1;
      const value = bessel.subarray(0, terms + 1)
        .map((j, k) => Math.abs(j) < NEGLIGIBLE ? 0 : 2 * sign(k) * j);
      const slope = value.map((_, k) =>
        // J_0' = -J_1, J_k' = (J_{k-1} - J_{k+1}) / 2.
        sign(k) * radius *
        ((k === 0 ? -bessel[1] : bessel[k - 1]) - bessel[k + 1])
      );
      return { value, slope };
    },
  };
}

function infinityNorm(generator: Float32Array, n: number): number {
  let largest = 0;
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let i = row * n; i < (row + 1) * n; i++) sum += Math.abs(generator[i]);
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** Blocks of `rows * n` values that an action works in. */
export function blocksNeeded(
  { stages, terms }: Expansion,
  keep: boolean,
): number {
  return keep ? stages * (terms + 1) : RING;
}

/** So many terms are looked at again where no gradient is wanted. */
const RING = 3;

/** What an action reads and writes: plain memory, owned by the caller. */
export interface ActionMemory {
  /** One value a row. */
  readonly t: Float32Array;
  /** B = unit G, `n * n`. */
  readonly matrix: Float32Array;
  /** All p_j where they are kept, else the latest; `rows * n` values a block. */
  readonly terms: Float32Array;
}

/**
 * exp(-t_b G) on every row b of x. Only the products with B cost anything; rows
 * get their own t by the coefficients.
 *
 * @param x `rows * n` values.
 * @param u The moved rows, overwritten.
 */
export function actOnMemory(
  product: MatrixProduct,
  expansion: Expansion,
  memory: ActionMemory,
  x: Float32Array,
  u: Float32Array,
): void {
  const { stages, terms, recurrent } = expansion;
  const rows = memory.t.length;
  const n = x.length / rows;
  const coefficients = Array.from(memory.t, expansion.coefficients);
  const shape = { transposeA: false, transposeB: true, m: rows, n, k: n };
  const blocks = memory.terms.length / x.length;
  const block = (index: number) => {
    const start = (index % blocks) * x.length;
    return memory.terms.subarray(start, start + x.length);
  };
  for (let stage = 0; stage < stages; stage++) {
    const first = stage * (terms + 1);
    const start = block(first);
    start.set(stage === 0 ? x : u);
    if (recurrent) scaleBy(start, 0.5);
    u.fill(0);
    addWeighted(u, start, coefficients, 0, n);
    for (let j = 1; j <= terms; j++) {
      const term = block(first + j);
      const accumulate = recurrent && j > 1;
      if (accumulate) {
        term.set(block(first + j - 2));
        if (j === 2) scaleBy(term, 2);
      }
      const last = block(first + j - 1);
      product({ ...shape, accumulate }, last, memory.matrix, term);
      addWeighted(u, term, coefficients, j, n);
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
 * The gradients of {@link actOnMemory}, those of the cut series. With the
 * adjoints l_j of p_j, l_j = c_j du + l_{j+1} B (+ l_{j+2} where recurrent),
 *   dB = sum of l_{j+1}^T p_j,  dt = sum of c_j' <p_j, du>.
 *
 * @param memory As the action left it, with all terms kept.
 * @param adjoints Working memory, as large as the terms of one stage.
 * @param du `rows * n` values.
 */
export function actOnMemoryBackward(
  product: MatrixProduct,
  expansion: Expansion,
  memory: ActionMemory,
  adjoints: Float32Array,
  du: Float32Array,
): ActionGradients {
  const { stages, terms, recurrent, unit } = expansion;
  const rows = memory.t.length;
  const size = du.length;
  const n = size / rows;
  const coefficients = Array.from(memory.t, expansion.coefficients);
  const generator = new Float32Array(n * n);
  const dt = new Float64Array(rows);
  const chain = { transposeA: false, transposeB: false, m: rows, n, k: n };
  const outer = { transposeA: true, transposeB: false, m: n, n };
  const block = (from: Float32Array, index: number) =>
    from.subarray(index * size, (index + 1) * size);
  let upstream = du;
  for (let stage = stages - 1; stage >= 0; stage--) {
    const first = stage * (terms + 1);
    for (let j = terms; j >= 0; j--) {
      const own = block(adjoints, j);
      const term = block(memory.terms, first + j);
      startAdjoint(own, upstream, term, coefficients, j, n, dt);
      if (recurrent && j + 2 <= terms) {
        addTo(own, block(adjoints, j + 2));
        if (j === 0) addTo(own, block(adjoints, 2));
      }
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
    if (recurrent) scaleBy(upstream, 0.5);
  }
  scaleBy(generator, unit);
  return { generator, t: Float32Array.from(dt), x: upstream };
}

function scaleBy(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

function addTo(to: Float32Array, from: Float32Array): void {
  for (let i = 0; i < to.length; i++) to[i] += from[i];
}

/** u_b += c_bj p_b for every row b. */
function addWeighted(
  u: Float32Array,
  term: Float32Array,
  coefficients: readonly RowCoefficients[],
  j: number,
  n: number,
): void {
  for (let row = 0, i = 0; row < coefficients.length; row++) {
    const weight = coefficients[row].value[j];
    for (const end = i + n; i < end; i++) u[i] += weight * term[i];
  }
}

/** l_b = c_bj du_b, and c_bj' <p_b, du_b> for dt, in one pass over memory. */
function startAdjoint(
  adjoint: Float32Array,
  du: Float32Array,
  term: Float32Array,
  coefficients: readonly RowCoefficients[],
  j: number,
  n: number,
  dt: Float64Array,
): void {
  for (let row = 0, i = 0; row < coefficients.length; row++) {
    const { value, slope } = coefficients[row];
    const weight = value[j];
    let along = 0;
    for (const end = i + n; i < end; i++) {
      adjoint[i] = weight * du[i];
      along += term[i] * du[i];
    }
    dt[row] += slope[j] * along;
  }
}
