import * as tf from "@tensorflow/tfjs";
import { directProduct, type MatrixProduct } from "../runtime/direct.ts";
import { emptyTensor, tensorMemory } from "../runtime/tensor_memory.ts";
import type { Tensor2D, Variable } from "../runtime/tfjs_types.ts";

/** Decay of Nesterov's momentum. */
const MOMENTUM = 0.95;

/**
 * Coefficients of the polynomial a s + b s^3 + c s^5, applied to the singular values s.
 */
const [A, B, C] = [3.4445, -4.775, 2.0315];

/** Added to a matrix's norm before the division, so that zeros stay zeros. */
const LEAST_NORM = 1e-7;

/**
 * Number of iterations, which bring singular values from 0.002 to 1 to between 0.7 and
 * 1.2.
 */
const ITERATIONS = 5;

/**
 * Does one update of Muon (Jordan et al. 2024): the parameter moves along its momentum
 * with all singular values brought to about 1. At the narrow end of a network, the
 * gradient has a few large singular values, and Adam learns slowly along the directions
 * of the small ones.
 *
 * @param parameter `[inputs, outputs]`; is changed.
 * @param gradient Gradient of the loss, of the parameter's shape.
 * @param momentum Momentum, of the parameter's shape; is changed.
 */
export function muonUpdate(
  parameter: Variable,
  gradient: tf.Tensor,
  momentum: Variable,
  learningRate: number,
): void {
  const [inputs, outputs] = parameter.shape;
  const rate = learningRate * Math.sqrt(Math.max(1, outputs / inputs));
  const product = directProduct();
  if (product !== undefined) {
    updateOnMemory(product, parameter, gradient, momentum, rate);
    return;
  }
  tf.tidy(() => {
    momentum.assign(tf.add(tf.mul(momentum, MOMENTUM), gradient));
    const ahead = tf.add(gradient, tf.mul(momentum, MOMENTUM)) as Tensor2D;
    parameter.assign(
      tf.sub(parameter, tf.mul(orthogonalised(ahead), rate)),
    );
  });
}

/** Does one update in place, on the tensors' memory. */
function updateOnMemory(
  product: MatrixProduct,
  parameter: Variable,
  gradient: tf.Tensor,
  momentum: Variable,
  rate: number,
): void {
  tf.tidy(() => {
    const work = workOf(parameter.shape as [number, number]);
    const [p, g, m] = [parameter, gradient, momentum].map(tensorMemory);
    const ahead = tensorMemory(work.first);
    for (let i = 0; i < m.length; i++) {
      m[i] = MOMENTUM * m[i] + g[i];
      ahead[i] = g[i] + MOMENTUM * m[i];
    }
    const moved = tensorMemory(iterated(product, work));
    for (let i = 0; i < p.length; i++) p[i] -= rate * moved[i];
  });
}

/**
 * Computes a matrix with the same singular vectors and singular values of about 1, by
 * five Newton-Schulz iterations with a quintic polynomial. A zero matrix stays zero.
 *
 * @param x `[rows, columns]`.
 */
export function orthogonalised(x: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const product = directProduct();
    if (product === undefined) return byOperations(x);
    const work = workOf(x.shape);
    tensorMemory(work.first).set(tensorMemory(x));
    return iterated(product, work);
  });
}

function byOperations(matrix: Tensor2D): Tensor2D {
  const [rows, columns] = matrix.shape;
  const norm = tf.sqrt(tf.sum(tf.square(matrix)));
  let x = tf.div<Tensor2D>(matrix, tf.add(norm, LEAST_NORM));
  const wide = rows <= columns;
  for (let i = 0; i < ITERATIONS; i++) {
    const gram = tf.matMul(x, x, !wide, wide);
    const factor = tf.add<Tensor2D>(
      tf.mul(gram, B),
      tf.mul(tf.matMul(gram, gram), C),
    );
    const moved = wide ? tf.matMul(factor, x) : tf.matMul(x, factor);
    x = tf.add<Tensor2D>(tf.mul(x, A), moved);
  }
  return x;
}

/** Memory of the iterations. */
interface Work {
  /** `[rows, columns]`; `first` holds the matrix. */
  readonly first: Tensor2D;
  readonly second: Tensor2D;
  /** `[side, side]`, side being the smaller of rows and columns. */
  readonly gram: Tensor2D;
  readonly square: Tensor2D;
}

function workOf([rows, columns]: readonly [number, number]): Work {
  const side = Math.min(rows, columns);
  return {
    first: emptyTensor([rows, columns]),
    second: emptyTensor([rows, columns]),
    gram: emptyTensor([side, side]),
    square: emptyTensor([side, side]),
  };
}

/**
 * Does the iterations on the tensors' memory.
 *
 * @returns The first or the second matrix of the work.
 */
function iterated(product: MatrixProduct, work: Work): Tensor2D {
  const [rows, columns] = work.first.shape;
  const [side, long] = [Math.min(rows, columns), Math.max(rows, columns)];
  const wide = rows <= columns;
  const gram = tensorMemory(work.gram), square = tensorMemory(work.square);
  const plain = { transposeA: false, transposeB: false, accumulate: false };
  const ofGram = { transposeA: !wide, transposeB: wide, m: side, n: side };
  const last = { m: rows, n: columns, k: side, accumulate: true };
  let [from, to] = [work.first, work.second];
  normalise(tensorMemory(from));
  for (let i = 0; i < ITERATIONS; i++) {
    const x = tensorMemory(from), next = tensorMemory(to);
    product({ ...plain, ...ofGram, k: long }, x, x, gram);
    product({ ...plain, m: side, n: side, k: side }, gram, gram, square);
    for (let j = 0; j < square.length; j++) {
      square[j] = B * gram[j] + C * square[j];
    }
    for (let j = 0; j < next.length; j++) next[j] = A * x[j];
    if (wide) product({ ...plain, ...last }, square, x, next);
    else product({ ...plain, ...last }, x, square, next);
    [from, to] = [to, from];
  }
  return from;
}

/** Scales a matrix to Frobenius norm 1, in place. */
function normalise(x: Float32Array): void {
  let squares = 0;
  for (const value of x) squares += value * value;
  const factor = 1 / (Math.sqrt(squares) + LEAST_NORM);
  for (let i = 0; i < x.length; i++) x[i] *= factor;
}
