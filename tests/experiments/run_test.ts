import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { isDeepStrictEqual } from "node:util";
import type { TableRow } from "#lib/display/display.ts";
import { silentDisplay } from "#lib/display/silent.ts";
import { disposePrepared, prepare } from "#lib/experiments/prepare.ts";
import { finishRun, trainRun } from "#lib/experiments/run.ts";
import { presets, type RunSpec } from "#lib/experiments/run_spec.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { scoresTable } from "#lib/experiments/scores_table.ts";
import { watchTraining } from "#lib/experiments/watch.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import {
  fewSteps,
  finishSmall,
  HELD,
  prepareSmall,
  smallExperiment,
  smallSpec,
  unregisteredSpec,
} from "./small_run.ts";

Deno.test("the same spec prepares the same pairs and model, another seed others", async () => {
  using first = await prepareSmall();
  using again = await prepareSmall();
  using other = await prepareSmall({ ...smallSpec, seed: 4 });
  const values = ({ trainer }: typeof first) =>
    trainer.state.parameters.map(({ variable }) => variable.dataSync());
  const content = (run: typeof first) => ({
    held: run.held,
    values: values(run),
  });
  assert(isDeepStrictEqual(content(again), content(first)));
  assert(!isDeepStrictEqual(other.held.truth!.t, first.held.truth!.t));
  assertNotEquals(values(other), values(first));
});

Deno.test("an invalid spec is refused in one line without a stack, for notebooks show it", async () => {
  const wrong: readonly [Partial<Record<keyof RunSpec, unknown>>, string][] = [
    [
      { budget: "fast" },
      'budget: expected one of quick, standard, long, found "fast"',
    ],
    [
      { preset: "papre" },
      `preset: expected one of ${
        Object.keys(presets).join(", ")
      }, found "papre"`,
    ],
    [
      { seed: NaN },
      "seed: expected an integer from 0 to 4294967295, found NaN",
    ],
    [{ seed: -1 }, "seed: expected an integer from 0 to 4294967295, found -1"],
  ];
  for (const [part, says] of wrong) {
    const spec = { ...smallSpec, ...part } as RunSpec;
    const { message, stack } = await assertRejects(
      () => prepare(spec),
      UserError,
    );
    assertEquals(message, says);
    assertEquals(stack, `UserError: ${says}`);
  }
});

Deno.test("training and held-out pairs draw their t from different streams", async () => {
  const { transformation, dataset } = smallExperiment;
  const seen: number[] = [];
  using run = await prepareSmall({
    ...smallSpec,
    experiment: {
      ...smallExperiment,
      // All pixels of an image are moved by the same t, one after another.
      transformation: {
        ...transformation,
        flow: (t, x, y) => {
          if (t !== seen.at(-1)) seen.push(t);
          return transformation.flow(t, x, y);
        },
      },
      dataset: { ...dataset, load: () => dataset.load("test") },
    },
  });
  const times = seen.map(Math.abs);
  const held = Array.from(run.held.truth!.t, Math.abs);
  assertEquals(times.slice(HELD), held);
  assertEquals(times.slice(0, HELD).filter((t) => held.includes(t)), []);
});

Deno.test("unrelated pairs have no truth, and every xt is another pair's", async () => {
  const unrelated = { ...smallExperiment, partners: "others" } as const;
  using related = await prepareSmall();
  using run = await prepareSmall({ ...smallSpec, experiment: unrelated });
  assertEquals(run.held.truth, undefined);
  const { pairs } = run.held;
  assertEquals(pairs.x0, related.held.pairs.x0);
  const size = pairs.height * pairs.width;
  const image = (images: Float32Array, i: number) =>
    images.subarray(i * size, (i + 1) * size).join();
  const ours = Array.from({ length: HELD }, (_, i) => image(pairs.xt, i));
  const theirs = Array.from(
    { length: HELD },
    (_, i) => image(related.held.pairs.xt, i),
  );
  assertEquals(ours.toSorted(), theirs.toSorted());
  assertEquals(ours.filter((xt, i) => xt === theirs[i]), []);
});

Deno.test("a run without a truth has a description and no scores", async () => {
  const runtime = await startTestRuntime();
  const experiment = { ...smallExperiment, partners: "others" } as const;
  using run = await prepareSmall({ ...smallSpec, experiment });
  await trainRun(run, runtime);
  const { metrics, figures, history } = await finishRun(run, runtime);
  assertEquals(metrics.transformation, "none");
  assertEquals(metrics.generator.name, "no common generator");
  assertEquals(metrics.generator.absoluteCosine, null);
  assertEquals([metrics.parameter.network, metrics.parameter.baselines], [
    null,
    null,
  ]);
  assert(metrics.flow.explained < 0.5, `${metrics.flow.explained}`);
  assert(history.every(({ absoluteCosine }) => absoluteCosine === null));
  const names = figures.map(({ name }) => name);
  assertEquals(names.includes("parameter-error"), false);
  assert(names.includes("parameter-histogram"));
});

Deno.test("disposePrepared frees every tensor of a run", async () => {
  await startTestRuntime();
  // The first run makes tensors that are kept for the process, such as an optimiser's
  // constants.
  disposePrepared(await prepare(smallSpec, {}, fewSteps));
  const before = tf.memory().numTensors;
  const prepared = await prepare(smallSpec, {}, fewSteps);
  assert(tf.memory().numTensors > before);
  prepared.trainer.advance();
  disposePrepared(prepared);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the progress bar gets every step, with loss and |cos|", async () => {
  using run = await prepareSmall();
  const seen: [number, TableRow][] = [];
  let [total, label, finished] = [0, "", 0];
  const watch = watchTraining(run, {
    ...silentDisplay(),
    progress(steps, words) {
      [total, label] = [steps, words];
      return {
        update: (done, values) => seen.push([done, values]),
        finish: () => void finished++,
      };
    },
  });
  await trainRun(run, await startTestRuntime(), { onStep: watch.onStep });
  watch.finish();
  assertEquals([total, label, finished], [4, smallExperiment.id, 1]);
  assertEquals(seen.map(([done]) => done), [1, 2, 3, 4]);
  assertEquals(
    seen.map(([, { stage }]) => stage),
    ["basin", "basin", "joint", "joint"],
  );
  for (const [, { loss, "|cos|": cosine }] of seen) {
    assert(Number(loss) > 0, String(loss));
    assert(Number(cosine) >= 0 && Number(cosine) <= 1, String(cosine));
  }
});

Deno.test("the scores table agrees with metrics.json", async () => {
  const { prepared, evaluation, metrics } = await finishSmall();
  const rows = new Map(
    scoresTable(prepared, evaluation).map(({ what, value }) => [what, value]),
  );
  const { generator, parameter } = metrics;
  assertEquals(rows.get("generator found"), generator.name);
  assertEquals(
    rows.get("|cosine| to the true one"),
    generator.absoluteCosine!.toFixed(6),
  );
  assertEquals(rows.get("held-out pairs"), String(parameter.pairs));
  for (const value of rows.values()) {
    assertEquals(/NaN|undefined/.test(String(value)), false);
  }
});

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name: "a run continues from its checkpoint, or says why it does not",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const checkpoint = `${folder}/run.npz`;
      const previous = `${folder}/run.previous.npz`;
      const runtime = await startTestRuntime();
      const notes: string[] = [];
      const go = async (
        { spec = unregisteredSpec, fresh = false, until = Infinity } = {},
      ) => {
        using run = await prepareSmall(spec);
        const stop = new AbortController();
        await trainRun(run, runtime, {
          checkpoint,
          fresh,
          signal: stop.signal,
          onStep: ({ step }) => step === until && stop.abort(),
          onNote: (line) => notes.push(line),
        });
        return run.trainer.state;
      };
      const whole = await go();
      assertEquals(notes, []);
      await go({ fresh: true, until: 1 });
      assertEquals(notes, []);
      const rest = await go();
      assertEquals(notes.splice(0), [`going on from step 1 of ${checkpoint}`]);
      assertEquals(rest.history, whole.history);
      assertEquals([whole.resumed, rest.resumed], [0, 1]);
      await go({ spec: { ...unregisteredSpec, seed: 4 } });
      assertEquals(notes.splice(0), [
        `beginning anew: ${checkpoint} is of other settings, and ${previous} is of other settings`,
      ]);
      // The last checkpoint is of seed 4, the one before it of seed 3.
      await Deno.truncate(checkpoint, 1000);
      assertEquals((await go()).resumed, 2);
      assertEquals(notes.splice(0), [
        `passed over: ${checkpoint} is damaged`,
        `going on from step 4 of ${previous}`,
      ]);
      for (const path of [checkpoint, previous]) await Deno.truncate(path, 99);
      assertEquals((await go()).resumed, 0);
      assertEquals(notes.splice(0), [
        `beginning anew: ${checkpoint} is damaged, and ${previous} is damaged`,
      ]);
    }),
});

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name: "a checkpoint of adjusted settings is not continued under others",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const runtime = await startTestRuntime();
      const notes: string[] = [];
      for (const latent of [0.1, 0.2]) {
        const run = await prepare(unregisteredSpec, {}, (settings) => {
          const few = fewSteps(settings);
          return { ...few, weights: { ...few.weights, latent } };
        });
        await trainRun(run, runtime, {
          checkpoint: `${folder}/run.npz`,
          onNote: (line) => notes.push(line),
        });
        disposePrepared(run);
      }
      assertEquals(notes, [
        `beginning anew: ${folder}/run.npz is of other settings`,
      ]);
    }),
});
