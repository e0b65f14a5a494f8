import { Word } from "../gemm_job";
import { address, claim, number, word } from "./job.as";
import { madd } from "./vector.as";

// Products with a generator on a square grid of n x n cells. It couples a cell only
// with the cells of its own row and column, so it is stored as 2 n matrices of n x n
// numbers instead of one of n^2 x n^2.
//
// Every cell has slots, and a slot holds one number per image. The number of images is
// a multiple of eight, so vectors run over images, and nothing has to be packed.

/**
 * First cell of a line, and the step to its next cell. The n rows come before the n
 * columns.
 */
@inline
function firstCell(n: i32, line: i32): i32 {
  return line < n ? line * n : line - n;
}

@inline
function cellStep(n: i32, line: i32): i32 {
  return line < n ? 1 : n;
}

/**
 * Computes target = start + product with the rows' matrices, until no row is left to
 * claim. The start is CarryFactor * Carry + Weights * Weighted.
 */
export function multiplyRows(job: usize): void {
  const n = word(job, Word.LineCells);
  for (let line = claim(job, Word.NextGroup); line < n; line = claim(job, Word.NextGroup)) {
    startLine(job, line);
    multiplyLine(job, line);
    claim(job, Word.GroupsDone);
  }
}

/** Adds the product with the columns' matrices to the target. All rows must be done. */
export function multiplyColumns(job: usize): void {
  const n = word(job, Word.LineCells);
  for (let line = claim(job, Word.NextTile); line < n; line = claim(job, Word.NextTile)) {
    multiplyLine(job, n + line);
    claim(job, Word.TilesDone);
  }
}

function startLine(job: usize, line: i32): void {
  const n = word(job, Word.LineCells);
  const slot = address(job, Word.SlotBytes);
  const stride = address(job, Word.CellBytes);
  const carry = address(job, Word.Carry);
  const weights = address(job, Word.Weights);
  const factor = f32x4.splat(number(job, Word.CarryFactor));
  for (let cell = line * n; cell < (line + 1) * n; cell++) {
    const target = address(job, Word.Target) + cell * stride;
    const carried = carry + cell * stride;
    const weighted = address(job, Word.Weighted) + cell * slot;
    for (let b: usize = 0; b < slot; b += 16) {
      let sum = f32x4.splat(0);
      if (carry) sum = f32x4.mul(factor, v128.load(carried + b));
      if (weights) sum = madd(v128.load(weights + b), v128.load(weighted + b), sum);
      v128.store(target + b, sum);
    }
  }
}

/**
 * Adds one line's product, four cells at a time. In a line's matrix, the weights of one
 * source cell in all target cells are contiguous.
 */
function multiplyLine(job: usize, line: i32): void {
  const n = word(job, Word.LineCells);
  const slot = address(job, Word.SlotBytes);
  const step = address(job, Word.CellBytes) * cellStep(n, line);
  const start = address(job, Word.CellBytes) * firstCell(n, line);
  const source = address(job, Word.Source) + start;
  const target = address(job, Word.Target) + start;
  const matrix = address(job, Word.LineMatrices) + line * n * n * 4;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    for (let b: usize = 0; b < slot; b += 32) {
      fourCells(n, matrix + i * 4, source + b, target + i * step + b, step);
    }
  }
  for (; i < n; i++) {
    for (let b: usize = 0; b < slot; b += 32) {
      oneCell(n, matrix + i * 4, source + b, target + i * step + b, step);
    }
  }
}

function fourCells(n: i32, matrix: usize, source: usize, target: usize, step: usize): void {
  let c = target;
  let c00 = v128.load(c), c01 = v128.load(c, 16);
  c += step;
  let c10 = v128.load(c), c11 = v128.load(c, 16);
  c += step;
  let c20 = v128.load(c), c21 = v128.load(c, 16);
  c += step;
  let c30 = v128.load(c), c31 = v128.load(c, 16);
  let four: v128, x: v128, b0: v128, b1: v128;
  for (let k = 0; k < n; k++) {
    b0 = v128.load(source), b1 = v128.load(source, 16);
    four = v128.load(matrix);
    x = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = madd(x, b0, c00), c01 = madd(x, b1, c01);
    x = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = madd(x, b0, c10), c11 = madd(x, b1, c11);
    x = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = madd(x, b0, c20), c21 = madd(x, b1, c21);
    x = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    c30 = madd(x, b0, c30), c31 = madd(x, b1, c31);
    source += step;
    matrix += n * 4;
  }
  c = target;
  v128.store(c, c00), v128.store(c, c01, 16);
  c += step;
  v128.store(c, c10), v128.store(c, c11, 16);
  c += step;
  v128.store(c, c20), v128.store(c, c21, 16);
  c += step;
  v128.store(c, c30), v128.store(c, c31, 16);
}

function oneCell(n: i32, matrix: usize, source: usize, target: usize, step: usize): void {
  let c0 = v128.load(target), c1 = v128.load(target, 16);
  for (let k = 0; k < n; k++) {
    const x = v128.load32_splat(matrix);
    c0 = madd(x, v128.load(source), c0);
    c1 = madd(x, v128.load(source, 16), c1);
    source += step;
    matrix += n * 4;
  }
  v128.store(target, c0), v128.store(target, c1, 16);
}

/**
 * Computes for every line the matrix of inner products of Target's cells with Source's,
 * over `Slots` slots; one line per claim. The layout is that of `multiplyLine`.
 */
export function outerLines(job: usize): void {
  const n = word(job, Word.LineCells);
  for (let line = claim(job, Word.NextTile); line < 2 * n; line = claim(job, Word.NextTile)) {
    outerLine(job, line);
    claim(job, Word.TilesDone);
  }
}

function outerLine(job: usize, line: i32): void {
  const n = word(job, Word.LineCells);
  const length = address(job, Word.SlotBytes) * word(job, Word.Slots);
  const step = address(job, Word.CellBytes) * cellStep(n, line);
  const start = address(job, Word.CellBytes) * firstCell(n, line);
  const source = address(job, Word.Source) + start;
  const target = address(job, Word.Target) + start;
  const matrix = address(job, Word.LineMatrices) + line * n * n * 4;
  for (let k = 0; k < n; k++) {
    let i = 0;
    for (; i + 4 <= n; i += 4) {
      const p = source + k * step;
      const q0 = target + i * step, q1 = q0 + step, q2 = q1 + step, q3 = q2 + step;
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
      let x: v128;
      for (let at: usize = 0; at < length; at += 16) {
        x = v128.load(p + at);
        s0 = madd(x, v128.load(q0 + at), s0);
        s1 = madd(x, v128.load(q1 + at), s1);
        s2 = madd(x, v128.load(q2 + at), s2);
        s3 = madd(x, v128.load(q3 + at), s3);
      }
      const at = matrix + (k * n + i) * 4;
      store<f32>(at, total(s0)), store<f32>(at, total(s1), 4);
      store<f32>(at, total(s2), 8), store<f32>(at, total(s3), 12);
    }
    for (; i < n; i++) {
      let sum = f32x4.splat(0);
      for (let at: usize = 0; at < length; at += 16) {
        sum = madd(v128.load(source + k * step + at), v128.load(target + i * step + at), sum);
      }
      store<f32>(matrix + (k * n + i) * 4, total(sum));
    }
  }
}

@inline
function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/**
 * Computes, for every cell, the sum over the slots of Source, each times its slot of
 * Weights; Target has one slot. One row of cells per claim.
 */
export function sumSlots(job: usize): void {
  const n = word(job, Word.LineCells);
  for (let row = claim(job, Word.NextTile); row < n; row = claim(job, Word.NextTile)) {
    for (let cell = row * n; cell < (row + 1) * n; cell++) sumCell(job, cell);
    claim(job, Word.TilesDone);
  }
}

function sumCell(job: usize, cell: i32): void {
  const slot = address(job, Word.SlotBytes);
  const slots = word(job, Word.Slots);
  const source = address(job, Word.Source) + cell * address(job, Word.CellBytes);
  const target = address(job, Word.Target) + cell * slot;
  const weights = address(job, Word.Weights);
  for (let b: usize = 0; b < slot; b += 16) {
    let sum = f32x4.splat(0);
    let at = b;
    for (let k = 0; k < slots; k++) {
      sum = madd(v128.load(weights + at), v128.load(source + at), sum);
      at += slot;
    }
    v128.store(target + b, sum);
  }
}
