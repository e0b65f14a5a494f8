import { blur, gaussianKernel } from "../images/blur.ts";
import { kernels, sampleAt, sampledImage } from "../images/kernels.ts";
import { type Basis, norm, unit } from "../lie/basis.ts";
import { solve } from "../lie/solve.ts";
import { randomStream, standardNormal } from "../random/streams.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { eliminateBrightness, sumOfProducts } from "./brightness.ts";
import type { Frames } from "./frames.ts";

/** A generator, and the t of every chosen pair along it. */
export interface FirstOrder {
  /** Coefficients of the generator, of norm 1. */
  readonly alpha: Float64Array;
  readonly t: Float64Array;
  /** Share of the blurred change that the first-order motion explains. */
  readonly explained: number;
}

/** Number of starts from random coefficients, and of rounds per start. */
const STARTS = 8, ROUNDS = 60;

/**
 * Fits the flow's series up to its first term, xt - x0 = -t alpha . G x0, by least
 * squares over all pairs (Rao and Ruderman 1999), for alpha and t alternately. The slope
 * is that of the mean of both images, which makes the fit correct to second order. The
 * images are blurred, which makes it valid for longer motions.
 *
 * @param sd standard deviation of the blur, in cells
 * @param seed seed of the random starts, of which the best one is used
 */
export function* firstOrder(
  pairs: Frames,
  basis: Basis,
  chosen: ArrayLike<number>,
  sd: number,
  seed: number,
): Pausable<FirstOrder> {
  const equations = yield* equationsOf(pairs, basis, chosen, sd);
  const stream = standardNormal(randomStream(seed, "first order"));
  const tries: FirstOrder[] = [];
  for (let start = 0; start < STARTS; start++) {
    const alpha = unit(Array.from(basis.terms, stream));
    tries.push(yield* alternate(equations, alpha));
  }
  return tries.reduce((best, other) =>
    other.explained > best.explained ? other : best
  );
}

/** The normal equations of every pair: matrix A_i, right side b_i. */
interface Equations {
  readonly count: number;
  readonly terms: number;
  readonly matrices: Float64Array;
  readonly sides: Float64Array;
  /** Sum of squares of the blurred change. */
  readonly total: number;
}

function* equationsOf(
  { side, x0, xt, brightness }: Frames,
  basis: Basis,
  chosen: ArrayLike<number>,
  sd: number,
): Pausable<Equations> {
  const terms = basis.terms.length;
  const cells = side * side;
  const fields = fieldsOf(basis, side);
  const kernel = gaussianKernel(sd);
  const scratch = new Float32Array(cells);
  const matrices = new Float64Array(chosen.length * terms ** 2);
  const sides = new Float64Array(chosen.length * terms);
  const columns = fields.map(() => new Float32Array(cells));
  const sample = { value: 0, dx: 0, dy: 0 };
  let total = 0;
  yield* pausingLoop(chosen.length, cells, (i) => {
    const at = chosen[i] * cells;
    const [before, after] = [x0, xt].map((images) => {
      const image = images.slice(at, at + cells);
      blur(image, side, side, kernel, scratch);
      return image;
    });
    const change = after.map((value, cell) => value - before[cell]);
    const middle = after.map((value, cell) => (value + before[cell]) / 2);
    const spline = sampledImage(kernels["cubic-spline"], middle, side, side);
    for (let cell = 0; cell < cells; cell++) {
      sampleAt(spline, cell % side, Math.floor(cell / side), sample);
      fields.forEach(({ component, values }, k) => {
        const slope = component === "x" ? sample.dx : sample.dy;
        columns[k][cell] = -slope * values[cell];
      });
    }
    if (brightness) eliminateFrom(change, middle, columns);
    total += sumOfProducts(change, change);
    columns.forEach((column, k) => {
      sides[i * terms + k] = sumOfProducts(column, change);
      for (let l = 0; l <= k; l++) {
        const product = sumOfProducts(column, columns[l]);
        matrices[(i * terms + k) * terms + l] = product;
        matrices[(i * terms + l) * terms + k] = product;
      }
    });
  });
  return { count: chosen.length, terms, matrices, sides, total };
}

/** The values of all terms of a basis on the cells, in cells per unit of t. */
function fieldsOf(basis: Basis, side: number) {
  const half = side / 2, middle = (side - 1) / 2;
  return basis.terms.map(({ component, value }) => ({
    component,
    values: Float32Array.from(
      { length: side * side },
      (_, cell) =>
        half * value(
          (cell % side - middle) / half,
          (Math.floor(cell / side) - middle) / half,
        ),
    ),
  }));
}

function* alternate(
  { count, terms, matrices, sides, total }: Equations,
  start: ArrayLike<number>,
): Pausable<FirstOrder> {
  let alpha: Float64Array = Float64Array.from(start);
  const t = new Float64Array(count);
  let gained = 0;
  const along = () => {
    gained = 0;
    for (let i = 0; i < count; i++) {
      let [pull, stiffness] = [0, 1e-9];
      for (let k = 0; k < terms; k++) {
        pull += alpha[k] * sides[i * terms + k];
        const row = (i * terms + k) * terms;
        for (let l = 0; l < terms; l++) {
          stiffness += alpha[k] * alpha[l] * matrices[row + l];
        }
      }
      t[i] = pull / stiffness;
      gained += pull * t[i];
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    along();
    yield;
    const matrix = new Float64Array(terms ** 2);
    const side = new Float64Array(terms);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < terms; k++) {
        side[k] += t[i] * sides[i * terms + k];
        const row = (i * terms + k) * terms;
        for (let l = 0; l < terms; l++) {
          matrix[k * terms + l] += t[i] ** 2 * matrices[row + l];
        }
      }
    }
    const ridge = 1e-9 * trace(matrix, terms) + 1e-12;
    for (let k = 0; k < terms; k++) matrix[k * terms + k] += ridge;
    const next = Array.from(solve(matrix, side, terms));
    // If nothing moves, alpha is arbitrary.
    if (norm(next) === 0) break;
    alpha = unit(next);
  }
  along();
  return { alpha, t, explained: total > 0 ? gained / total : 0 };
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += matrix[k * n + k];
  return sum;
}

/**
 * Projects the change and the columns of a pair onto the complement of its image and a
 * constant.
 */
function eliminateFrom(
  change: Float32Array,
  image: Float32Array,
  columns: readonly Float32Array[],
): void {
  const target = image.map((value, cell) => value - change[cell]);
  const shares = new Float32Array(image.length).fill(1);
  eliminateBrightness([change, ...columns], target, shares);
}
