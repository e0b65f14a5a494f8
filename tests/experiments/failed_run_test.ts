import { assertEquals, assertMatch } from "@std/assert";
import { silentDisplay } from "#lib/display/silent.ts";
import type { Metrics } from "#lib/experiments/metrics.ts";
import { plannedRun } from "#lib/experiments/plan.ts";
import { settingsOf } from "#lib/experiments/run_spec.ts";
import { randomStream } from "#lib/random/streams.ts";
import { batchOrder } from "#lib/training/batches.ts";
import { blobs } from "../blobs.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { HELD, smallExperiment, smallSpec } from "./small_run.ts";

const SIDE = 16;
const [IMAGES, BATCH] = [5120, settingsOf(smallSpec).batchSize];

/** Training images, one of which is NaN; the 16th step is the first to use it. */
const load = (split: "train" | "test") => {
  const images = split === "train" ? IMAGES : HELD;
  const set = blobs(images, SIDE, randomStream(0, split));
  const [bad] = batchOrder(IMAGES, BATCH, smallSpec.seed)(15);
  if (split === "train") {
    set.pixels.fill(NaN, bad * SIDE ** 2, (bad + 1) * SIDE ** 2);
  }
  return Promise.resolve(set);
};

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name:
    "a training that fails leaves the result of its last good state, and says why",
  fn: () =>
    inTemporaryFolder(async (out) => {
      const dataset = { ...smallExperiment.dataset, load };
      const experiment = { ...smallExperiment, dataset };
      const planned = plannedRun({ ...smallSpec, experiment });
      const notes: string[] = [];
      const outcome = await planned.run({
        out,
        fresh: false,
        runtime: await startTestRuntime(),
        display: { ...silentDisplay(), text: (line) => void notes.push(line) },
        signal: new AbortController().signal,
      });
      assertMatch(
        outcome?.error ?? "",
        /^training failed after step 15: .*NaN.* the last good state is that of step 10$/,
      );
      assertEquals(notes.length, 1);
      assertMatch(notes[0], /^step 15: .*; going back to step 10, /);
      const { training }: Metrics = JSON.parse(
        await Deno.readTextFile(`${out}/${planned.folder}/metrics.json`),
      );
      assertEquals([training.steps, training.setbacks], [10, 3]);
      assertEquals(outcome?.metrics?.training, training);
    }),
});
