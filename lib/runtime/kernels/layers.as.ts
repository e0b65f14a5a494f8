import { Word } from "../gemm_job";
import { address, claim, number, word } from "./job.as";
import { activate, madd, sumOfLanes } from "./vector.as";

// Operations of a fully connected layer besides its products. A matrix has M rows of N
// numbers.

/** Number of rows per claim. */
const ROWS: i32 = 16;
/** Number of columns per claim. */
const COLUMNS: i32 = 128;

/** Number of claims for a matrix of so many rows. */
export function rowClaims(rows: i32): i32 {
  return (rows + ROWS - 1) / ROWS;
}

/** Number of claims for a matrix of so many columns. */
export function columnClaims(columns: i32): i32 {
  return (columns + COLUMNS - 1) / COLUMNS;
}

/** Computes y = activation(y + bias), in place. */
export function addBias(job: usize): void {
  const last = word(job, Word.Tiles);
  for (let c = claim(job, Word.NextTile); c < last; c = claim(job, Word.NextTile)) {
    const end = min((c + 1) * ROWS, word(job, Word.M));
    for (let row = c * ROWS; row < end; row++) addBiasToRow(job, row);
    claim(job, Word.TilesDone);
  }
}

function addBiasToRow(job: usize, row: i32): void {
  const bytes: usize = word(job, Word.N) << 2;
  const y = address(job, Word.Y) + row * bytes;
  const bias = address(job, Word.Bias);
  const slope = number(job, Word.Slope);
  let b: usize = 0;
  for (; b + 16 <= bytes; b += 16) {
    v128.store(y + b, activate(f32x4.add(v128.load(y + b), v128.load(bias + b)), slope));
  }
  for (; b < bytes; b += 4) {
    const sum = load<f32>(y + b) + load<f32>(bias + b);
    store<f32>(y + b, sum < 0 ? slope * sum : sum);
  }
}

/**
 * Multiplies the gradient by the slope where y <= 0, in place, and computes its column
 * sums and the column sums of its products with `Normal`. Without y, the gradient does
 * not change, and only the sums are computed.
 */
export function activationGradient(job: usize): void {
  const last = word(job, Word.Tiles);
  for (let c = claim(job, Word.NextTile); c < last; c = claim(job, Word.NextTile)) {
    const end = min((c + 1) * COLUMNS, word(job, Word.N));
    gradientColumns(job, (c * COLUMNS) << 2, end << 2);
    claim(job, Word.TilesDone);
  }
}

function gradientColumns(job: usize, first: usize, end: usize): void {
  const sums = address(job, Word.Sums);
  const normalSums = address(job, Word.NormalSums);
  memory.fill(sums + first, 0, end - first);
  if (normalSums) memory.fill(normalSums + first, 0, end - first);
  const rows = word(job, Word.M);
  let row = 0;
  if (normalSums == 0) {
    for (; row + 4 <= rows; row += 4) gradientFourRows(job, row, first, end);
  }
  for (; row < rows; row++) gradientRow(job, row, first, end);
}

/** Four rows at once, so that each sum is loaded and stored once per four rows. */
function gradientFourRows(job: usize, row: i32, first: usize, end: usize): void {
  const y = address(job, Word.Y);
  const whole = first + ((end - first) & ~15);
  if (y) activateFourRows(job, row, first, whole);
  else sumFourRows(job, row, first, whole);
  // The remaining columns, row by row.
  if (whole == end) return;
  for (let i = row; i < row + 4; i++) gradientRow(job, i, whole, end);
}

function sumFourRows(job: usize, row: i32, first: usize, end: usize): void {
  const bytes: usize = word(job, Word.N) << 2;
  const sums = address(job, Word.Sums);
  let g = address(job, Word.Gradients) + row * bytes + first;
  for (let b = first; b < end; b += 16) {
    const low = f32x4.add(v128.load(g), v128.load(g + bytes));
    const high = f32x4.add(v128.load(g + 2 * bytes), v128.load(g + 3 * bytes));
    v128.store(sums + b, f32x4.add(v128.load(sums + b), f32x4.add(low, high)));
    g += 16;
  }
}

function activateFourRows(job: usize, row: i32, first: usize, end: usize): void {
  const bytes: usize = word(job, Word.N) << 2;
  const sums = address(job, Word.Sums);
  const slopes = f32x4.splat(number(job, Word.Slope));
  let g = address(job, Word.Gradients) + row * bytes + first;
  let y = address(job, Word.Y) + row * bytes + first;
  for (let b = first; b < end; b += 16) {
    let sum = v128.load(sums + b);
    sum = f32x4.add(sum, throughActivation(g, y, slopes));
    sum = f32x4.add(sum, throughActivation(g + bytes, y + bytes, slopes));
    sum = f32x4.add(sum, throughActivation(g + 2 * bytes, y + 2 * bytes, slopes));
    sum = f32x4.add(sum, throughActivation(g + 3 * bytes, y + 3 * bytes, slopes));
    v128.store(sums + b, sum);
    g += 16;
    y += 16;
  }
}

/** Changes four numbers of the gradient in place, and returns them. */
@inline
function throughActivation(g: usize, y: usize, slopes: v128): v128 {
  const gradient = v128.load(g);
  const positive = f32x4.gt(v128.load(y), f32x4.splat(0));
  const d = v128.bitselect(gradient, f32x4.mul(gradient, slopes), positive);
  v128.store(g, d);
  return d;
}

function gradientRow(job: usize, row: i32, first: usize, end: usize): void {
  const offset: usize = row * (word(job, Word.N) << 2);
  const gradient = address(job, Word.Gradients) + offset;
  const y = address(job, Word.Y);
  const slope = number(job, Word.Slope);
  const slopes = f32x4.splat(slope);
  const sums = address(job, Word.Sums);
  const normalSums = address(job, Word.NormalSums);
  const normal = address(job, Word.Normal) + offset;
  let b = first;
  for (; b + 16 <= end; b += 16) {
    let d = v128.load(gradient + b);
    if (y) {
      const positive = f32x4.gt(v128.load(y + offset + b), f32x4.splat(0));
      d = v128.bitselect(d, f32x4.mul(d, slopes), positive);
      v128.store(gradient + b, d);
    }
    v128.store(sums + b, f32x4.add(v128.load(sums + b), d));
    if (normalSums) {
      v128.store(normalSums + b, madd(d, v128.load(normal + b), v128.load(normalSums + b)));
    }
  }
  for (; b < end; b += 4) {
    let d = load<f32>(gradient + b);
    if (y) {
      d = load<f32>(y + offset + b) > 0 ? d : slope * d;
      store<f32>(gradient + b, d);
    }
    store<f32>(sums + b, load<f32>(sums + b) + d);
    if (normalSums) {
      store<f32>(normalSums + b, load<f32>(normalSums + b) + d * load<f32>(normal + b));
    }
  }
}

/**
 * Does a layer normalisation: `Normal`, which holds x, becomes (x - mean) * precision,
 * with precision = 1 / sqrt(variance + epsilon) of every row in `RowNumbers`. Then
 * y = activation(gain * normal + shift).
 */
export function normalise(job: usize): void {
  const last = word(job, Word.Tiles);
  for (let c = claim(job, Word.NextTile); c < last; c = claim(job, Word.NextTile)) {
    const end = min((c + 1) * ROWS, word(job, Word.M));
    for (let row = c * ROWS; row < end; row++) normaliseRow(job, row);
    claim(job, Word.TilesDone);
  }
}

function normaliseRow(job: usize, row: i32): void {
  const bytes: usize = word(job, Word.N) << 2;
  const columns = <f32>word(job, Word.N);
  const x = address(job, Word.Normal) + row * bytes;
  const mean = rowSum(x, bytes) / columns;
  const variance = rowVariation(x, bytes, mean) / columns;
  const precision: f32 = 1 / sqrt<f32>(variance + number(job, Word.Epsilon));
  store<f32>(address(job, Word.RowNumbers) + (row << 2), precision);
  const y = address(job, Word.Y) + row * bytes;
  const gain = address(job, Word.Gain);
  const shift = address(job, Word.Shift);
  const slope = number(job, Word.Slope);
  let b: usize = 0;
  for (; b + 16 <= bytes; b += 16) {
    const centred = f32x4.sub(v128.load(x + b), f32x4.splat(mean));
    const normal = f32x4.mul(centred, f32x4.splat(precision));
    v128.store(x + b, normal);
    v128.store(y + b, activate(madd(normal, v128.load(gain + b), v128.load(shift + b)), slope));
  }
  for (; b < bytes; b += 4) {
    const normal = (load<f32>(x + b) - mean) * precision;
    store<f32>(x + b, normal);
    const sum = normal * load<f32>(gain + b) + load<f32>(shift + b);
    store<f32>(y + b, sum < 0 ? slope * sum : sum);
  }
}

/**
 * Sums a row. There are two running sums, because the additions of one would wait for
 * each other.
 */
function rowSum(x: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0), others = f32x4.splat(0);
  let b: usize = 0;
  for (; b + 32 <= bytes; b += 32) {
    sums = f32x4.add(sums, v128.load(x + b));
    others = f32x4.add(others, v128.load(x + b, 16));
  }
  sums = f32x4.add(sums, others);
  for (; b + 16 <= bytes; b += 16) sums = f32x4.add(sums, v128.load(x + b));
  let sum = sumOfLanes(sums);
  for (; b < bytes; b += 4) sum += load<f32>(x + b);
  return sum;
}

/** Computes the sum of the squared distances of a row's numbers from one number. */
function rowVariation(x: usize, bytes: usize, from: f32): f32 {
  let sums = f32x4.splat(0), others = f32x4.splat(0);
  let b: usize = 0;
  for (; b + 32 <= bytes; b += 32) {
    const one = f32x4.sub(v128.load(x + b), f32x4.splat(from));
    const other = f32x4.sub(v128.load(x + b, 16), f32x4.splat(from));
    sums = madd(one, one, sums);
    others = madd(other, other, others);
  }
  sums = f32x4.add(sums, others);
  for (; b + 16 <= bytes; b += 16) {
    const centred = f32x4.sub(v128.load(x + b), f32x4.splat(from));
    sums = madd(centred, centred, sums);
  }
  let sum = sumOfLanes(sums);
  for (; b < bytes; b += 4) {
    const centred = load<f32>(x + b) - from;
    sum += centred * centred;
  }
  return sum;
}

/**
 * Converts the gradient with respect to gain * normal + shift to that with respect to
 * the operand of the layer normalisation, in place:
 * d = precision (g - mean(g) - normal mean(g normal)), with g = gain * gradient.
 */
export function normaliseGradient(job: usize): void {
  const last = word(job, Word.Tiles);
  for (let c = claim(job, Word.NextTile); c < last; c = claim(job, Word.NextTile)) {
    const end = min((c + 1) * ROWS, word(job, Word.M));
    for (let row = c * ROWS; row < end; row++) normaliseGradientRow(job, row);
    claim(job, Word.TilesDone);
  }
}

function normaliseGradientRow(job: usize, row: i32): void {
  const bytes: usize = word(job, Word.N) << 2;
  const columns = <f32>word(job, Word.N);
  const gradient = address(job, Word.Gradients) + row * bytes;
  const normal = address(job, Word.Normal) + row * bytes;
  const gain = address(job, Word.Gain);
  const precision = load<f32>(address(job, Word.RowNumbers) + (row << 2));
  let sums = f32x4.splat(0), slants = f32x4.splat(0);
  let b: usize = 0;
  for (; b + 16 <= bytes; b += 16) {
    const g = f32x4.mul(v128.load(gradient + b), v128.load(gain + b));
    sums = f32x4.add(sums, g);
    slants = madd(g, v128.load(normal + b), slants);
  }
  let mean = sumOfLanes(sums), slant = sumOfLanes(slants);
  for (; b < bytes; b += 4) {
    const g = load<f32>(gradient + b) * load<f32>(gain + b);
    mean += g;
    slant += g * load<f32>(normal + b);
  }
  mean /= columns;
  slant /= columns;
  for (b = 0; b + 16 <= bytes; b += 16) {
    const g = f32x4.mul(v128.load(gradient + b), v128.load(gain + b));
    const flat = madd(f32x4.splat(slant), v128.load(normal + b), f32x4.splat(mean));
    v128.store(gradient + b, f32x4.mul(f32x4.splat(precision), f32x4.sub(g, flat)));
  }
  for (; b < bytes; b += 4) {
    const g = load<f32>(gradient + b) * load<f32>(gain + b);
    const flat = slant * load<f32>(normal + b) + mean;
    store<f32>(gradient + b, precision * (g - flat));
  }
}

/** Computes the squared distance of every row of y from the row of `Targets`. */
export function rowDistances(job: usize): void {
  const last = word(job, Word.Tiles);
  for (let c = claim(job, Word.NextTile); c < last; c = claim(job, Word.NextTile)) {
    const end = min((c + 1) * ROWS, word(job, Word.M));
    for (let row = c * ROWS; row < end; row++) {
      const sum = rowDistance(job, row);
      store<f32>(address(job, Word.RowNumbers) + (row << 2), sum);
    }
    claim(job, Word.TilesDone);
  }
}

function rowDistance(job: usize, row: i32): f32 {
  const bytes: usize = word(job, Word.N) << 2;
  const y = address(job, Word.Y) + row * bytes;
  const targets = address(job, Word.Targets) + row * bytes;
  let sums = f32x4.splat(0), others = f32x4.splat(0);
  let b: usize = 0;
  for (; b + 32 <= bytes; b += 32) {
    const one = f32x4.sub(v128.load(y + b), v128.load(targets + b));
    const other = f32x4.sub(v128.load(y + b, 16), v128.load(targets + b, 16));
    sums = madd(one, one, sums);
    others = madd(other, other, others);
  }
  sums = f32x4.add(sums, others);
  for (; b + 16 <= bytes; b += 16) {
    const difference = f32x4.sub(v128.load(y + b), v128.load(targets + b));
    sums = madd(difference, difference, sums);
  }
  let sum = sumOfLanes(sums);
  for (; b < bytes; b += 4) {
    const difference = load<f32>(y + b) - load<f32>(targets + b);
    sum += difference * difference;
  }
  return sum;
}

/**
 * Computes 2 RowNumbers (y - targets), the gradient of the rows' distances with respect
 * to y.
 */
export function distanceGradient(job: usize): void {
  const last = word(job, Word.Tiles);
  for (let c = claim(job, Word.NextTile); c < last; c = claim(job, Word.NextTile)) {
    const end = min((c + 1) * ROWS, word(job, Word.M));
    for (let row = c * ROWS; row < end; row++) distanceGradientRow(job, row);
    claim(job, Word.TilesDone);
  }
}

function distanceGradientRow(job: usize, row: i32): void {
  const bytes: usize = word(job, Word.N) << 2;
  const y = address(job, Word.Y) + row * bytes;
  const targets = address(job, Word.Targets) + row * bytes;
  const gradient = address(job, Word.Gradients) + row * bytes;
  const factor: f32 = 2 * load<f32>(address(job, Word.RowNumbers) + (row << 2));
  let b: usize = 0;
  for (; b + 16 <= bytes; b += 16) {
    const difference = f32x4.sub(v128.load(y + b), v128.load(targets + b));
    v128.store(gradient + b, f32x4.mul(f32x4.splat(factor), difference));
  }
  for (; b < bytes; b += 4) {
    store<f32>(gradient + b, factor * (load<f32>(y + b) - load<f32>(targets + b)));
  }
}
