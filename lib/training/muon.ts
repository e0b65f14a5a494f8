import * as tf from "@tensorflow/tfjs";
import { directProduct, type MatrixProduct } from "../runtime/direct.ts";
import { emptyTensor, tensorMemory } from "../runtime/tensor_memory.ts";
import type { Tensor2D, Variable } from "../runtime/tfjs_types.ts";

/** Decay of the momentum, which is Nesterov's. */
const MOMENTUM = 0.95;

/** Coefficients of the odd polynomial a s + b s^3 + c s^5 of the singular values. */
const [A, B, C] = [3.4445, -4.775, 2.0315];

/** Iterations; singular values from 0.002 to 1 are then between 0.7 and 1.2. */
const ITERATIONS = 5;

/**
 * One update of Muon (Jordan et al. 2024): the parameter moves along its momentum with
 * all singular values brought to about 1. Where a network is narrow, the gradient has a
 * few large singular values, and the directions of the small ones learn slowly by Adam.
 *
 * @param parameter `[inputs, outputs]`; changed.
 * @param gradient As large.
 * @param momentum As large; changed.
 */
export function muonUpdate(
  parameter: Variable,
  gradient: tf.Tensor,
  momentum: Variable,
  learningRate: number,
): void {
  const [inputs, outputs] = parameter.shape;
  const rate = learningRate * Math.sqrt(Math.max(1, outputs / inputs));
  tf.tidy(() => {
    momentum.assign(tf.add(tf.mul(momentum, MOMENTUM), gradient));
    const ahead = tf.add(gradient, tf.mul(momentum, MOMENTUM)) as Tensor2D;
    parameter.assign(
      tf.sub(parameter, tf.mul(orthogonalised(ahead), rate)),
    );
  });
}

/**
 * A matrix with the same singular vectors and singular values of about 1, by five
 * Newton-Schulz iterations with a quintic polynomial. A matrix of zeros stays one.
 *
 * @param x `[rows, columns]`.
 */
export function orthogonalised(x: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const scaled = tf.div<Tensor2D>(x, tf.add(tf.norm(x), 1e-7));
    const product = directProduct();
    return product === undefined
      ? byOperations(scaled)
      : onMemory(product, scaled);
  });
}

function byOperations(x: Tensor2D): Tensor2D {
  const [rows, columns] = x.shape;
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

/** The same on the memory of the tensors: five times fewer operations of tfjs. */
function onMemory(product: MatrixProduct, scaled: Tensor2D): Tensor2D {
  const [rows, columns] = scaled.shape;
  const side = Math.min(rows, columns);
  const wide = rows <= columns;
  const tensors = [
    emptyTensor<Tensor2D>([rows, columns]),
    emptyTensor<Tensor2D>([rows, columns]),
    emptyTensor<Tensor2D>([side, side]),
    emptyTensor<Tensor2D>([side, side]),
  ];
  const [first, second, gram, square] = tensors.map(tensorMemory);
  first.set(tensorMemory(scaled));
  const plain = { transposeA: false, transposeB: false, accumulate: false };
  let [x, next] = [first, second];
  for (let i = 0; i < ITERATIONS; i++) {
    const long = Math.max(rows, columns);
    product(
      {
        ...plain,
        transposeA: !wide,
        transposeB: wide,
        m: side,
        n: side,
        k: long,
      },
      x,
      x,
      gram,
    );
    product({ ...plain, m: side, n: side, k: side }, gram, gram, square);
    for (let j = 0; j < square.length; j++) {
      square[j] = B * gram[j] + C * square[j];
    }
    for (let j = 0; j < next.length; j++) next[j] = A * x[j];
    const shape = { ...plain, m: rows, n: columns, k: side, accumulate: true };
    if (wide) product(shape, square, x, next);
    else product(shape, x, square, next);
    [x, next] = [next, x];
  }
  return tensors[x === first ? 0 : 1];
}
