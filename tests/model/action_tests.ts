import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import { type ActionPlan, truncatedPlan } from "#lib/lie/action_plan.ts";
import { exponentialAction } from "#lib/model/exponential_action.ts";
import { expm } from "#lib/lie/expm.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import oracles from "../fixtures/oracles.json" with { type: "json" };
import { act, close, finePlan, named, randomVector, series } from "./action.ts";
import { times } from "../lie/times.ts";

/** A way of computing actions, to be tested. */
export interface ActionUnderTest {
  readonly name: string;
  readonly ignore: boolean;
  /** Makes exponentialAction compute in this way. */
  prepare(): void;
}

/** Partial derivatives of f by central differences in float64. */
function centralDifferences(
  f: (numbers: readonly number[]) => number,
  at: readonly number[],
): number[] {
  const h = 1e-5;
  return at.map((value, i) => {
    const moved = (by: number) => f(at.with(i, value + by));
    return (moved(h) - moved(-h)) / (2 * h);
  });
}

/** Slope of the least-squares line. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (axis: 0 | 1) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xy, xx] = [0, 0];
  for (const [x, y] of points) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
  }
  return xy / xx;
}

/** Declares the laws of exp(-tG) for one way of computing it. */
export function testAction({ name, ignore, prepare }: ActionUnderTest): void {
  const declare = (law: string, fn: () => void) =>
    Deno.test({
      name: `${name}: ${law}`,
      ignore,
      fn() {
        prepare();
        tf.tidy(fn);
      },
    });

  const perGenerator = Map.groupBy(
    oracles.exponential_action,
    ({ name, d }) => `${name} on ${d} x ${d}`,
  );

  for (const [label, cases] of perGenerator) {
    declare(`exponentialAction agrees with expm of SciPy for ${label}`, () => {
      const { alpha, d } = cases[0];
      const largest = Math.max(...cases.map(({ t }) => Math.abs(t)));
      const actual = act(
        combine(generatorStack(quadratic, d), alpha),
        cases.map(({ t }) => -t), // the oracle holds exp(+tG) z
        cases.map(({ z }) => z),
        finePlan(largest * createNormBound(quadratic, d)(alpha)),
      );
      cases.forEach(({ t, expm_z }, row) =>
        close(actual[row], expm_z, 1e-5, `t = ${t}`)
      );
    });
  }

  declare(
    "the latent loss and its gradient agree with autograd of PyTorch",
    () => {
      const { d, alpha_raw, t, z0, zt, ...expected } =
        oracles.latent_loss_gradient;
      const stack = tf.tensor2d(
        Float32Array.from(generatorStack(quadratic, d)),
        [12, d ** 4],
      );
      const loss = (alpha: tf.Tensor, t: tf.Tensor, z0: tf.Tensor) => {
        const unit = tf.div(alpha, tf.norm(alpha));
        const generator = tf.matMul(
          tf.reshape<tf.Rank.R2>(unit, [1, 12]),
          stack,
        );
        const moved = exponentialAction(
          tf.reshape(generator, [d * d, d * d]),
          tf.neg(t) as tf.Tensor1D, // the oracle holds exp(+tG) z
          z0 as tf.Tensor2D,
          finePlan(20),
        );
        const error = tf.squaredDifference(moved, tf.tensor2d(zt));
        return tf.mean<tf.Scalar>(tf.sum(error, 1));
      };
      const { value, grads } = tf.valueAndGrads(loss)(
        [tf.tensor1d(alpha_raw), tf.tensor1d(t), tf.tensor2d(z0)],
      );
      close(value.dataSync(), [expected.loss], 1e-5);
      const [dAlpha, dT, dZ] = grads.map((gradient) => gradient.dataSync());
      close(dAlpha, expected.grad_alpha_raw, 1e-5, "alpha");
      close(dT, expected.grad_t, 1e-5, "t");
      close(dZ, expected.grad_z0.flat(), 1e-5, "z0");
    },
  );

  const plans: readonly ActionPlan[] = [
    { substeps: 1, terms: 1 },
    { substeps: 1, terms: 2 },
    { substeps: 1, terms: 8 },
    { substeps: 3, terms: 2 },
    { substeps: 3, terms: 8 },
    truncatedPlan(3),
  ];

  for (const plan of plans) {
    declare(
      `value and gradient of ${plan.substeps} x ${plan.terms} terms are those of the cut series`,
      () => {
        const [n, rows] = [3, 4];
        const g = randomVector(n * n, "generator");
        const t = [0.7, -1.3, 0, 0.2];
        const x = randomVector(rows * n, "rows");
        const weight = randomVector(rows * n, "weight");
        const split = (flat: readonly number[]) =>
          t.map((_, b) => flat.slice(b * n, (b + 1) * n));
        const loss = (
          g: readonly number[],
          t: readonly number[],
          x: readonly number[],
        ) =>
          series(g, t, split(x), plan).flat()
            .reduce((sum, v, i) => sum + weight[i] * v * v, 0);

        close(
          act(g, t, split(x), plan).flat(),
          series(g, t, split(x), plan).flat(),
          1e-6,
        );
        const [dG, dT, dX] = tf.grads((g, t, x) => {
          const moved = exponentialAction(
            g as tf.Tensor2D,
            t as tf.Tensor1D,
            x as tf.Tensor2D,
            plan,
          );
          return tf.sum(
            tf.mul(tf.tensor2d(weight, [rows, n]), tf.square(moved)),
          );
        })([
          tf.tensor2d(g, [n, n]),
          tf.tensor1d(t),
          tf.tensor2d(x, [rows, n]),
        ]).map((gradient) => gradient.dataSync());
        close(dG, centralDifferences((g) => loss(g, t, x), g), 2e-6, "dG");
        close(dT, centralDifferences((t) => loss(g, t, x), t), 2e-6, "dt");
        close(dX, centralDifferences((x) => loss(g, t, x), x), 2e-6, "dx");
      },
    );

    declare(
      `where generator and t are constants, ${plan.substeps} x ${plan.terms} terms have the same value and gradient in x`,
      () => {
        const [n, rows] = [3, 4];
        const g = tf.tensor2d(randomVector(n * n, "generator"), [n, n]);
        const t = tf.tensor1d([0.7, -1.3, 0, 0.2]);
        const x = tf.tensor2d(randomVector(rows * n, "rows"), [rows, n]);
        const [all, some] = (["in all", "in x"] as const).map((gradients) =>
          tf.valueAndGrad((x: tf.Tensor) =>
            tf.sum(tf.square(
              exponentialAction(g, t, x as tf.Tensor2D, plan, gradients),
            ))
          )(x)
        );
        close(some.value.dataSync(), all.value.dataSync(), 1e-6);
        close(some.grad.dataSync(), all.grad.dataSync(), 1e-6);
        assertThrows(
          () =>
            tf.grad((t: tf.Tensor) =>
              tf.sum(
                exponentialAction(g, t as tf.Tensor1D, x, plan, "in x"),
              )
            )(t),
          Error,
          "Cannot compute gradient",
        );
      },
    );
  }

  const rotation = named("rotation", 5);
  const z = randomVector(25, "code");
  const plan = finePlan(20);

  declare("exp(0) leaves every number unchanged", () => {
    for (const some of [plan, truncatedPlan(3)]) {
      assertEquals(act(rotation, [0], [z], some), [Array.from(z, Math.fround)]);
    }
  });

  declare("exp(-sG) exp(-tG) = exp(-(s+t)G)", () => {
    for (const [s, t] of [[0.3, 0.9], [-0.7, 1.1], [0.8, -0.8]]) {
      const both = act(rotation, [s], act(rotation, [t], [z], plan), plan);
      close(both[0], act(rotation, [s + t], [z], plan)[0], 2e-6, `${s}, ${t}`);
    }
  });

  declare("exp(tG) undoes exp(-tG), also if it is no isometry", () => {
    for (const name of ["rotation", "shear", "spiral"] as const) {
      const generator = named(name, 5);
      const there = act(generator, [0.4], [z], plan);
      close(act(generator, [-0.4], there, plan)[0], z, 1e-4, name);
    }
  });

  declare("the action depends only on the product of t and G", () => {
    const half = rotation.map((v) => v / 2);
    close(
      act(half, [1.2], [z], plan)[0],
      act(rotation, [0.6], [z], plan)[0],
      1e-6,
    );
  });

  declare("every row moves by its own t alone", () => {
    const rows = [z, randomVector(25, "other"), z];
    const t = [0.5, -1.5, 0];
    const together = act(rotation, t, rows, plan);
    rows.forEach((row, b) =>
      close(together[b], act(rotation, [t[b]], [row], plan)[0], 1e-6)
    );
  });

  declare("a positive t moves content along +Gamma", () => {
    const n = 5, cells = n * n, start = 2 * n + 1;
    const spot = Array.from({ length: cells }, (_, i) => i === start ? 1 : 0);
    // Shifts by whole cells are exact, and a cell is 2/n of a half-frame.
    const moved = act(
      named("translationX", n),
      [2 / n, 4 / n],
      [spot, spot],
      plan,
    );
    const shifted = (by: number) =>
      spot.map((_, i) => i === start + by ? 1 : 0);
    close(moved[0], shifted(1), 1e-5, "one cell to the right");
    close(moved[1], shifted(2), 1e-5, "two cells to the right");
  });

  declare(
    "the error of one step falls with the power terms + 1 of the step",
    () => {
      const largest = createNormBound(quadratic, 5)(
        projectField(transformations.rotation.field, quadratic).coefficients,
      );
      for (const terms of [1, 2, 3, 4]) {
        // Between |t| ||G|| = 0.4 and 1 the error is above float32's rounding, and the
        // next order is small.
        const points = [0.4, 0.5, 0.65, 0.8, 1].map((norm) => {
          const t = norm / largest;
          const exact = times(expm(rotation.map((v) => -t * v)), z);
          const [moved] = act(rotation, [t], [z], truncatedPlan(terms));
          const error = Math.hypot(...moved.map((v, i) => v - exact[i]));
          return [Math.log(t), Math.log(error)] as const;
        });
        const rate = slope(points);
        assert(
          Math.abs(rate - (terms + 1)) < 0.15,
          `${terms} terms: expected the rate ${terms + 1}, found ${rate}`,
        );
      }
    },
  );

  declare("the error of s steps falls with the power -terms of s", () => {
    const exact = times(expm(rotation.map((v) => -0.5 * v)), z);
    for (const terms of [1, 2, 3]) {
      const points = [12, 16, 24, 32].map((substeps) => {
        const [moved] = act(rotation, [0.5], [z], { substeps, terms });
        const error = Math.hypot(...moved.map((v, i) => v - exact[i]));
        return [Math.log(substeps), Math.log(error)] as const;
      });
      const rate = slope(points);
      assert(
        Math.abs(rate + terms) < 0.15,
        `${terms} terms: expected the rate ${-terms}, found ${rate}`,
      );
    }
  });

  declare("only the result stays alive", () => {
    const before = tf.memory().numTensors;
    const generator = tf.tensor2d(Float32Array.from(rotation), [25, 25]);
    const [t, x] = [tf.tensor1d([0.5]), tf.tensor2d([z])];
    exponentialAction(generator, t, x, plan).dispose();
    const gradients = tf.grads((g, t, x) =>
      tf.sum(
        exponentialAction(
          g as tf.Tensor2D,
          t as tf.Tensor1D,
          x as tf.Tensor2D,
          plan,
        ),
      )
    )([generator, t, x]);
    assertEquals(gradients.map(({ shape }) => shape), [[25, 25], [1], [1, 25]]);
    tf.dispose([generator, t, x, ...gradients]);
    assertEquals(tf.memory().numTensors, before);
  });

  declare("operands keep their values, with and without a gradient", () => {
    const operands = [
      tf.tensor2d(Float32Array.from(rotation), [25, 25]),
      tf.tensor1d([0.5]),
      tf.tensor2d([z]),
    ] as const;
    const before = operands.map((tensor) => tensor.dataSync().slice());
    const compute = (g: tf.Tensor, t: tf.Tensor, x: tf.Tensor) =>
      exponentialAction(
        g as tf.Tensor2D,
        t as tf.Tensor1D,
        x as tf.Tensor2D,
        plan,
      );
    const alone = compute(...operands).dataSync();
    let onTape: Float32Array | undefined;
    tf.grads((g, t, x) => {
      const moved = compute(g, t, x);
      onTape = moved.dataSync<"float32">().slice();
      return tf.sum(moved);
    })([...operands]);
    assertEquals(onTape, alone);
    assertEquals(operands.map((tensor) => tensor.dataSync()), before);
  });
}
