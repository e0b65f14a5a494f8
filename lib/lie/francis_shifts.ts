import type { Complex } from "./complex.ts";

/** Two complex numbers: both real, or each other's conjugate. */
export type ComplexPair = readonly [Complex, Complex];

/** A diagonal block of an upper Hessenberg matrix. */
export interface HessenbergBlock {
  /** The whole matrix: size x size, row-major. */
  readonly matrix: Float64Array;
  readonly size: number;
  /** First and last row of the block. */
  readonly first: number;
  readonly last: number;
}

/**
 * The shifts are exceptional after this many sweeps without a deflation
 * (LAPACK's KEXSH).
 */
const STALLED = 10;

/**
 * Matrix entries that give the exceptional shifts, if the subdiagonal entries sum to 1
 * (LAPACK's DAT1 and DAT2).
 */
const EXCEPTIONAL_DIAGONAL = 3 / 4, EXCEPTIONAL_CORNER = -0.4375;

/** A smaller discriminant counts as rounding (LAPACK's MULTPL eps). */
const NEARLY_EQUAL = 4 * Number.EPSILON;

/**
 * Chooses the shifts of a double-shift QR sweep: the eigenvalues of the block's last
 * 2 x 2 matrix. If they are real, the one nearer to the last entry is used twice.
 * Every tenth sweep without a deflation has exceptional shifts, taken from the
 * subdiagonal at the block's beginning or end, because the iteration may have entered
 * a cycle.
 *
 * Source: LAPACK dlahqr.
 *
 * @param block at least three rows
 * @param stalled number of sweeps since the last deflation, this one included
 */
export function francisShifts(
  block: HessenbergBlock,
  stalled: number,
): ComplexPair {
  const { matrix, size, first, last } = block;
  const at = (i: number, j: number) => matrix[i * size + j];
  if (stalled % STALLED === 0) {
    const atEnd = stalled % (2 * STALLED) === 0;
    const k = atEnd ? last - 2 : first;
    const s = Math.abs(at(k + 1, k)) + Math.abs(at(k + 2, k + 1));
    const centre = EXCEPTIONAL_DIAGONAL * s +
      (atEnd ? at(last, last) : at(k, k));
    return eigenvaluesOf2x2(centre, EXCEPTIONAL_CORNER * s, s, centre);
  }
  const [a, b] = lastEigenvalues(block);
  if (a[1] !== 0) return [a, b];
  const corner = at(last, last);
  const nearer = Math.abs(a[0] - corner) <= Math.abs(b[0] - corner) ? a : b;
  return [nearer, nearer];
}

/** The eigenvalues of the last 2 x 2 matrix of a block. */
export function lastEigenvalues(
  { matrix, size, last }: HessenbergBlock,
): ComplexPair {
  const at = (i: number, j: number) => matrix[i * size + j];
  return eigenvaluesOf2x2(
    at(last - 1, last - 1),
    at(last - 1, last),
    at(last, last - 1),
    at(last, last),
  );
}

/**
 * Computes the eigenvalues of [[a, b], [c, d]] without overflow or cancellation.
 *
 * Source: LAPACK dlanv2.
 */
function eigenvaluesOf2x2(
  a: number,
  b: number,
  c: number,
  d: number,
): ComplexPair {
  if (b === 0 || c === 0) return [[a, 0], [d, 0]];
  const half = (a - d) / 2;
  const larger = Math.max(Math.abs(b), Math.abs(c));
  const sign = Math.sign(b) * Math.sign(c);
  const smaller = sign * Math.min(Math.abs(b), Math.abs(c));
  const scale = Math.max(Math.abs(half), larger);
  // (half^2 + b c) / scale^2, from -1 to 2.
  const discriminant = (half / scale) ** 2 +
    (larger / scale) * (smaller / scale);
  const root = scale * Math.sqrt(Math.abs(discriminant));
  if (discriminant >= NEARLY_EQUAL) {
    const sum = half + (half < 0 ? -root : root);
    return [[d + sum, 0], [d - (larger / sum) * smaller, 0]];
  }
  const middle = d + half;
  return discriminant >= 0
    ? [[middle + root, 0], [middle - root, 0]]
    : [[middle, root], [middle, -root]];
}
