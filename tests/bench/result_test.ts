import { assert, assertEquals } from "@std/assert";
import { actionMeasures } from "../../bench/action_measures.ts";
import { classifierMeasures } from "../../bench/classifier_result.ts";
import { productMeasures } from "../../bench/measure_products.ts";
import {
  byPeer,
  type StepAnswer,
  stepMeasures,
} from "../../bench/measure_steps.ts";
import { benchModels } from "../../bench/models.ts";
import {
  type BenchProduct,
  squareProduct,
} from "../../bench/product_shapes.ts";
import { registrationCases } from "../../bench/registration_cases.ts";
import { registrationMeasures } from "../../bench/registration_result.ts";
import { type BenchResult, benchResult } from "../../bench/result.ts";
import { benchTables } from "../../bench/tables.ts";
import { allclose } from "../allclose.ts";
import { actionBatches, actionGrid, actionPlans } from "./action_example.ts";

function stepAnswer(
  peer: string,
  batch: number,
  round: number,
  ...ms: number[]
): StepAnswer {
  return {
    peer,
    case: { model: "mnist", batch },
    round,
    reply: { ms, loss: 424, matching: peer === "wasm" ? 2.5 : 2 },
  };
}

const photoAnswer: StepAnswer = {
  ...stepAnswer("wasm", 512, 0, 700),
  case: { model: "cifar10", batch: 512 },
};

const answers: readonly StepAnswer[] = [
  stepAnswer("wasm", 512, 0, 150, 170),
  stepAnswer("pytorchMerged", 512, 0, 100, 100),
  stepAnswer("wasm", 512, 1, 160, 160),
  stepAnswer("pytorchMerged", 512, 1, 80, 80),
  stepAnswer("wasm", 2048, 0, 640),
  photoAnswer,
];

const layer: BenchProduct = {
  name: "encoder 1, forward",
  m: 1024,
  n: 512,
  k: 784,
  transposeA: false,
  transposeB: false,
};

/** A run on a machine with neither a BLAS nor a Python with SciPy. */
function resultWithout(reasons: Record<string, string>): BenchResult {
  const wasmTimes = (peer: string) =>
    peer === "wasm" ? [[200, 10]] : peer === "wasmOne" ? [[400, 20]] : [];
  const nothing = { blas: null, wasm: null };
  return benchResult({
    quick: false,
    machine: {
      cores: 2,
      cpu: "a CPU",
      system: "a system",
      loadAverage: 0.1,
      versions: {},
    },
    training: {
      ...stepMeasures(answers, benchModels),
      peakMemoryMiB: byPeer(() => null),
      descriptions: byPeer(() => null),
      reasons,
    },
    products: {
      ...productMeasures([squareProduct, layer], wasmTimes),
      threads: {
        blas: { oneThread: null, allThreads: null },
        wasm: { oneThread: 1, allThreads: 2 },
      },
      reasons: {},
    },
    action: {
      ...actionMeasures([], actionBatches, [actionPlans], [actionGrid]),
      reasons: {},
    },
    registration: {
      ...registrationMeasures([], registrationCases(true)),
      descriptions: {},
      reasons: { ecc: "no OpenCV" },
    },
    constraint: {
      batch: 128,
      measures: classifierMeasures([]),
      descriptions: {},
      reasons: { pytorch: "no PyTorch" },
    },
    experiment: {
      experiment: "mnist-rotation-small",
      budget: "quick",
      seconds: nothing,
      peakMemoryMiB: nothing,
      reasons: { blas: "no BLAS", wasm: "out of memory" },
    },
  });
}

Deno.test("the headline is the median at batch 512, null with a reason", () => {
  const { step, ratios, reasons } = resultWithout({ blas: "no BLAS" });
  assertEquals(step, {
    blas: null,
    wasm: 160,
    pytorchPlain: null,
    pytorchMerged: 90,
  });
  assertEquals(ratios, { blasOverMerged: null, wasmOverMerged: 160 / 90 });
  assertEquals(reasons, { blas: "no BLAS", pytorchPlain: "not measured" });
});

Deno.test("every model has a headline, and the first model's is the whole result's", () => {
  const { models, step, ratios, reasons } = resultWithout({});
  assertEquals(Object.keys(models), benchModels.map(({ name }) => name));
  assertEquals(models.mnist, { step, ratios, reasons });
  assertEquals(models.cifar10.step.wasm, 700);
  assertEquals(models.cifar10.ratios.wasmOverMerged, null);
  assertEquals(models.cifar10.reasons.blas, "not measured");
});

Deno.test("peers disagree by their largest difference in loss or match", () => {
  const { steps } = stepMeasures(answers, benchModels);
  const of = (model: string, batch: number) =>
    steps.find((step) => step.model === model && step.batch === batch)!;
  const { loss, matching, disagreement } = of("mnist", 512);
  assertEquals(loss.wasm, 424);
  assertEquals([matching.wasm, matching.pytorchMerged], [2.5, 2]);
  allclose([disagreement!], [0.2], { absolute: 1e-12 });
  // There is no disagreement with one peer alone.
  assertEquals(of("cifar10", 512).disagreement, null);
});

Deno.test("the tables say where the peers' losses differ", () => {
  const warning = "the losses differ, so these are not the same steps";
  const result = resultWithout({});
  const lines = benchTables(result).split("\n")
    .filter((line) => line.includes(warning));
  assertEquals(lines, [`mnist, batch 512: ${warning}`]);
  const steps = result.training.steps.map((step) => ({
    ...step,
    disagreement: step.disagreement === null ? null : 1e-6,
  }));
  const agreeing = { ...result, training: { ...result.training, steps } };
  assert(!benchTables(agreeing).includes(warning));
});

Deno.test("ratios are also taken round by round", () => {
  const step = stepMeasures(answers, benchModels).steps.find(({ batch }) =>
    batch === 512
  )!;
  const { median, lowerQuartile, upperQuartile, count } = step.ratiosOfRounds
    .wasmOverMerged!;
  allclose([median, lowerQuartile, upperQuartile], [1.8, 1.7, 1.9], {
    absolute: 1e-12,
  });
  assertEquals(count, 2);
  assertEquals(step.ratiosOfRounds.blasOverMerged, null);
});

Deno.test("growth in batch is that of the medians", () => {
  const [{ exponent }] = stepMeasures(answers, benchModels).growthInBatch;
  allclose([exponent.wasm!], [1], { absolute: 1e-12 });
  assertEquals(exponent.pytorchMerged, null);
});

Deno.test("rates of products: operations over time, gain over one thread", () => {
  const { products } = resultWithout({});
  const operations = 2 * 1024 * 512 * 784;
  assertEquals(
    products.products[0].gflops.wasm.allThreads?.median,
    operations / 10 / 1e6,
  );
  assertEquals(products.largeGflops.wasm.oneThread, operations / 20 / 1e6);
  assertEquals(products.threadGain, { blas: null, wasm: 2 });
  assertEquals(products.peakGflops, { oneThread: null, allThreads: null });
});

Deno.test("a result with missing peers goes through JSON and tables", () => {
  const result = resultWithout({ blas: "no BLAS" });
  assertEquals(JSON.parse(JSON.stringify(result)), result);
  const text = benchTables(result);
  assert(text.includes("160 (158 to 163)"));
  assert(text.includes("blas: no BLAS"));
  assert(text.includes("pytorch: no PyTorch"));
  assert(!/null|undefined|NaN/.test(text), text);
});
