import { Word } from "../gemm_job";
import { address, claim, number, word } from "./job.as";
import { microKernel, MR, NR, sparseMicroKernel } from "./micro_kernel.as";
import { activate } from "./vector.as";
import { leaveOutZeros, packAcross, packAlong, packEdge } from "./packing.as";

/**
 * Largest number of steps of k per pass: a panel of A and one of B then fit the L1
 * cache.
 */
const KC: i32 = 256;
/** Number of panels of B per claim. */
const GROUP: i32 = 4;

/** Number of groups of panels of B that the threads of `packB` claim for n columns. */
export function groups(n: i32): i32 {
  return (n + GROUP * NR - 1) / (GROUP * NR);
}

/** Number of bytes that `packB` needs at `Word.PackedB`. */
export function packedBytes(n: i32, k: i32): i32 {
  return ((n + NR - 1) / NR) * NR * k * 4;
}

/**
 * Number of bytes of scratch memory that `multiplyTiles` needs for tiles of so many
 * rows.
 */
export function scratchBytes(tileRows: i32): i32 {
  return EDGE_BYTES + ((tileRows + MR - 1) / MR) * (PANEL_BYTES + OFFSET_BYTES);
}

const EDGE_BYTES: i32 = MR * NR * 4;
/** Bytes of one panel of A. */
const PANEL_BYTES: i32 = MR * KC * 4;
/**
 * Bytes for the remaining steps of a panel of A: their number, then one offset per
 * step.
 */
const OFFSET_BYTES: i32 = 4 + KC * 4;
/** Least number of columns for which a search for zero steps of A pays. */
const SPARSE_FROM: i32 = 64;

/**
 * Packs op(B) into panels of NR columns, until no group of panels is left to claim. All
 * k steps of a panel are contiguous.
 */
export function packB(job: usize): void {
  const last = word(job, Word.Groups);
  for (let g = claim(job, Word.NextGroup); g < last; g = claim(job, Word.NextGroup)) {
    packGroup(job, g * GROUP * NR);
    claim(job, Word.GroupsDone);
  }
}

/**
 * Packs a group in passes of KC steps, so that neighbouring panels use the same cache
 * lines.
 */
function packGroup(job: usize, column: i32): void {
  const k = word(job, Word.K);
  const end = min(column + GROUP * NR, word(job, Word.N));
  for (let p = 0; p < k; p += KC) {
    for (let j = column; j < end; j += NR) {
      packPanelOfB(job, j, p, min(KC, k - p));
    }
  }
}

function packPanelOfB(job: usize, j: i32, p: i32, steps: i32): void {
  const stride = address(job, Word.StrideB);
  const target = address(job, Word.PackedB) + (j * word(job, Word.K) + p * NR) * 4;
  const one = f32x4.splat(1);
  const columns = min(NR, word(job, Word.N) - j);
  let source = address(job, Word.B);
  if (word(job, Word.TransposeB)) {
    source += j * stride + p * 4;
    if (columns == NR) packAcross(NR, steps, source, stride, target, one);
    else packEdge(NR, columns, steps, source, 4, stride, target, one);
  } else {
    source += p * stride + j * 4;
    if (columns == NR) packAlong(NR, steps, source, stride, target, one);
    else packEdge(NR, columns, steps, source, stride, 4, target, one);
  }
}

/** Packs rows of alpha op(A) into panels of MR rows, `steps` steps each. */
function packA(job: usize, row: i32, end: i32, p: i32, steps: i32, target: usize): void {
  const stride = address(job, Word.StrideA);
  const a = address(job, Word.A);
  const alpha = f32x4.splat(number(job, Word.Alpha));
  const transposed = word(job, Word.TransposeA) != 0;
  for (let i = row; i < end; i += MR) {
    const rows = min(MR, end - i);
    if (transposed) {
      const source = a + p * stride + i * 4;
      if (rows == MR) packAlong(MR, steps, source, stride, target, alpha);
      else packEdge(MR, rows, steps, source, stride, 4, target, alpha);
    } else {
      const source = a + i * stride + p * 4;
      if (rows == MR) packAcross(MR, steps, source, stride, target, alpha);
      else packEdge(MR, rows, steps, source, 4, stride, target, alpha);
    }
    target += MR * steps * 4;
  }
}

/**
 * Computes tiles of C until none is left to claim. All of B must be packed.
 *
 * @param scratch `scratchBytes` bytes that belong to this thread
 */
export function multiplyTiles(job: usize, scratch: usize): void {
  const last = word(job, Word.Tiles);
  const tileRows = word(job, Word.TileRows);
  const tileColumns = word(job, Word.TileColumns);
  const across = (word(job, Word.N) + tileColumns - 1) / tileColumns;
  for (let t = claim(job, Word.NextTile); t < last; t = claim(job, Word.NextTile)) {
    multiplyTile(job, (t / across) * tileRows, (t % across) * tileColumns, scratch);
    claim(job, Word.TilesDone);
  }
}

function multiplyTile(job: usize, row: i32, column: i32, scratch: usize): void {
  const k = word(job, Word.K);
  const rowEnd = min(row + word(job, Word.TileRows), word(job, Word.M));
  const columnEnd = min(column + word(job, Word.TileColumns), word(job, Word.N));
  let add = scaleTile(job, row, rowEnd, column, columnEnd);
  // The passes are equal: 784 steps are four times 196, not three times 256 and 16.
  const passes = (k + KC - 1) / KC;
  for (let pass = 0; pass < passes; pass++) {
    const p = pass * k / passes;
    const steps = (pass + 1) * k / passes - p;
    packA(job, row, rowEnd, p, steps, scratch + EDGE_BYTES);
    findZeros(row, rowEnd, columnEnd - column, steps, scratch + EDGE_BYTES);
    multiplyPass(job, row, rowEnd, column, columnEnd, p, steps, scratch, add);
    add = true;
  }
  finishTile(job, row, rowEnd, column, columnEnd);
}

/** Removes the steps of the packed rows of A in which a panel is zero. */
function findZeros(row: i32, end: i32, columns: i32, steps: i32, panels: usize): void {
  const count = (end - row + MR - 1) / MR;
  let offsets = panels + count * MR * steps * 4;
  for (let i = 0; i < count; i++) {
    const panel = panels + i * MR * steps * 4;
    const left = columns < SPARSE_FROM ? steps : leaveOutZeros(steps, panel, offsets + 4);
    store<i32>(offsets, left);
    offsets += OFFSET_BYTES;
  }
}

/**
 * Adds the product of the packed rows of A with the steps of B from p on to the tile.
 */
function multiplyPass(
  job: usize,
  row: i32,
  rowEnd: i32,
  column: i32,
  columnEnd: i32,
  p: i32,
  steps: i32,
  scratch: usize,
  add: bool,
): void {
  const k = word(job, Word.K);
  const stride = address(job, Word.StrideC);
  const packedB = address(job, Word.PackedB);
  for (let j = column; j < columnEnd; j += NR) {
    const b = packedB + (j * k + p * NR) * 4;
    const columns = min(NR, columnEnd - j);
    let a = scratch + EDGE_BYTES;
    let offsets = a + ((rowEnd - row + MR - 1) / MR) * MR * steps * 4;
    let c = address(job, Word.C) + row * stride + j * 4;
    for (let i = row; i < rowEnd; i += MR) {
      const rows = min(MR, rowEnd - i);
      if (rows == MR && columns == NR) {
        multiplyPanel(steps, a, b, offsets, c, stride, add);
      } else {
        multiplyPanel(steps, a, b, offsets, scratch, NR * 4, false);
        copyEdge(scratch, c, stride, rows, columns, add);
      }
      a += MR * steps * 4;
      offsets += OFFSET_BYTES;
      c += MR * stride;
    }
  }
}

/** Computes one tile of C over the remaining steps of A's panel. */
@inline
function multiplyPanel(
  steps: i32,
  a: usize,
  b: usize,
  offsets: usize,
  c: usize,
  stride: usize,
  add: bool,
): void {
  const left = load<i32>(offsets);
  if (left == steps) microKernel(steps, a, b, c, stride, add);
  else sparseMicroKernel(left, a, b, offsets + 4, c, stride, add);
}

/** Writes the part of a tile that lies inside of C. */
function copyEdge(
  tile: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  add: bool,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + j * 4;
      const value = load<f32>(tile + j * 4);
      store<f32>(at, add ? load<f32>(at) + value : value);
    }
    tile += NR * 4;
    c += stride;
  }
}

/** Multiplies C by beta, and returns whether the product is to be added to C. */
function scaleTile(job: usize, row: i32, rowEnd: i32, column: i32, columnEnd: i32): bool {
  const beta = number(job, Word.Beta);
  if (beta == 1) return true;
  if (beta == 0 && word(job, Word.K) > 0) return false;
  const stride = address(job, Word.StrideC);
  for (let i = row; i < rowEnd; i++) {
    const c = address(job, Word.C) + i * stride;
    for (let at = c + column * 4; at < c + columnEnd * 4; at += 4) {
      store<f32>(at, beta == 0 ? 0 : beta * load<f32>(at));
    }
  }
  return true;
}

/** Adds the bias and applies the activation, while the tile is in the cache. */
function finishTile(job: usize, row: i32, rowEnd: i32, column: i32, columnEnd: i32): void {
  const bias = address(job, Word.Bias);
  const slope = number(job, Word.Slope);
  if (bias == 0 && slope == 1) return;
  const stride = address(job, Word.StrideC);
  for (let i = row; i < rowEnd; i++) {
    const c = address(job, Word.C) + i * stride;
    let j = column;
    for (; j + 4 <= columnEnd; j += 4) {
      let x = v128.load(c + j * 4);
      if (bias) x = f32x4.add(x, v128.load(bias + j * 4));
      v128.store(c + j * 4, activate(x, slope));
    }
    for (; j < columnEnd; j++) {
      let x = load<f32>(c + j * 4);
      if (bias) x += load<f32>(bias + j * 4);
      store<f32>(c + j * 4, x < 0 ? slope * x : x);
    }
  }
}
