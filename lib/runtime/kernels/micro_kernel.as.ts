import { madd } from "./vector.as";

/** Rows of C per call of the micro-kernel. */
export const MR: i32 = 5;
/** Columns of C per call of the micro-kernel, two vectors of four. */
export const NR: i32 = 8;

/** Writes one row of the tile to C, or adds it to C. */
@inline
function writeRow(c: usize, left: v128, right: v128, add: bool): void {
  if (add) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/**
 * Computes C (+)= A B for one MR x NR tile, over k steps.
 *
 * Ten sums, two vectors of B, four numbers of A and one of them in all lanes take
 * fourteen of the fifteen vector registers that V8 allocates on x86-64. The code is
 * unrolled by hand because a sum must be a local variable, not an element of an array.
 *
 * Deno's V8 compares every address with the memory's size, so loads cost more than
 * shuffles, and four numbers of A are loaded at once. This gives 56 GFLOP/s with five
 * rows; six rows with one load per number of A give 49. Without the comparisons it
 * would be 59. The build must not nest these statements into one expression, as asc -O3
 * does: then all loads come first, and the sums leave their registers.
 *
 * @param a panel of A, element (row i, step p) at 4 (p MR + i)
 * @param b panel of B, element (step p, column j) at 4 (p NR + j)
 * @param c first element of the tile, rows `stride` bytes apart
 * @param add whether to add to C; its old values are not read otherwise
 */
export function microKernel(
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  add: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0);
  let four: v128, x: v128, b0: v128, b1: v128;

  for (; k >= 4; k -= 4) {
    b0 = v128.load(b), b1 = v128.load(b, 16);
    four = v128.load(a);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    b0 = v128.load(b, 32), b1 = v128.load(b, 48);
    four = v128.load(a, 20);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 36);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    b0 = v128.load(b, 64), b1 = v128.load(b, 80);
    four = v128.load(a, 40);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 56);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    b0 = v128.load(b, 96), b1 = v128.load(b, 112);
    four = v128.load(a, 60);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 76);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    a += 80;
    b += 128;
  }
  for (; k > 0; k--) {
    b0 = v128.load(b), b1 = v128.load(b, 16);
    four = v128.load(a);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    a += 20;
    b += 32;
  }

  writeRow(c, c00, c01, add);
  writeRow(c += stride, c10, c11, add);
  writeRow(c += stride, c20, c21, add);
  writeRow(c += stride, c30, c31, add);
  writeRow(c += stride, c40, c41, add);
}

/**
 * Multiplies like `microKernel`, for a panel of A from which steps were removed.
 *
 * @param k number of remaining steps
 * @param offsets position of the step of B for each remaining step, in bytes from `b`
 */
export function sparseMicroKernel(
  k: i32,
  a: usize,
  b: usize,
  offsets: usize,
  c: usize,
  stride: usize,
  add: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0);
  let four: v128, x: v128, b0: v128, b1: v128, at: usize;

  for (; k >= 4; k -= 4) {
    at = b + load<u32>(offsets);
    b0 = v128.load(at), b1 = v128.load(at, 16);
    four = v128.load(a);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    at = b + load<u32>(offsets, 4);
    b0 = v128.load(at), b1 = v128.load(at, 16);
    four = v128.load(a, 20);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 36);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    at = b + load<u32>(offsets, 8);
    b0 = v128.load(at), b1 = v128.load(at, 16);
    four = v128.load(a, 40);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 56);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    at = b + load<u32>(offsets, 12);
    b0 = v128.load(at), b1 = v128.load(at, 16);
    four = v128.load(a, 60);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 76);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    a += 80;
    offsets += 16;
  }
  for (; k > 0; k--) {
    at = b + load<u32>(offsets);
    b0 = v128.load(at), b1 = v128.load(at, 16);
    four = v128.load(a);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40), c41 = madd(x, b1, c41);

    a += 20;
    offsets += 4;
  }

  writeRow(c, c00, c01, add);
  writeRow(c += stride, c10, c11, add);
  writeRow(c += stride, c20, c21, add);
  writeRow(c += stride, c30, c31, add);
  writeRow(c += stride, c40, c41, add);
}
