import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
} from "@std/assert";
import { norm } from "#lib/lie/basis.ts";
import {
  type DerivativeName,
  derivativeOperators,
  usualDerivative,
} from "#lib/lie/derivative_operators.ts";
import { generatorStack } from "#lib/lie/generator.ts";
import {
  createModel,
  disposeModel,
  type ModelSpec,
  parametersOf,
} from "#lib/model/symmetry_model.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { smallSpec } from "./small_model.ts";

await startTestRuntime();

/** Values of all parameters by name. */
function valuesOf(spec: ModelSpec, seed: number): Map<string, number[]> {
  const model = createModel(spec, seed);
  const values = new Map(
    parametersOf(model).map(({ name, variable }) => [
      name,
      [...variable.dataSync()],
    ]),
  );
  disposeModel(model);
  return values;
}

Deno.test("the decoder mirrors the encoder, the t-network sees a pair", () => {
  const { encoder, decoder, tNetwork, alpha, flow } = createModel(smallSpec, 0);
  const shapes = (mlp: typeof encoder) => mlp.map(({ weight }) => weight.shape);
  assertEquals(shapes(encoder), [[64, 24], [24, 16], [16, 18]]);
  assertEquals(shapes(decoder), [[18, 16], [16, 24], [24, 64]]);
  assertEquals(shapes(tNetwork), [[32, 12], [12, 8], [8, 1]]);
  assertEquals(alpha.shape, [12]);
  assertEquals(flow.size, 3);
});

for (const [name, operator] of Object.entries(derivativeOperators)) {
  Deno.test(`the flow differentiates by ${name} if the spec says so`, () => {
    const derivative = name as DerivativeName;
    const model = createModel({ ...smallSpec, derivative }, 0);
    const { basis, latentSize } = smallSpec;
    assertEquals(
      model.flow.generators,
      generatorStack(basis, latentSize, operator),
    );
    disposeModel(model);
  });
}

Deno.test("without a name the flow differentiates by the default operator", () => {
  const [plain, named] = [{}, { derivative: usualDerivative }].map((more) =>
    createModel({ ...smallSpec, ...more }, 0)
  );
  assertEquals(plain.flow.generators, named.flow.generators);
  [plain, named].forEach(disposeModel);
});

Deno.test("alpha starts on the unit sphere", () => {
  for (const seed of [0, 1, 2]) {
    assertAlmostEquals(norm(valuesOf(smallSpec, seed).get("alpha")!), 1, 1e-6);
  }
});

Deno.test("the same seed makes the same model to the bit, another seed another model", () => {
  assertEquals(valuesOf(smallSpec, 7), valuesOf(smallSpec, 7));
  const [a, b] = [valuesOf(smallSpec, 7), valuesOf(smallSpec, 8)];
  for (const [name, values] of a) {
    if (!name.endsWith("/bias")) assertNotEquals(values, b.get(name), name);
  }
});

Deno.test("a part's initial values do not depend on the sizes of the others", () => {
  const wider = { ...smallSpec, hidden: [40, 20], latentChannels: 5 };
  const [a, b] = [valuesOf(smallSpec, 0), valuesOf(wider, 0)];
  for (const [name, values] of a) {
    if (/^(t_network|alpha)/.test(name)) {
      assertEquals(values, b.get(name), name);
    }
  }
});

Deno.test("no two parts draw the same random numbers", () => {
  const alike = {
    ...smallSpec,
    pairSize: 64,
    hidden: [12, 8],
    tHidden: [12, 8],
  };
  const values = valuesOf(alike, 0);
  const first = ["encoder", "decoder", "t_network"].map((part) => {
    const [a, b] = values.get(`${part}/0/weight`)!;
    return (a / b).toFixed(3); // whatever the scale
  });
  const [a, b] = values.get("alpha")!;
  assertEquals(new Set([...first, (a / b).toFixed(3)]).size, 4);
});

Deno.test("parametersOf lists every variable once, under its own name", () => {
  tf.disposeVariables();
  const model = createModel(smallSpec, 0);
  const parameters = parametersOf(model);
  const count = (group: string) =>
    parameters.filter((parameter) => parameter.group === group).length;
  assertEquals([count("autoencoder"), count("tNetwork"), count("alpha")], [
    12,
    6,
    1,
  ]);
  assertEquals(new Set(parameters.map(({ name }) => name)).size, 19);
  assertEquals(new Set(parameters.map(({ variable }) => variable)).size, 19);
  assert(parameters.every(({ variable }) => variable.trainable));
});

Deno.test("disposeModel frees what createModel made", () => {
  const before = tf.memory().numTensors;
  disposeModel(createModel(smallSpec, 0));
  assertEquals(tf.memory().numTensors, before);
});
