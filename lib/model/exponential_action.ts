import * as tf from "@tensorflow/tfjs";
import type { ActionPlan } from "../lie/action_plan.ts";
import {
  actOnMemory,
  actOnMemoryBackward,
  taylorScale,
} from "../lie/memory_action.ts";
import { directProduct, type MatrixProduct } from "../runtime/direct.ts";
import { emptyTensor, tensorMemory } from "../runtime/tensor_memory.ts";
import type { Tensor1D, Tensor2D } from "../runtime/tfjs_types.ts";

/**
 * Applies exp(-t_b G) to every row b of `x`: the pull-back that moves content along
 * +Gamma for a time t. Only this function applies the sign.
 *
 * All rows share one G, so the action is a scaled Taylor series on the whole batch,
 * without a dense exponential per row. The gradients with respect to all three operands
 * are those of this series, exact to rounding.
 *
 * @param generator `[n, n]`, acting on column vectors.
 * @param t `[rows]`.
 * @param x `[rows, n]`.
 * @param gradients The operands whose gradients are wanted.
 * @returns `[rows, n]`.
 */
export function exponentialAction(
  generator: Tensor2D,
  t: Tensor1D,
  x: Tensor2D,
  plan: ActionPlan,
  gradients: WantedGradients = "in all",
): Tensor2D {
  const product = directProduct();
  if (gradients === "in x") return actionOnX(product, generator, t, x, plan);
  return product === undefined
    ? actionByOperations(generator, t, x, plan)
    : actionOnMemory(product, generator, t, x, plan);
}

/** The operands of an action whose gradients are wanted. */
export type WantedGradients = "in all" | "in x";

/** The action for constant generator and t; it keeps no tensors for a gradient. */
function actionOnX(
  product: MatrixProduct | undefined,
  generator: tf.Tensor2D,
  t: tf.Tensor1D,
  x: tf.Tensor2D,
  plan: ActionPlan,
): tf.Tensor2D {
  const act = (x: tf.Tensor, transposed: boolean) =>
    product === undefined
      ? seriesByOperations(generator, t, x as tf.Tensor2D, plan, transposed)
      : seriesOnMemory(
        product,
        generator,
        t,
        x as tf.Tensor2D,
        plan,
        transposed,
      );
  const action = tf.customGrad((...operands) => ({
    value: act(operands[0] as tf.Tensor, false),
    gradFunc: (du: tf.Tensor) => act(du, true),
  }));
  return action(x) as tf.Tensor2D;
}

function seriesOnMemory(
  product: MatrixProduct,
  generator: tf.Tensor2D,
  t: tf.Tensor1D,
  x: tf.Tensor2D,
  plan: ActionPlan,
  transposed: boolean,
): tf.Tensor2D {
  const nu = taylorScale(tensorMemory(generator), x.shape[1]);
  const matrix = tf.div(generator, nu);
  const terms = emptyTensor([plan.terms + 1, ...x.shape]);
  const u = emptyTensor<tf.Tensor2D>(x.shape);
  const memory = memoryOf(nu, t, matrix, terms);
  actOnMemory(
    product,
    plan,
    memory,
    tensorMemory(x),
    tensorMemory(u),
    transposed,
  );
  return u;
}

function seriesByOperations(
  generator: tf.Tensor2D,
  t: tf.Tensor1D,
  x: tf.Tensor2D,
  plan: ActionPlan,
  transposed: boolean,
): tf.Tensor2D {
  const g = transposed ? tf.transpose(generator) : generator;
  const scale = scaleOf(t, plan);
  let u = x;
  for (let step = 0; step < plan.substeps; step++) {
    u = taylorStep(g, scale, u, plan.terms, []);
  }
  return u;
}

/** The action on the tensors' memory, without one tensor per term. */
function actionOnMemory(
  product: MatrixProduct,
  generator: tf.Tensor2D,
  t: tf.Tensor1D,
  x: tf.Tensor2D,
  plan: ActionPlan,
): tf.Tensor2D {
  const [rows, n] = x.shape;
  const keep = tf.engine().isTapeOn();
  const nu = taylorScale(tensorMemory(generator), n);
  const blocks = (keep ? plan.substeps : 1) * (plan.terms + 1);
  const action = tf.customGrad((...operands) => {
    const [g, time, start] = operands.slice(0, 3) as Operands;
    const save = operands[3] as unknown as tf.GradSaveFunc;
    const matrix = tf.div(g, nu);
    const terms = emptyTensor([blocks, rows, n]);
    const u = emptyTensor<tf.Tensor2D>([rows, n]);
    const memory = memoryOf(nu, time, matrix, terms);
    actOnMemory(product, plan, memory, tensorMemory(start), tensorMemory(u));
    save([time, matrix, terms]);
    const gradFunc = (du: tf.Tensor, saved: tf.Tensor[]) => {
      const adjoints = emptyTensor([plan.terms + 1, rows, n]);
      const gradients = actOnMemoryBackward(
        product,
        plan,
        memoryOf(nu, saved[0], saved[1], saved[2]),
        tensorMemory(adjoints),
        tensorMemory(du),
      );
      return [
        tf.tensor2d(gradients.generator, [n, n]),
        tf.tensor1d(gradients.t),
        tf.tensor2d(gradients.x, [rows, n]),
      ];
    };
    return { value: u, gradFunc };
  });
  return action(generator, t, x) as tf.Tensor2D;
}

function memoryOf(
  nu: number,
  t: tf.Tensor,
  matrix: tf.Tensor,
  terms: tf.Tensor,
) {
  return {
    nu,
    t: tensorMemory(t),
    matrix: tensorMemory(matrix),
    terms: tensorMemory(terms),
  };
}

/** The action as operations of tfjs, for backends whose memory is not accessible. */
function actionByOperations(
  generator: tf.Tensor2D,
  t: tf.Tensor1D,
  x: tf.Tensor2D,
  plan: ActionPlan,
): tf.Tensor2D {
  const action = tf.customGrad((...operands) => {
    const [g, time, start] = operands.slice(0, 3) as Operands;
    const save = operands[3] as unknown as tf.GradSaveFunc;
    const scale = scaleOf(time, plan);
    const kept: tf.Tensor2D[] = [];
    let u = start;
    for (let step = 0; step < plan.substeps; step++) {
      u = taylorStep(g, scale, u, plan.terms, kept);
    }
    save([g, scale, ...kept]);
    const gradFunc = (du: tf.Tensor, saved: tf.Tensor[]) =>
      backward(du as tf.Tensor2D, saved as tf.Tensor2D[], plan);
    return { value: u, gradFunc };
  });
  return action(generator, t, x) as tf.Tensor2D;
}

type Operands = [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D];

/** Computes c = -t / s as a column, with s sub-steps. */
function scaleOf(t: tf.Tensor1D, { substeps }: ActionPlan): tf.Tensor2D {
  return tf.reshape(tf.mul(t, -1 / substeps), [-1, 1]);
}

/**
 * Computes u' = sum of v_j, with v_0 = u and v_j = (c / j) v_{j-1} G^T for j = 1..m,
 * and appends v_0..v_{m-1} to `kept`.
 */
function taylorStep(
  g: tf.Tensor2D,
  scale: tf.Tensor2D,
  u: tf.Tensor2D,
  terms: number,
  kept: tf.Tensor2D[],
): tf.Tensor2D {
  let term = u;
  let sum = u;
  for (let j = 1; j <= terms; j++) {
    kept.push(term);
    term = tf.mul(
      tf.matMul(term, g, false, true),
      j === 1 ? scale : tf.div(scale, j),
    );
    sum = tf.add(sum, term);
  }
  return sum;
}

/**
 * Computes the gradients, backwards through the sub-steps. With l_m = du and
 * l_{j-1} = du + (c / j) l_j G, one sub-step gives
 *   dx = l_0,  dG = sum over j of ((c / j) l_j)^T v_{j-1},
 *   dc = <v_0 + ... + v_{m-1}, du G>   (the derivative of the truncated series).
 */
function backward(
  du: tf.Tensor2D,
  [g, scale, ...kept]: tf.Tensor2D[],
  { substeps, terms }: ActionPlan,
): tf.Tensor[] {
  let upstream = du;
  let dScale: tf.Tensor1D | undefined;
  let dG: tf.Tensor2D | undefined;
  for (let step = substeps - 1; step >= 0; step--) {
    const v = kept.slice(step * terms, (step + 1) * terms);
    const weighted: tf.Tensor2D[] = Array(terms);
    let adjoint = upstream;
    for (let j = terms; j >= 1; j--) {
      const moved = tf.matMul(adjoint, g);
      if (j === terms) {
        const dc = tf.sum<tf.Tensor1D>(tf.mul(tf.addN(v), moved), 1);
        dScale = dScale === undefined ? dc : tf.add(dScale, dc);
      }
      const factor = j === 1 ? scale : tf.div<tf.Tensor2D>(scale, j);
      weighted[j - 1] = tf.mul(adjoint, factor);
      adjoint = tf.add(upstream, tf.mul(moved, factor));
    }
    const part = tf.matMul<tf.Tensor2D>(
      tf.concat(weighted),
      tf.concat(v),
      true,
      false,
    );
    dG = dG === undefined ? part : tf.add<tf.Tensor2D>(dG, part);
    upstream = adjoint;
  }
  return [dG!, tf.mul(dScale!, -1 / substeps), upstream];
}
