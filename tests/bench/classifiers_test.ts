import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { crossEntropy } from "#lib/experiments/constraint/fit_network.ts";
import { measureClassifier } from "../../bench/classifier_job.ts";
import {
  type ClassifierAnswer,
  classifierMeasures,
} from "../../bench/classifier_result.ts";
import {
  readClassifiers,
  writeClassifiers,
} from "../../bench/classifier_state.ts";
import { classifierSection } from "../../bench/classifier_tables.ts";
import { benchClassifiers } from "../../bench/classifiers.ts";
import type { ClassifierResult } from "../../bench/result.ts";
import { arraysOf, readFloats } from "../../bench/step_state.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { projectRoot } from "../project_files.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

const [plain, nine, twelve] = benchClassifiers;

function answer(
  peer: string,
  classifier: typeof plain,
  round: number,
  ms: number,
  loss = 2,
): ClassifierAnswer {
  const reply = { ms: [ms], loss, lossAfter: 1 };
  return { peer, case: classifier, round, reply };
}

const measures = () =>
  classifierMeasures([
    answer("blas", plain, 0, 500),
    answer("blas", plain, 1, 2),
    answer("blas", nine, 1, 16),
    answer("blas", nine, 2, 20),
    answer("pytorch", plain, 1, 1),
    answer("pytorch", nine, 1, 12, 2.5),
  ]);

Deno.test("a lifted step is compared with the plain one's and with PyTorch's", () => {
  const [first, lifted, other] = measures();
  assertEquals(first.ms.blas!.median, 2, "the first round counts");
  assertEquals(lifted.overPlain, { blas: 9, wasm: null, pytorch: 12 });
  assertEquals(lifted.overPytorch, { blas: 1.5, wasm: null });
  assertEquals(first.disagreement, 0);
  allclose([lifted.disagreement!], [0.2], { absolute: 1e-12 });
  assertEquals([other.name, other.disagreement], [twelve.name, null]);
});

Deno.test("the table has a dash for a missing number, and names unequal losses", () => {
  const text = classifierSection({
    batch: 128,
    measures: measures(),
    descriptions: { blas: "a BLAS" },
    reasons: { wasm: "no memory" },
  }).join("\n");
  assert(!/null|undefined|NaN/.test(text), text);
  assert(text.includes("wasm: no memory"));
  const apart = text.split("\n").filter((line) =>
    line.includes("not the same")
  );
  assertEquals(apart.map((line) => line.split(":")[0]), [nine.name]);
  const cells = text.split("\n").find((line) => line.startsWith(nine.name))!;
  assertEquals(cells.split(/\s{2,}/)[7], "10", "m + 1 of 9 points");
});

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name:
    "the losses of classifiers are those of the weights and images in the folder",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await startTestRuntime();
      const written = await writeClassifiers({ folder });
      assertEquals(await readClassifiers(folder), written);
      assertEquals(
        written.classifiers.map(({ shapes: [first] }) => first),
        Array(3).fill([784, 64]),
      );
      for (const { name, points, shapes } of written.classifiers) {
        const read = await measureClassifier({ folder, name, repeats: 2 });
        assertEquals(read.ms.length, 2);
        const [images, targets, parameters] = await Promise.all(
          [`${name}-images`, "targets", `${name}-parameters`]
            .map((file) => readFloats(folder, file)),
        );
        const weights = arraysOf(shapes, parameters);
        const logits = points === null
          ? plainLogits(weights, images)
          : liftedLogits(weights, images, points);
        const expected = tf.tidy(() =>
          crossEntropy(logits, tf.tensor2d(targets, [128, 10])).dataSync()
        );
        logits.dispose();
        allclose([read.loss], expected, { relative: 1e-5 }, name);
        assert(read.lossAfter < read.loss, `${name}: no step was made`);
        const again = await measureClassifier({ folder, name, repeats: 1 });
        assertEquals([again.loss, again.lossAfter], [
          read.loss,
          read.lossAfter,
        ]);
      }
    }),
});

const layer = (x: tf.Tensor, weight: Float32Array, bias: Float32Array) =>
  x.matMul(tf.tensor2d(weight, [weight.length / bias.length, bias.length]))
    .add(tf.tensor1d(bias));

const plainLogits = (
  [weight, bias, last, lastBias]: readonly Float32Array[],
  images: Float32Array,
) =>
  tf.tidy(() =>
    layer(
      layer(tf.tensor2d(images, [128, 784]), weight, bias).relu(),
      last,
      lastBias,
    ) as tf.Tensor2D
  );

/** Logits of the lifted classifier by tfjs's own convolution and maximum. */
const liftedLogits = (
  [weight, bias, kernel, kernelBias, last, lastBias]: readonly Float32Array[],
  images: Float32Array,
  points: number,
) =>
  tf.tidy(() => {
    const first = layer(tf.tensor2d(images, [128 * points, 784]), weight, bias)
      .relu().reshape<tf.Tensor3D>([128, points, 64]);
    const along = tf.conv1d(first, tf.tensor3d(kernel, [3, 64, 64]), 1, "same");
    const most = along.add(tf.tensor1d(kernelBias)).relu().max(1);
    return layer(most, last, lastBias) as tf.Tensor2D;
  });

Deno.test({
  ...needs(projectFiles),
  name:
    "the training steps in bench/classifiers.json are within the aims with BLAS",
  async fn() {
    const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);
    const { constraint: { measures } }: ClassifierResult = JSON.parse(
      await read("bench/classifiers.json"),
    );
    assertEquals(measures.map(({ points }) => points), [null, 9, 12]);
    for (const { points, overPlain, overPytorch } of measures) {
      if (points === null) continue;
      assert(overPlain.blas! <= points + 1, `${points}: ${overPlain.blas}`);
      assert(overPytorch.blas! <= 1.5, `${points}: ${overPytorch.blas}`);
    }
  },
});
