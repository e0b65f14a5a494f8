import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import type { ImageSet, Pairs } from "#lib/datasets/types.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import {
  coarseGrid,
  createPixelFlow,
  fineGrid,
} from "#lib/model/pixel_flow.ts";
import {
  createModel,
  type ModelSpec,
  type Parameter,
  parametersOf,
  type SymmetryModel,
} from "#lib/model/symmetry_model.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import {
  gradientSettings,
  type TrainingSettings,
} from "#lib/training/settings.ts";
import type { Stage } from "#lib/training/schedule.ts";
import {
  type Flows,
  lossTermNames,
  type PairBatch,
  stepLosses,
} from "#lib/training/step_losses.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import { textures } from "../textures.ts";
import { smallSpec } from "../model/small_model.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { type Parameters, plainLoss } from "./plain_loss.ts";

await startTestRuntime();

/** Inputs of a step, as tensors and as plain numbers. */
interface Case {
  readonly spec: ModelSpec;
  readonly pairs: Pairs;
  readonly model: SymmetryModel;
  readonly flows: Flows;
  readonly batch: PairBatch;
  readonly parameters: readonly Parameter[];
  readonly values: Parameters;
  /** Matched t and period, if matched t teach. */
  readonly taught?: { readonly t: readonly number[]; readonly period: number };
}

function caseOf(spec: ModelSpec, images: ImageSet): Case {
  const { pairs } = makePairs(
    images,
    transformations.rotation,
    uniform(-0.5, 0.5),
    randomStream(0, "pairs"),
  );
  const model = createModel(spec, 0);
  const [pixelFlow, fineFlow] = [coarseGrid, fineGrid].map((grid) =>
    createPixelFlow(spec.basis, images.height, grid, images.surroundings)
  );
  const parameters = parametersOf(model);
  // Random offsets avoid zero biases and a zero output of the t-network.
  const next = standardNormal(randomStream(0, "biases"));
  for (const { name, variable } of parameters) {
    if (!/bias|gain|shift/.test(name)) continue;
    const noise = Array.from({ length: variable.size }, () => 0.1 * next());
    variable.assign(tf.add(variable, tf.tensor1d(noise)));
  }
  return {
    spec,
    pairs,
    model,
    flows: { pixelFlow, fineFlow },
    batch: pairTensors(pixelFlow, pairs),
    parameters,
    values: new Map(
      parameters.map(({ name, variable }) => [
        name,
        variable.dataSync().slice(),
      ]),
    ),
  };
}

const digits = caseOf(smallSpec, blobs(6, 8, randomStream(0, "images")));
const { pairs, parameters, values } = digits;

/** Colour images that continue beyond the frame, with networks of the other style. */
const photos = caseOf({
  ...smallSpec,
  imageSize: 3 * 8 ** 2,
  pairSize: 2 * 4 ** 2,
  style: { activation: "leaky-relu", layerNorm: true },
  middle: 0.5,
}, textures(6, 8, randomStream(0, "photographs")));

const usual = gradientSettings({ basinSteps: 1, jointSteps: 1 });
const everythingMoves: TrainingSettings = {
  ...usual,
  batchSize: 6,
  matching: {
    ...usual.matching,
    pairs: 4,
    fine: { ...usual.matching.fine!, pairs: 3 },
  },
  latentTermsMove: { t: true, alpha: true },
};

/** Digits with matched t that teach, on a line if the period is 0. */
function taughtCase(period: number): Case {
  const plain = caseOf(
    { ...smallSpec, bothOrders: true },
    blobs(6, 8, randomStream(0, "images")),
  );
  const t = [0.5, -0.4, 1.7, 0, -0.9, 0.2];
  plain.model.period!.assign(tf.scalar(period));
  const batch = { ...plain.batch, taught: tf.tensor1d(t) };
  return { ...plain, batch, taught: { t, period } };
}

const teaching: TrainingSettings = {
  ...everythingMoves,
  registration: { pairs: 6, taught: 4 },
};

interface Differentiated {
  readonly total: number;
  readonly terms: ReadonlyMap<string, number>;
  /** Gradients by parameter; undefined if a parameter gets none. */
  readonly gradients: ReadonlyMap<string, Float32Array | undefined>;
}

function differentiate(
  settings: TrainingSettings,
  stage: Stage,
  { model, flows, batch, parameters }: Case = digits,
): Differentiated {
  const terms = new Map<string, number>();
  const { value, grads } = tf.variableGrads(() => {
    const tensors = stepLosses(model, flows, batch, settings, stage);
    for (const name of lossTermNames) {
      terms.set(name, tensors[name]?.dataSync()[0] ?? 0);
    }
    return tf.addN(Object.values(tensors));
  }, parameters.map(({ variable }) => variable));
  const gradients = new Map(
    parameters.map(({ name, variable }) => [
      name,
      grads[variable.name]?.dataSync<"float32">(),
    ]),
  );
  return { total: value.dataSync()[0], terms, gradients };
}

for (
  const [kind, stage, of, settings] of [
    ["digits", "joint", digits, everythingMoves],
    ["digits", "fine", digits, everythingMoves],
    ["photographs", "joint", photos, everythingMoves],
    ["photographs", "fine", photos, everythingMoves],
    ["digits with matched t", "joint", taughtCase(0), teaching],
    ["digits with matched t on a circle", "joint", taughtCase(5), teaching],
  ] as const
) {
  const { spec, pairs, parameters, values, taught } = of;

  Deno.test(`every term of the ${stage} stage on ${kind} agrees with eq. (6), in float64 row by row`, () => {
    const { terms, total } = differentiate(settings, stage, of);
    const expected = plainLoss(
      spec,
      settings,
      pairs,
      values,
      stage,
      undefined,
      taught,
    );
    for (const name of lossTermNames) {
      // The error allowed by pixelPlan is far below this.
      allclose([terms.get(name)!], [expected[name]], { relative: 1e-3 }, name);
    }
    const sum = lossTermNames.reduce((sum, name) => sum + expected[name], 0);
    allclose([total], [sum], { relative: 1e-3 });
  });

  Deno.test(`the gradient of the ${stage} stage on ${kind} agrees with its slope in float64, part by part`, () => {
    const { gradients, terms } = differentiate(settings, stage, of);
    const total = (parameters: Parameters) => {
      const plain = plainLoss(
        spec,
        settings,
        pairs,
        parameters,
        stage,
        { match: terms.get("matching"), parameters: values },
        taught,
      );
      return lossTermNames.reduce((sum, name) => sum + plain[name], 0);
    };
    for (const { name } of parameters) {
      const gradient = gradients.get(name)!;
      // The slope along the gradient is the gradient's length; along any wrong gradient
      // it is less.
      const length = Math.hypot(...gradient);
      const moved = (h: number) =>
        total(
          new Map(values).set(
            name,
            Array.from(
              values.get(name)!,
              (v, i) => v + h * gradient[i] / length,
            ),
          ),
        );
      const h = 1e-5;
      const slope = (moved(h) - moved(-h)) / (2 * h);
      // The bias of t cancels between the two orders, and only rounding is left.
      const tolerance = { relative: 5e-3, absolute: taught ? 1e-7 : 0 };
      allclose([slope], [length], tolerance, name);
    }
  });
}

Deno.test("weights multiply their terms", () => {
  const { weights } = everythingMoves;
  const doubled = {
    ...everythingMoves,
    weights: {
      latent: 2 * weights.latent,
      reconstruction: 3 * weights.reconstruction,
      matching: 5 * weights.matching,
      sparsity: 7 * weights.sparsity,
    },
  };
  const { terms } = differentiate(everythingMoves, "joint");
  const changed = differentiate(doubled, "joint").terms;
  const factors = {
    transformed: 1,
    latent: 2,
    reconstruction: 3,
    matching: 5,
    sparsity: 35, // a share of the weighted match
    teaching: 1,
  };
  for (const name of lossTermNames) {
    allclose([changed.get(name)!], [factors[name] * terms.get(name)!], {
      relative: 1e-5,
    }, name);
  }
});

Deno.test("the basin stage has only the match, by the truncated series", () => {
  const near = { ...usual.curriculum, nearestShare: 0.5 };
  const settings = { ...everythingMoves, curriculum: near };
  const { terms, gradients } = differentiate(settings, "basin");
  assert(terms.get("matching")! > 0);
  for (const name of lossTermNames) {
    if (name !== "matching") assertEquals(terms.get(name), 0, name);
  }
  for (const { name, group } of parameters) {
    const moves = gradients.get(name)?.some((v) => v !== 0) ?? false;
    assertEquals(moves, group !== "autoencoder", name);
  }
  // Only three of the six rows count.
  const threePairs = {
    ...pairs,
    count: 3,
    x0: pairs.x0.subarray(0, 3 * 64),
    xt: pairs.xt.subarray(0, 3 * 64),
  };
  const exact = plainLoss(
    smallSpec,
    { ...settings, matching: { ...usual.matching, pairs: 3 } },
    threePairs,
    values,
  );
  allclose([terms.get("matching")!], [exact.matching], { relative: 0.02 });
});

for (
  const { what, moves, still } of [
    { what: "t", moves: { t: false, alpha: true }, still: ["tNetwork"] },
    { what: "alpha", moves: { t: true, alpha: false }, still: ["alpha"] },
    {
      what: "t and alpha",
      moves: { t: false, alpha: false },
      still: ["tNetwork", "alpha"],
    },
    { what: "nothing", moves: { t: true, alpha: true }, still: [] },
  ]
) {
  Deno.test(`the latent terms do not change ${what} if the settings say so`, () => {
    const weights = { ...usual.weights, matching: 0 };
    const { gradients } = differentiate(
      { ...everythingMoves, weights, latentTermsMove: moves },
      "joint",
    );
    for (const { name, group } of parameters) {
      const gradient = gradients.get(name);
      const moved = gradient?.some((v) => v !== 0) ?? false;
      assertEquals(moved, !still.includes(group), name);
    }
  });
}

Deno.test("parameters that the latent terms may not move learn only from the match", () => {
  const fixed = {
    ...everythingMoves,
    latentTermsMove: { t: false, alpha: false },
  };
  const { gradients } = differentiate(fixed, "joint");
  const noLatent = {
    ...fixed,
    weights: { ...fixed.weights, latent: 0, reconstruction: 0 },
  };
  const others = differentiate(noLatent, "joint").gradients;
  for (const { name, group } of parameters) {
    if (group === "autoencoder") continue;
    allclose(gradients.get(name)!, others.get(name)!, { relative: 1e-6 }, name);
  }
});
