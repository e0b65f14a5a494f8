import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

/** Kernels of tfjs's wasm backend, to be compared with its cpu backend. */
export interface KernelsUnderTest {
  readonly name: string;
  readonly ignore: boolean;
  /** Starts the wasm backend with these kernels. */
  start(): Promise<unknown>;
}

type Computation = () => tf.Tensor[];

/**
 * A computation on the wasm backend, with another one for the cpu backend if they
 * differ.
 */
type Comparison =
  | Computation
  | { readonly compute: Computation; readonly reference: Computation };

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 33] as const;

const TRANSPOSES = [[false, false], [false, true], [true, false], [
  true,
  true,
]] as const;

/** Batch shapes of a and b. */
const BATCHES = [
  [[], []],
  [[4], [4]],
  [[2, 3], [2, 3]],
  [[4], [1]],
  [[1], [4]],
  [[3], []],
] as const;

/** Batch shapes in which both operands are repeated. */
const CROSSED_BATCHES = [
  [[3, 1], [1, 2]],
  [[1, 2], [3, 1]],
  [[2, 1, 3], [2, 2, 1]],
  [[2], [3, 1]],
] as const;

/**
 * Declares the laws of products. All numbers are small integers, so every float32
 * result is exact and must agree to the last bit.
 *
 * @param crossed Whether one product may repeat both its operands: [3, 1] x [1, 2].
 */
export function testProducts(
  kernels: KernelsUnderTest,
  { crossed }: { readonly crossed: boolean },
): void {
  const declare = (law: string, fn: () => Promise<void>) =>
    Deno.test({
      name: `${kernels.name}: ${law}`,
      ignore: kernels.ignore,
      async fn() {
        await kernels.start();
        await fn();
      },
    });

  for (const [transposeA, transposeB] of TRANSPOSES) {
    const label = `${transposeA ? "A'" : "A"} ${transposeB ? "B'" : "B"}`;
    declare(`${label} and its gradient, of all sizes`, async () => {
      await agree(
        sizes().map(([m, k, n]) => {
          const a = integers(transposeA ? [k, m] : [m, k], "a");
          const b = integers(transposeB ? [n, k] : [k, n], "b");
          const weight = integers([m, n], "weight");
          const product = (a: tf.Tensor, b: tf.Tensor) =>
            tf.matMul(a, b, transposeA, transposeB);
          return () => [
            product(a(), b()),
            ...tf.grads((a, b) => tf.sum(tf.mul(product(a, b), weight())))(
              [a(), b()],
            ),
          ];
        }),
      );
    });

    declare(`${label} + bias, activated, and its gradient`, async () => {
      await agree(
        ACTIVATIONS.flatMap((activation) =>
          ([[1, 1, 1], [5, 3, 7], [33, 17, 9]] as const).map(([m, k, n]) => {
            const a = integers(transposeA ? [k, m] : [m, k], "a");
            const b = integers(transposeB ? [n, k] : [k, n], "b");
            const bias = integers([n], "bias");
            const weight = integers([m, n], "weight");
            const layer = (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) =>
              tf.fused.matMul({
                a,
                b,
                bias,
                transposeA,
                transposeB,
                activation,
                leakyreluAlpha: 0.25,
              });
            return () => [
              layer(a(), b(), bias()),
              ...tf.grads((a, b, bias) =>
                tf.sum(tf.mul(layer(a, b, bias), weight()))
              )([a(), b(), bias()]),
            ];
          })
        ),
      );
    });

    declare(`${label} over broadcast batches`, async () => {
      const batches = [...BATCHES, ...(crossed ? CROSSED_BATCHES : [])];
      await agree(batches.map(([outerA, outerB]) => {
        const a = integers(
          [...outerA, ...(transposeA ? [5, 3] : [3, 5])],
          "a",
        );
        const b = integers(
          [...outerB, ...(transposeB ? [4, 5] : [5, 4])],
          "b",
        );
        return {
          compute: () => [tf.matMul(a(), b(), transposeA, transposeB)],
          // tfjs's cpu backend itself is wrong if both operands are broadcast.
          reference: () => {
            const [wide, long] = repeated(a(), b());
            return [tf.matMul(wide, long, transposeA, transposeB)];
          },
        };
      }));
    });
  }

  declare("a batch's gradient", async () => {
    const [a, b] = [integers([2, 3, 5, 4], "a"), integers([2, 3, 4, 7], "b")];
    await agree([
      () => tf.grads((a, b) => tf.sum(tf.square(tf.matMul(a, b))))([a(), b()]),
    ]);
  });

  declare("no memory is left behind", () => {
    const compute = () =>
      tf.tidy(() => {
        const a = tf.ones<tf.Rank.R2>([5, 3]), bias = tf.ones([5]);
        tf.matMul(a, a, true);
        tf.fused.matMul({
          a,
          b: a,
          transposeB: true,
          bias,
          activation: "relu",
        });
      });
    compute();
    const before = { ...tf.memory(), ids: tf.backend().numDataIds() };
    compute();
    assertEquals({ ...tf.memory(), ids: tf.backend().numDataIds() }, before);
    return Promise.resolve();
  });
}

const ACTIVATIONS = ["linear", "relu", "leakyrelu"] as const;

/** 121 triples of sizes, which contain every pair of sizes in every two places. */
function sizes(): (readonly [m: number, k: number, n: number])[] {
  const count = SIZES.length;
  return SIZES.flatMap((m, i) =>
    SIZES.map((k, j) => [m, k, SIZES[(i + 3 * j) % count]] as const)
  );
}

/**
 * Returns a function that makes, on the current backend, a tensor of integers from -4
 * to 4.
 */
function integers(shape: readonly number[], name: string): () => tf.Tensor {
  const stream = randomStream(0, name, ...shape);
  const values = Float32Array.from(
    { length: tf.util.sizeFromShape([...shape]) },
    () => Math.floor(9 * stream()) - 4,
  );
  return () => tf.tensor(values, [...shape]);
}

/** The operands with every broadcast matrix repeated explicitly. */
function repeated(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const repeat = (x: tf.Tensor) =>
    tf.broadcastTo(x, [...outer, ...x.shape.slice(-2)]);
  return [repeat(a), repeat(b)];
}

/** Asserts the same shapes and values on the wasm and on the cpu backend. */
async function agree(comparisons: readonly Comparison[]): Promise<void> {
  const both = comparisons.map((comparison) =>
    typeof comparison === "function"
      ? { compute: comparison, reference: comparison }
      : comparison
  );
  const actual = await resultsOn("wasm", both.map(({ compute }) => compute));
  const expected = await resultsOn("cpu", both.map((one) => one.reference));
  await tf.setBackend("wasm");
  expected.forEach((tensors, i) =>
    tensors.forEach(({ shape, values }, j) => {
      const name = `computation ${i}, tensor ${j} [${shape}]`;
      assertEquals(actual[i][j].shape, shape, name);
      assertEquals(values.length, tf.util.sizeFromShape(shape), name);
      allclose(actual[i][j].values, values, {}, name);
    })
  );
}

interface Result {
  readonly shape: number[];
  readonly values: Float32Array;
}

async function resultsOn(
  backend: string,
  computations: readonly Computation[],
): Promise<Result[][]> {
  await tf.setBackend(backend);
  return computations.map((compute) => {
    const results: Result[] = [];
    tf.tidy(() => {
      for (const tensor of compute()) {
        const values = tensor.dataSync<"float32">().slice();
        results.push({ shape: tensor.shape, values });
      }
    });
    return results;
  });
}
