import {
  IMAGES_MULTIPLE,
  type LineKernels,
  type Slots,
} from "../runtime/line_kernels.ts";
import { coefficientsAt, type LineSeries } from "./line_series.ts";

/** The number of images, rounded up to the number that a slot has room for. */
export const paddedImages = (images: number): number =>
  IMAGES_MULTIPLE * Math.ceil(images / IMAGES_MULTIPLE);

/** The memory of an action on N x N grids, in the memory of the kernels. */
export interface LineMemory {
  /** p_j in slot j, j = 0..terms. */
  readonly terms: Slots;
  /** c_j of every image, `(terms + 1) * images`. */
  readonly weights: Float32Array;
}

/**
 * Writes the series coefficients of every image, or their slopes in t, one slot per
 * term.
 */
function fillWeights(
  weights: Float32Array,
  series: LineSeries,
  t: Float32Array,
  which: "value" | "slope",
): void {
  const images = weights.length / (series.terms + 1);
  weights.fill(0);
  t.forEach((time, image) => {
    const coefficients = coefficientsAt(series, time)[which];
    coefficients.forEach((c, j) => weights[j * images + image] = c);
  });
}

/**
 * Applies exp(-t_b G) to every image b.
 *
 * @param lines B, the generator times the series' unit.
 * @param memory Slot 0 holds the images; the others are overwritten.
 * @param t One t per image.
 * @param u `cells * images`, overwritten.
 */
export function actOnLines(
  kernels: LineKernels,
  series: LineSeries,
  lines: Float32Array,
  { terms, weights }: LineMemory,
  t: Float32Array,
  u: Float32Array,
): void {
  const recurrent = series.kind === "chebyshev";
  if (recurrent) scaleSlot(terms, 0, 0.5);
  for (let j = 1; j <= series.terms; j++) {
    const carry = recurrent && j > 1
      ? { slot: j - 2, factor: j === 2 ? 2 : 1 }
      : undefined;
    const [source, target] = [{ of: terms, slot: j - 1 }, {
      of: terms,
      slot: j,
    }];
    kernels.multiply(lines, source, target, { carry });
  }
  fillWeights(weights, series, t, "value");
  kernels.sum(terms, weights, u);
}

/** Gradients of an action with respect to B and t. */
export interface LineGradients {
  /** With respect to B, written to the memory given for it. */
  readonly lines: Float32Array;
  /** With respect to t, one per image. */
  readonly t: Float32Array;
}

/**
 * Computes the gradients of {@link actOnLines}, which are those of the truncated
 * series. With the adjoints l_j of p_j, l_j = c_j du + B^T l_{j+1} (+ l_{j+2} by
 * Chebyshev),
 *   dB = sum of l_{j+1} p_j^T over the lines' cells,  dt = sum of c_j' <p_j, du>.
 *
 * @param transposed B^T.
 * @param memory As the action left it; the weights are overwritten.
 * @param adjoints Working memory, as large as the terms; it is overwritten.
 * @param du `cells * images`.
 * @param work `cells * images`, overwritten.
 * @param out Gets the gradient in B, as long as B.
 */
export function actOnLinesBackward(
  kernels: LineKernels,
  series: LineSeries,
  transposed: Float32Array,
  { terms, weights }: LineMemory,
  adjoints: Slots,
  t: Float32Array,
  du: Float32Array,
  work: Float32Array,
  out: Float32Array,
): LineGradients {
  const { images } = terms;
  fillWeights(weights, series, t, "value");
  const weighted = (j: number) => ({
    weights: weights.subarray(j * images, (j + 1) * images),
    values: du,
  });
  startAdjoint(adjoints, series.terms, weighted(series.terms));
  for (let j = series.terms - 1; j >= 1; j--) {
    const carry = series.kind === "chebyshev" && j + 2 <= series.terms
      ? { slot: j + 2, factor: 1 }
      : undefined;
    const [source, target] = [{ of: adjoints, slot: j + 1 }, {
      of: adjoints,
      slot: j,
    }];
    kernels.multiply(transposed, source, target, {
      carry,
      weighted: weighted(j),
    });
  }
  kernels.outer(
    out,
    { of: terms, slot: 0 },
    { of: adjoints, slot: 1 },
    series.terms,
  );
  fillWeights(weights, series, t, "slope");
  kernels.sum(terms, weights, work);
  return { lines: out, t: innerProducts(work, du, t.length, images) };
}

/** Writes the last adjoint, l_K = c_K du. */
function startAdjoint(
  { values, cells, slots, images }: Slots,
  slot: number,
  { weights, values: du }: { weights: Float32Array; values: Float32Array },
): void {
  for (let cell = 0; cell < cells; cell++) {
    const at = (cell * slots + slot) * images;
    for (let b = 0; b < images; b++) {
      values[at + b] = weights[b] * du[cell * images + b];
    }
  }
}

function scaleSlot(
  { values, cells, slots, images }: Slots,
  slot: number,
  factor: number,
): void {
  for (let cell = 0; cell < cells; cell++) {
    const at = (cell * slots + slot) * images;
    for (let b = 0; b < images; b++) values[at + b] *= factor;
  }
}

/** The inner products <a_b, b_b> over the cells, one per image. */
function innerProducts(
  a: Float32Array,
  b: Float32Array,
  count: number,
  images: number,
): Float32Array {
  const sums = new Float64Array(count);
  for (let start = 0; start < a.length; start += images) {
    for (let i = 0; i < count; i++) sums[i] += a[start + i] * b[start + i];
  }
  return Float32Array.from(sums);
}
