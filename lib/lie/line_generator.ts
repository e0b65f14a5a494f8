import type { Basis, BasisTerm } from "./basis.ts";
import { centres, derivativeMatrix } from "./derivative.ts";
import { taper } from "./generator.ts";

/**
 * A generator on an n x n grid, as line matrices. It couples a cell only with the
 * cells of its own row and of its own column, so it is kept as the 2 n matrices of
 * these lines, rows first. The number at `(line n + k) n + i` is the weight of the
 * line's cell k in its cell i. These are 2 n^3 numbers in place of n^4.
 */
export type LineGenerator = Float32Array | Float64Array;

/** The form in which a generator is discretised. */
export type GeneratorForm =
  /** (G X) = Gamma_x * (X D^T) + Gamma_y * (D X), periodic. */
  | { readonly kind: "plain" }
  /**
   * G u = 1/2 (Gamma . D u + D . (Gamma u)) - 1/2 (D . Gamma) u on a grid with a
   * margin, across which Gamma falls to zero.
   */
  | { readonly kind: "tapered"; readonly margin: number }
  /** The plain form with the margin of the tapered one. */
  | { readonly kind: "advective"; readonly margin: number };

/** Whether the periodic boundary adds no energy to the frame. */
export const isStable = (form: GeneratorForm): boolean =>
  form.kind === "tapered" && form.margin > 0;

/** The margin of a form: cells on each side of the frame. */
export const marginOf = (form: GeneratorForm): number =>
  form.kind === "plain" ? 0 : form.margin;

/**
 * Builds the generators of a basis as line matrices. They are equal to those of
 * `generatorStack`, `taperedGeneratorStack` and `advectiveGeneratorStack`.
 *
 * @param basis the terms, one generator each
 * @param n cells per side of the frame, at least 1
 * @returns terms x 2 N^3, with N = n + 2 margin cells per side of the grid
 */
export function lineStack(
  basis: Basis,
  n: number,
  form: GeneratorForm,
): Float64Array {
  const margin = marginOf(form);
  const size = n + 2 * margin;
  const derivative = derivativeMatrix(size, n / 2);
  const length = 2 * size ** 3;
  const stack = new Float64Array(basis.terms.length * length);
  basis.terms.forEach((term, index) => {
    const value = sample(term, n, margin);
    const lines = stack.subarray(index * length, (index + 1) * length);
    const fill = form.kind === "tapered" ? fillSplit : fillPlain;
    fill(lines, size, term.component, value, derivative);
  });
  return stack;
}

/**
 * Visits all pairs of cells of a line, with their indices and that in the line matrix.
 */
function forEachPair(
  size: number,
  component: "x" | "y",
  visit: (to: number, from: number, at: number, d: number) => void,
): void {
  const first = component === "x" ? 0 : size;
  const cell = (line: number, i: number) =>
    component === "x" ? line * size + i : i * size + line;
  for (let line = 0; line < size; line++) {
    for (let k = 0; k < size; k++) {
      for (let i = 0; i < size; i++) {
        const at = ((first + line) * size + k) * size + i;
        visit(cell(line, i), cell(line, k), at, i * size + k);
      }
    }
  }
}

function fillPlain(
  lines: Float64Array,
  size: number,
  component: "x" | "y",
  value: Float64Array,
  derivative: Float64Array,
): void {
  forEachPair(size, component, (to, _from, at, d) => {
    lines[at] = value[to] * derivative[d];
  });
}

function fillSplit(
  lines: Float64Array,
  size: number,
  component: "x" | "y",
  value: Float64Array,
  derivative: Float64Array,
): void {
  const divergence = new Float64Array(size * size);
  forEachPair(size, component, (to, from, _at, d) => {
    divergence[to] += derivative[d] * value[from];
  });
  forEachPair(size, component, (to, from, at, d) => {
    lines[at] = derivative[d] / 2 * (value[to] + value[from]);
    if (to === from) lines[at] -= divergence[to] / 2;
  });
}

/** The term's value at every cell of the grid, tapered across the margin. */
function sample(term: BasisTerm, n: number, margin: number): Float64Array {
  const axis = centres(n, margin);
  const fall = taper(n, margin);
  const size = axis.length;
  return Float64Array.from({ length: size * size }, (_, cell) => {
    const [row, column] = [Math.floor(cell / size), cell % size];
    return fall[row] * fall[column] * term.value(axis[column], axis[row]);
  });
}

/**
 * Computes one generator from a stack, factor * sum of alpha_i G_i.
 *
 * @param stack terms x 2 N^3
 * @param out 2 N^3, overwritten
 */
export function combineLines(
  stack: LineGenerator,
  alpha: ArrayLike<number>,
  factor: number,
  out: LineGenerator,
): void {
  out.fill(0);
  for (let term = 0; term < alpha.length; term++) {
    const weight = factor * alpha[term];
    const start = term * out.length;
    for (let i = 0; i < out.length; i++) out[i] += weight * stack[start + i];
  }
}

/**
 * Computes the gradient in alpha through {@link combineLines}: inner products with the
 * terms.
 *
 * @param gradient with respect to `out`
 * @returns with respect to alpha
 */
export function gradientOfAlpha(
  stack: Float32Array,
  gradient: Float32Array,
  factor: number,
): Float32Array {
  const length = gradient.length;
  return Float32Array.from({ length: stack.length / length }, (_, term) => {
    const start = term * length;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += gradient[i] * stack[start + i];
    return factor * sum;
  });
}

/** Writes the line matrices of G^T to `out`. */
export function transposeLines(lines: Float32Array, out: Float32Array): void {
  const size = Math.round(Math.cbrt(lines.length / 2));
  for (let line = 0; line < 2 * size; line++) {
    const start = line * size * size;
    for (let k = 0; k < size; k++) {
      for (let i = 0; i < size; i++) {
        out[start + i * size + k] = lines[start + k * size + i];
      }
    }
  }
}
