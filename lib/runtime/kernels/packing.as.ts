import { MR, NR } from "./micro_kernel.as";

// A panel is 5 numbers (of A) or 8 numbers (of B) wide.

/**
 * Packs the elements (p, i) of a panel, p in 0..k and i in 0..width, to
 * 4 (p width + i), times `scale`, from a matrix in which i is contiguous.
 */
@inline
export function packAlong(
  width: i32,
  k: i32,
  source: usize,
  stride: usize,
  target: usize,
  scale: v128,
): void {
  for (let p = 0; p < k; p++) {
    v128.store(target, f32x4.mul(scale, v128.load(source)));
    if (width == 8) {
      v128.store(target, f32x4.mul(scale, v128.load(source, 16)), 16);
    } else {
      store<f32>(target, f32x4.extract_lane(scale, 0) * load<f32>(source, 16), 16);
    }
    source += stride;
    target += width << 2;
  }
}

/**
 * Packs like `packAlong`, from a matrix in which p is contiguous and rows i are
 * `stride` bytes apart. It transposes four steps at a time.
 */
@inline
export function packAcross(
  width: i32,
  k: i32,
  source: usize,
  stride: usize,
  target: usize,
  scale: v128,
): void {
  const step: usize = width << 2;
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    transpose4(source, stride, target, step, scale);
    if (width == 8) {
      transpose4(source + 4 * stride, stride, target + 16, step, scale);
    } else {
      spread4(source + 4 * stride, target + 16, step, scale);
    }
    source += 16;
    target += 4 * step;
  }
  packEdge(width, width, k - p, source, 4, stride, target, scale);
}

/** Transposes four rows of four numbers to four steps of four numbers. */
@inline
function transpose4(
  source: usize,
  stride: usize,
  target: usize,
  step: usize,
  scale: v128,
): void {
  const r0 = f32x4.mul(scale, v128.load(source));
  const r1 = f32x4.mul(scale, v128.load(source + stride));
  const r2 = f32x4.mul(scale, v128.load(source + 2 * stride));
  const r3 = f32x4.mul(scale, v128.load(source + 3 * stride));
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(target + step, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(target + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(target + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
}

/** Writes one row of four numbers to four steps. */
@inline
function spread4(source: usize, target: usize, step: usize, scale: v128): void {
  const row = f32x4.mul(scale, v128.load(source));
  v128.store32_lane(target, row, 0);
  v128.store32_lane(target + step, row, 1);
  v128.store32_lane(target + 2 * step, row, 2);
  v128.store32_lane(target + 3 * step, row, 3);
}

/**
 * Packs like `packAlong`, one number at a time, from element (p, i) at
 * `p pStride + i iStride` bytes; columns from `filled` on become zero.
 */
export function packEdge(
  width: i32,
  filled: i32,
  k: i32,
  source: usize,
  pStride: usize,
  iStride: usize,
  target: usize,
  scale: v128,
): void {
  const factor = f32x4.extract_lane(scale, 0);
  for (let p = 0; p < k; p++) {
    let from = source;
    for (let i = 0; i < width; i++) {
      store<f32>(target, i < filled ? factor * load<f32>(from) : 0);
      from += iStride;
      target += 4;
    }
    source += pStride;
  }
}

/**
 * Removes the steps of a panel of A in which all numbers are zero, if these are a
 * quarter of the steps or more, as in images with a background of zeros.
 *
 * @param panel is changed: the remaining steps are moved together
 * @param offsets receives the position of the step of B, in bytes, for each remaining
 * step; it is not written if no step is removed
 * @returns the number of remaining steps
 */
export function leaveOutZeros(steps: i32, panel: usize, offsets: usize): i32 {
  let left = 0;
  let step = panel;
  for (let p = 0; p < steps; p++) {
    left += <i32>isStep(step);
    step += MR * 4;
  }
  if (4 * left > 3 * steps) return steps;
  let target = panel;
  step = panel;
  for (let p = 0; p < steps; p++) {
    if (isStep(step)) {
      v128.store(target, v128.load(step));
      store<f32>(target, load<f32>(step, 16), 16);
      target += MR * 4;
      store<i32>(offsets, p * NR * 4);
      offsets += 4;
    }
    step += MR * 4;
  }
  return left;
}

/** Whether any of the MR = 5 numbers of a step is not zero. */
@inline
function isStep(step: usize): bool {
  return (load<u64>(step) | load<u64>(step, 8) | load<u32>(step, 16)) != 0;
}
