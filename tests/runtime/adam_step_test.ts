import { assert, assertThrows } from "@std/assert";
import { type AdamStep, adamStep } from "#lib/runtime/adam_step.ts";
import { startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { placeIn, randomSource } from "./gemm_cases.ts";
import { needs, projectFiles } from "../needs.ts";

const SETTING = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

type Ranges = Record<
  "parameters" | "gradients" | "momentum" | "variance",
  Float64Array
>;

/** Algorithm 1 of Kingma and Ba 2015, in float64. */
function plainAdam(
  { parameters: x, gradients: g, momentum: m, variance: v }: Ranges,
  t: number,
): void {
  const { learningRate, beta1, beta2, epsilon } = SETTING;
  for (let i = 0; i < x.length; i++) {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
    v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2;
    const mHat = m[i] / (1 - beta1 ** t);
    const vHat = v[i] / (1 - beta2 ** t);
    x[i] -= learningRate * mHat / (Math.sqrt(vHat) + epsilon);
  }
}

for (
  const { threads, count } of [{ threads: 1, count: 7 }, {
    threads: 2,
    count: 70_001,
  }]
) {
  Deno.test(
    `adamStep: ten steps of ${count} parameters on ${threads} threads`,
    needs(projectFiles),
    async () => {
      const pool = await startGemmPool({ threads });
      const place = placeIn(pool, 4 * count);
      const random = randomSource(1);
      const inside = {
        parameters: place(count),
        gradients: place(count),
        momentum: place(count).fill(0),
        variance: place(count).fill(0),
      };
      for (let i = 0; i < count; i++) inside.parameters[i] = random();
      const expected: Ranges = {
        parameters: Float64Array.from(inside.parameters),
        gradients: new Float64Array(count),
        momentum: new Float64Array(count),
        variance: new Float64Array(count),
      };
      for (let step = 1; step <= 10; step++) {
        for (let i = 0; i < count; i++) {
          expected.gradients[i] = inside.gradients[i] = Math.fround(random());
        }
        adamStep(pool, { ...SETTING, ...inside, step });
        plainAdam(expected, step);
      }
      for (let i = 0; i < count; i++) {
        const error = Math.abs(inside.parameters[i] - expected.parameters[i]);
        assert(error < 2e-6, `parameter ${i}: error ${error}`);
      }
      await pool.stop();
    },
  );
}

Deno.test(
  "adamStep: refuses ranges outside of the pool's memory",
  needs(projectFiles),
  async () => {
    const pool = await startGemmPool({ threads: 1 });
    const outside = new Float32Array(4);
    const step: AdamStep = {
      ...{ ...SETTING, step: 1 },
      ...{ parameters: outside, gradients: outside },
      ...{ momentum: outside, variance: outside },
    };
    assertThrows(
      () => adamStep(pool, step),
      RangeError,
      "in the pool's memory",
    );
    await pool.stop();
  },
);
