import {
  IMAGES_MULTIPLE,
  type LineKernels,
  type Slots,
} from "../runtime/line_kernels.ts";
import { coefficientsAt, type LineSeries } from "./line_series.ts";

/** Images that go into slots with room for so many. */
export const paddedImages = (images: number): number =>
  IMAGES_MULTIPLE * Math.ceil(images / IMAGES_MULTIPLE);

/** The memory of an action on N x N grids; all of it the kernels'. */
export interface LineMemory {
  /** p_j in slot j, j = 0..terms. */
  readonly terms: Slots;
  /** c_j of every image, `(terms + 1) * images`. */
  readonly weights: Float32Array;
}

/** Writes the images' own coefficients, or their slopes, one slot a term. */
export function fillWeights(
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
 * exp(-t_b G) on every image b.
 *
 * @param lines B = unit G.
 * @param memory Slot 0 holds the images; the others are overwritten.
 * @param t One an image.
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

/** Gradients of an action, but for the one with respect to the images. */
export interface LineGradients {
  /** With respect to B, written to the memory given for it. */
  readonly lines: Float32Array;
  /** One an image. */
  readonly t: Float32Array;
}

/**
 * The gradients of {@link actOnLines}, those of the cut series. With the
 * adjoints l_j of p_j, l_j = c_j du + B^T l_{j+1} (+ l_{j+2} by Chebyshev),
 *   dB = sum of l_{j+1} p_j^T over the lines' cells,  dt = sum of c_j' <p_j, du>.
 *
 * @param transposed B^T.
 * @param memory As the action left it; the weights are overwritten.
 * @param adjoints As large as the terms, overwritten.
 * @param du `cells * images`.
 * @param work `cells * images`, overwritten.
 * @param out As long as B, overwritten.
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

/** l_K = c_K du. */
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

/** <a_b, b_b> over the cells, for every image. */
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
