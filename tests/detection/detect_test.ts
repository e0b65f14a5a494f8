import { numbersTo } from "#lib/matching/frames.ts";
import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  detect,
  detectIn,
  detecting,
  type DetectOptions,
} from "#lib/detection/detect.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { type NetworkStep, trainNetwork } from "#lib/detection/network.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { createPixelFlow } from "#lib/model/pixel_flow.ts";
import { createModel, disposeModel } from "#lib/model/symmetry_model.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { gradientSettings } from "#lib/training/settings.ts";
import { createTrainer } from "#lib/training/trainer.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { drawnT, movedPairs, workingOf } from "./moved_blobs.ts";

await startTestRuntime();

const pairs = movedPairs(
  transformations.rotation.flow,
  drawnT(60, -0.6, 0.6),
  { size: 8, noise: 0.02 },
);
const { pairs: working } = await workingOf(pairs);
const turn = [0, 0, -1, 0, 1, 0];

/** A detection without the seconds of its methods. */
const withoutSeconds = ({ methods, basis: _, ...rest }: Detection) => ({
  ...rest,
  methods: methods.map(({ seconds: _, ...score }) => score),
});

/** Fills every variable of the network in training with NaN. */
function breakNetwork(): void {
  for (const variable of Object.values(tf.engine().registeredVariables)) {
    variable.assign(tf.fill(variable.shape, NaN));
  }
}

/** Breaks the networks in training whose names match, each so many times. */
function breaking(names: RegExp, times: number) {
  const left = new Map<string, number>();
  return (_share: number, what: string) => {
    // At the announcement of a stage its network does not exist yet.
    const stands = Object.keys(tf.engine().registeredVariables).length > 0;
    if (!names.test(what) || !stands) return;
    const more = left.get(what) ?? times;
    left.set(what, more - 1);
    if (more > 0) tf.tidy(breakNetwork);
  };
}

/** One network, and no comparison with the paper's preset. */
const quick = { basis: affine, networks: true, seeds: 1, paperSteps: 0 };

/** Detects without a fault; counts the turns of timers up to each progress event. */
async function detectCountingTurns() {
  let [turns, ended] = [0, false];
  const next = () => {
    if (ended) return;
    turns++;
    setTimeout(next, 0);
  };
  setTimeout(next, 0);
  const turnsAt = new Map<string, number>();
  const onProgress = (_: number, now: string) => turnsAt.set(now, turns);
  const found = await detectIn(working, { ...quick, onProgress });
  ended = true;
  return { found, turnsAt };
}

const usual = await detectCountingTurns();

const rowOf = ({ methods }: Detection, name: string) =>
  methods.find(({ method }) => method.startsWith(name));

/** Detects with networks that break; returns the notes, too. */
async function broken(
  onProgress: (share: number, what: string) => void,
  options: DetectOptions,
) {
  const notes: string[] = [];
  const { numTensors } = tf.memory();
  const found = await detectIn(working, {
    basis: affine,
    networks: true,
    ...options,
    onProgress,
    onNote: (line) => notes.push(line),
  });
  assertEquals(tf.memory().numTensors, numTensors);
  return { found, notes };
}

/** Asserts that the answer is the rotation of all pairs, whatever failed. */
function assertTurn({ coefficients }: Detection): void {
  const alpha = coefficients.map(({ value }) => value);
  const { angleDegrees } = generatorScores(alpha, turn);
  assert(angleDegrees < 10, `${angleDegrees} degrees`);
}

const FAULT = "the norm of an action is NaN, above 4096";
const FAILED = `training failed after step 1: ${FAULT}`;

Deno.test("if every network and the paper's preset fail, the first-order start still gives the answer", async () => {
  const { found, notes } = await broken(
    breaking(/network|preset/, Infinity),
    { seeds: 2, paperSteps: 3 },
  );
  assertTurn(found);
  // The remaining starts are the fits by first derivatives, after three blurs.
  assertEquals(found.evidence.agreement, 1);
  assert(found.held.networkT.every(Number.isNaN));
  for (const name of ["network alone", "the paper's preset"]) {
    const { seconds: _, ...row } = rowOf(found, name)!;
    assertEquals(row, {
      method: `${name} (training failed)`,
      explained: 0,
      angleDegrees: null,
    });
  }
  const about = (what: string) => notes.filter((line) => line.startsWith(what));
  assertEquals(notes.length, 6);
  for (const network of ["network 1 of 2", "network 2 of 2"]) {
    const [back, out] = about(network);
    assert(back.startsWith(`${network}: step 1: ${FAULT}; going back`), back);
    assert(out.startsWith(`${network} is left out: ${FAILED}`), out);
  }
  assert(about("the paper's preset")[1].includes(FAILED));
});

Deno.test("if one network fails, the answer comes from the others", async () => {
  const { found, notes } = await broken(
    breaking(/network 2/, Infinity),
    { seeds: 2, paperSteps: 0 },
  );
  assertTurn(found);
  assert(found.held.networkT.every(Number.isFinite));
  assert(rowOf(found, "network alone")!.angleDegrees !== null);
  assertEquals(notes.length, 2);
  assertEquals(withoutSeconds(found), withoutSeconds(usual.found));
});

Deno.test("training recovers from a single fault in the paper's preset, and reports it once", async () => {
  const breakNetworks = breaking(/network/, Infinity);
  const breakOnce = breaking(/preset/, 1);
  const { found, notes } = await broken(
    (share, what) => {
      breakNetworks(share, what);
      breakOnce(share, what);
    },
    { seeds: 1, paperSteps: 12 },
  );
  assertEquals(
    notes.slice(2).map((line) => line.replace(/;.*/, "")),
    [`the paper's preset: step 1: ${FAULT}`],
  );
  const row = rowOf(found, "the paper's preset")!;
  assertEquals(row.method, "the paper's preset");
  assert(row.angleDegrees !== null);
});

Deno.test("a network is trained by the trainer's steps, to the bit, and has ended when the call returns, so that Stop can end it", async () => {
  const architecture = {
    hidden: [16],
    tHidden: [16],
    latentSize: 5,
    latentChannels: 1,
  };
  const settings = {
    ...gradientSettings({ basinSteps: 6, jointSteps: 6 }),
    batchSize: working.count,
  };
  const steps: number[] = [];
  const training = runPausable(
    trainNetwork(working, affine, Uint32Array.from(numbersTo(working.count)), {
      architecture,
      settings,
      seed: 3,
      onStep: (step) => steps.push(step),
    }),
    { atOnce: true },
  );
  assertEquals(steps, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const { alpha, t } = await training;
  assert(t.length === working.count && t.every(Number.isFinite));

  const { side, surroundings } = working;
  const { grid } = settings.matching;
  const pixelFlow = createPixelFlow(affine, side, grid, surroundings);
  const pairSize = 2 * pixelFlow.frame ** 2;
  const imageSize = side ** 2;
  const spec = { ...architecture, basis: affine, imageSize, pairSize };
  const model = createModel(spec, 3);
  const all = { ...working, height: side, width: side, channels: 1 };
  const trainer = createTrainer(model, pixelFlow, all, settings, 3);
  while (trainer.state.step < 12) trainer.advance();
  assertEquals([...alpha], [...model.alpha.dataSync()]);
  trainer.dispose();
  disposeModel(model);
  pixelFlow.dispose();
});

Deno.test("a network's training can be watched: its loss, and its t of some pairs, without a change of the answer", async () => {
  const settings = gradientSettings({ basinSteps: 2, jointSteps: 2 });
  const chosen = Uint32Array.from(numbersTo(working.count));
  const trained = (onNetworkStep?: (step: NetworkStep) => void) =>
    runPausable(trainNetwork(working, affine, chosen, {
      architecture: {
        hidden: [16],
        tHidden: [16],
        latentSize: 5,
        latentChannels: 1,
      },
      settings: { ...settings, batchSize: working.count },
      seed: 3,
      onStep: () => {},
      onNetworkStep,
    }));
  const unwatched = await trained();
  const { numTensors } = tf.memory();
  const seen: NetworkStep[] = [];
  const estimates: Promise<Float32Array>[] = [];
  const watched = await trained((step) => {
    seen.push(step);
    estimates.push(step.estimate());
  });
  assertEquals(watched, unwatched);
  assertEquals(seen.map(({ step, steps }) => [step, steps]), [
    ...[[1, 4], [2, 4], [3, 4], [4, 4]],
  ]);
  assert(seen.every(({ loss }) => loss > 0 && loss < Infinity));
  assertEquals(seen[0].stages.map(({ label }) => label).slice(0, 2), [
    "basin",
    "joint",
  ]);
  const last = (await Promise.all(estimates)).at(-1)!;
  assertEquals([...last], [...watched.t.subarray(0, last.length)]);
  assertEquals(tf.memory().numTensors, numTensors);
});

/** Aborts at a progress event; returns the names of all events until then. */
async function abortedAt(what: RegExp, share: number, breaks: RegExp) {
  const stop = new AbortController();
  const told: string[] = [];
  const { numTensors } = tf.memory();
  const breakNow = breaking(breaks, Infinity);
  const error = await assertRejects(() =>
    detectIn(working, {
      ...quick,
      paperSteps: 5,
      signal: stop.signal,
      onProgress: (done, now) => {
        told.push(now);
        breakNow(done, now);
        if (what.test(now) && done >= share) stop.abort();
      },
    })
  );
  assertEquals(error, stop.signal.reason);
  assertEquals(tf.memory().numTensors, numTensors);
  return told;
}

Deno.test("a detection that is aborted before its start does nothing", async () => {
  const reason = new Error("not now");
  const told: string[] = [];
  const options = {
    signal: AbortSignal.abort(reason),
    onProgress: (_: number, now: string) => told.push(now),
  };
  assertEquals(await assertRejects(() => detect(pairs, options)), reason);
  assertEquals(await assertRejects(() => detectIn(working, options)), reason);
  assertEquals(told, []);
});

Deno.test("a detection that is aborted in a network's training ends after that step", async () => {
  // The stages before have the length 12 of 42, and a network's 400 steps the length
  // 10.
  const told = await abortedAt(/network/, 13 / 42, /^$/);
  const steps = told.filter((what) => what === "network 1 of 1");
  assertEquals(steps.length, 41);
  assertEquals(told.at(-1), "network 1 of 1");
});

for (const what of ["registration", "held-out pairs", "intervals"]) {
  Deno.test(`a detection that is aborted at "${what}" ends there`, async () => {
    // A network that fails at once is left out and takes no time.
    const told = await abortedAt(new RegExp(what), 0, /network/);
    assertEquals(told.at(-1), what);
  });
}

Deno.test("a detection that is aborted in the paper's preset ends after that step", async () => {
  const told = await abortedAt(/preset/, 0, /network/);
  // The stage is announced, and one step is taken.
  assertEquals(told.filter((what) => /preset/.test(what)).length, 2);
});

Deno.test("timers run while a detection is under way", () => {
  const [network, last] = ["network 1 of 1", "done"].map((what) =>
    usual.turnsAt.get(what)!
  );
  assert(network >= 3 && last > network, JSON.stringify([...usual.turnsAt]));
});

Deno.test("at once, as in a notebook, a detection has ended when the call returns, so that Stop can end it", async () => {
  // A network that fails at once takes no time.
  const options = (at: { last: string }) => {
    const breakNow = breaking(/network/, Infinity);
    return {
      ...quick,
      onProgress: (share: number, now: string) => {
        at.last = now;
        breakNow(share, now);
      },
    };
  };
  const [atOnce, inTurns] = [{ last: "" }, { last: "" }];
  const found = runPausable(detecting(working, options(atOnce)), {
    atOnce: true,
  });
  assertEquals(atOnce.last, "done");
  const other = await detectIn(working, options(inTurns));
  assertEquals(withoutSeconds(await found), withoutSeconds(other));
});

Deno.test("a clear answer needs no network and no runtime, and comes before the intervals", async () => {
  const told: string[] = [];
  const found = await detectIn(working, {
    basis: affine,
    runtime: () => Promise.reject(new Error("started")),
    onProgress: (_, now) => told.push(now),
    onAnswer: ({ verdict, description }) =>
      told.push(`${verdict.kind}, ${description.name.split(" ")[0]}`),
  });
  assertEquals(told, [
    "registration",
    "held-out pairs",
    "search for a layer that does not move",
    "found, rotation",
    "intervals",
    "done",
  ]);
  assertTurn(found);
  assert(found.held.networkT.every(Number.isNaN));
  assertEquals(rowOf(found, "network"), undefined);
});

Deno.test("for pairs of unrelated images a network is trained once the runtime is started; training recovers from a single fault, and reports it once", async () => {
  const told: string[] = [], notes: string[] = [];
  const { side } = working;
  const cells = side ** 2;
  const xt = new Float32Array(working.xt.length);
  xt.set(working.xt.subarray(7 * cells));
  xt.set(working.xt.subarray(0, 7 * cells), xt.length - 7 * cells);
  const breakOnce = breaking(/network/, 1);
  const found = await detectIn({ ...working, xt }, {
    basis: affine,
    seeds: 1,
    runtime: async () => told.push(await Promise.resolve("runtime")),
    onProgress: (share, now) => {
      assert(share >= 0 && share <= 1, `${share}`);
      if (told.at(-1) !== now) told.push(now);
      breakOnce(share, now);
    },
    onNote: (line) => notes.push(line),
  });
  assert(found.verdict.kind !== "found", found.verdict.reason);
  assertEquals(told, [
    "registration",
    "held-out pairs",
    "registration without a rough layer",
    "search for a layer that does not move",
    "registration without the layer",
    "held-out pairs",
    "several generators",
    "runtime",
    "network 1 of 1",
    "registration",
    "held-out pairs",
    "intervals",
    "done",
  ]);
  assertEquals(
    notes.map((line) => line.replace(/;.*/, "")),
    [`network 1 of 1: step 1: ${FAULT}`],
  );
  assert(found.held.networkT.every(Number.isFinite));
});
