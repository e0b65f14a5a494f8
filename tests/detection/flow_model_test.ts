import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { flowModel } from "#lib/detection/flow_model.ts";
import { foundFlow, type Picture } from "#lib/detection/use.ts";
import {
  affine,
  type Basis,
  cubic,
  functionBasis,
  quadratic,
} from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { detectionExample, type ExampleOptions } from "./detection_example.ts";
import { RIGID, severalExample } from "./several_example.ts";

await startTestRuntime();

type Files = ReturnType<typeof flowModel>;

/** Loads the model from its two files, as a user would. */
function load(files: Files): Promise<tf.GraphModel> {
  const { modelTopology, weightsManifest, signature, format } = JSON.parse(
    files["model.json"],
  );
  assertEquals(weightsManifest[0].paths, ["weights.bin"]);
  return tf.loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology,
        format,
        signature,
        weightSpecs: weightsManifest[0].weights,
        weightData: files["weights.bin"].buffer,
      }),
  });
}

const sum = (x: number, y: number, bend: number) =>
  [0.3 + x - y + bend * (x * x - y * y), x + 2 * bend * x * y - 0.2] as const;

const cases: readonly (ExampleOptions & { readonly basis: Basis })[] = [
  { basis: affine, field: (x, y) => sum(x, y, 0) },
  { basis: quadratic, field: (x, y) => sum(x, y, 0.7) },
  { basis: cubic, field: (x, y) => [y - x * y * y, x ** 3 - 0.4] },
  { basis: affine, field: () => [1, -0.5] },
];

const sizes = [
  { height: 9, width: 9, channels: 1 },
  { height: 7, width: 12, channels: 3 },
  { height: 10, width: 4, channels: 2 },
];

for (const [i, options] of cases.entries()) {
  for (const size of sizes) {
    const { height, width, channels } = size;
    Deno.test(`tfjs moves images as flow does: ${options.basis.name} ${i}, ${height} x ${width} x ${channels}`, async () => {
      const detection = detectionExample({ ...options, worst: 0 });
      const model = await load(flowModel(detection, size));
      const stream = randomStream(i, "images");
      const t = [0.6, 0, -0.75, 0.013, 3];
      const images = t.map((): Picture => ({
        pixels: Float32Array.from(
          { length: height * width * channels },
          stream,
        ),
        ...size,
      }));
      const expected = images.map((image, k) =>
        foundFlow(detection)(image, t[k])
      );
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const values = images.flatMap(({ pixels }) => Array.from(pixels));
        const image = tf.tensor4d(values, [t.length, height, width, channels]);
        const moved = model.predict({ image, t: tf.tensor1d(t) }) as tf.Tensor;
        assertEquals(moved.shape, image.shape);
        const found = moved.dataSync();
        const length = height * width * channels;
        expected.forEach(({ pixels }, k) =>
          pixels.forEach((value, p) => {
            const off = Math.abs(value - found[k * length + p]);
            // The images are noise, so values differ by up to 1 between neighbours.
            assert(off < 1e-3, `t = ${t[k]}, value ${p}: off by ${off}`);
          })
        );
        assertEquals(
          found.slice(length, 2 * length),
          Float32Array.from(images[1].pixels),
          "t = 0 leaves every value as it is",
        );
        const all = model.predict({ image, t: tf.scalar(0.6) }) as tf.Tensor;
        assertEquals(all.shape, image.shape);
        assertEquals(
          all.dataSync().slice(0, length),
          found.slice(0, length),
          "one t for all",
        );
      });
      assertEquals(tf.memory().numTensors, before, "tensors left behind");
      model.dispose();
    });
  }
}

for (
  const [basis, fields, size] of [
    [affine, RIGID, sizes[1]],
    [quadratic, [cases[1].field!, RIGID[2]], sizes[0]],
    [affine, RIGID.slice(0, 2), sizes[2]],
  ] as const
) {
  Deno.test(`tfjs moves images by ${fields.length} generators as flow does: ${basis.name}`, async () => {
    const found = severalExample({ basis, fields });
    const model = await load(flowModel(found, size));
    const { height, width, channels } = size;
    const length = height * width * channels, number = fields.length;
    const stream = randomStream(0, "images of several");
    const times = [[0.3, -0.2, 0.5], [0, 0, 0], [-0.6, 0.4, -0.8]]
      .map((row) => row.slice(0, number));
    const images = times.map(() => ({
      pixels: Float32Array.from({ length }, stream),
      ...size,
    }));
    const expected = images.map((image, i) =>
      foundFlow(found)(image, times[i]).pixels
    );
    tf.tidy(() => {
      const image = tf.tensor4d(
        images.flatMap(({ pixels }) => [...pixels]),
        [3, height, width, channels],
      );
      const t = tf.tensor2d(times);
      const moved = model.predict({ image, t }) as tf.Tensor;
      assertEquals(moved.shape, image.shape);
      const values = moved.dataSync();
      allclose(values, expected.flatMap((pixels) => [...pixels]), {
        absolute: 1e-3,
      });
      const row = tf.tensor2d(times.slice(2));
      const all = model.predict({ image, t: row }) as tf.Tensor;
      allclose(
        all.dataSync().slice(2 * length),
        values.slice(2 * length),
        { absolute: 1e-6 },
      );
    });
    model.dispose();
  });
}

Deno.test("tfjs's cpu backend gives the same", async () => {
  const detection = detectionExample({ worst: 0, field: () => [0.6, 1] });
  const size = { height: 8, width: 6, channels: 2 };
  const before = tf.getBackend();
  const answers: Float32Array[] = [];
  for (const backend of [before, "cpu"]) {
    await tf.setBackend(backend);
    const model = await load(flowModel(detection, size));
    const image = tf.reshape(tf.range(0, 3 * 8 * 6 * 2), [3, 8, 6, 2]);
    const t = tf.tensor1d([0.5, 0.1, -3]);
    const moved = model.predict({ image, t }) as tf.Tensor;
    answers.push(moved.dataSync() as Float32Array);
    tf.dispose([image, t, moved]);
    model.dispose();
  }
  await tf.setBackend(before);
  allclose(answers[1], answers[0], { absolute: 1e-3 });
});

Deno.test("the model is small, and the same each time", () => {
  const size = { height: 28, width: 28, channels: 1 };
  const [files, again] = [0, 1].map(() => flowModel(detectionExample(), size));
  assertEquals(files, again);
  assert(files["model.json"].length < 150_000, "model.json");
  assert(files["weights.bin"].length < 30_000, "weights.bin");
});

Deno.test("a basis of the user's own has no graph model, and the error says so", () => {
  const basis = functionBasis("waves", [
    { component: "x", label: "sin y", value: (_x, y) => Math.sin(y) },
  ]);
  const coefficients = [{ term: "sin y", value: 1, low: 1, high: 1 }];
  assertThrows(
    () => flowModel({ ...detectionExample(), basis, coefficients }, sizes[0]),
    UserError,
    'expected a basis of monomials, found "sin y" in the basis "waves"',
  );
});

Deno.test("flowModel names an invalid size", () => {
  assertThrows(
    () => flowModel(detectionExample(), { ...sizes[0], width: 0 }),
    RangeError,
    "width: expected an integer of at least 1, found 0",
  );
});
