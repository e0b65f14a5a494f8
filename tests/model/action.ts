import * as tf from "@tensorflow/tfjs";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import type { ActionPlan } from "#lib/lie/action_plan.ts";
import { exponentialAction } from "#lib/model/exponential_action.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { times } from "../lie/times.ts";

export type Rows = readonly (readonly number[])[];

/** The rows exp(-t_b G) x_b. */
export function act(
  generator: ArrayLike<number>,
  t: readonly number[],
  x: Rows,
  plan: ActionPlan,
): number[][] {
  return tf.tidy(() => {
    const n = x[0].length;
    const matrix = tf.tensor2d(Float32Array.from(generator), [n, n]);
    const rows = tf.tensor2d(x.map((row) => [...row]));
    return exponentialAction(matrix, tf.tensor1d([...t]), rows, plan)
      .arraySync();
  });
}

/** Asserts agreement to `relative` of the largest entry. */
export function close(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  message?: string,
): void {
  const largest = Math.max(...Array.from(expected, Math.abs));
  allclose(actual, expected, { absolute: relative * largest }, message);
}

export function randomVector(length: number, name: string): number[] {
  const next = standardNormal(randomStream(0, name));
  return Array.from({ length }, () => next());
}

/** The generator of a named transformation on n x n patches, not normalised. */
export function named(
  name: keyof typeof transformations,
  n: number,
): Float64Array {
  const { field } = transformations[name];
  const { coefficients } = projectField(field, quadratic);
  return combine(generatorStack(quadratic, n), coefficients);
}

/** A plan with steps of norm 1 and 10 terms, whose remainder is 1 / 11! per step. */
export const finePlan = (norm: number): ActionPlan => ({
  substeps: Math.ceil(norm),
  terms: 10,
});

/** The series by its definition, with every sum and product in float64. */
export function series(
  generator: ArrayLike<number>,
  t: readonly number[],
  x: Rows,
  { substeps, terms }: ActionPlan,
): number[][] {
  const matrix = Float64Array.from(generator);
  return x.map((row, b) => {
    let u = Float64Array.from(row);
    for (let step = 0; step < substeps; step++) {
      let term = u;
      let sum = u;
      for (let j = 1; j <= terms; j++) {
        term = times(matrix, term).map((v) => -t[b] * v / (substeps * j));
        sum = sum.map((v, i) => v + term[i]);
      }
      u = sum;
    }
    return Array.from(u);
  });
}
