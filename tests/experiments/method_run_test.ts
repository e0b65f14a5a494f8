import { assert, assertEquals } from "@std/assert";
import type { Experiment } from "#lib/experiments/catalogue.ts";
import { runMethod } from "#lib/experiments/method_run.ts";
import { type MethodName, methods } from "#lib/experiments/methods.ts";
import { affine } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../blobs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { listBelow } from "../temporary_folder.ts";
import { testsInFolder } from "../tests_in_folder.ts";
import { smallExperiment } from "./small_run.ts";

const inFolder = testsInFolder();

const experiment: Experiment = {
  ...smallExperiment,
  basis: affine,
  dataset: {
    ...smallExperiment.dataset,
    load: (split) => Promise.resolve(blobs(60, 16, randomStream(0, split))),
  },
};

for (const preset of Object.keys(methods) as MethodName[]) {
  inFolder(
    `${preset} finds a rotation without a network, and scores every held-out pair`,
    async (folder) => {
      const { generator, parameter, ...rest } = await runMethod(
        { experiment, seed: 0, budget: "quick", preset },
        `${folder}/run`,
        await startTestRuntime(),
        {},
      );
      assertEquals(generator.name, "rotation");
      assert(generator.angleDegrees! < 8, `${generator.angleDegrees}`);
      assert(parameter.refined!.correlation > 0.9);
      assertEquals([parameter.pairs, parameter.network], [60, null]);
      assertEquals(["model" in rest, rest.preset], [false, preset]);
      assertEquals(await listBelow(`${folder}/run`), [
        "memory.json",
        "metrics.json",
        "t_refined.npy",
      ]);
    },
  );
}

inFolder(
  "a fit that is given up ends with the signal's reason, and leaves nothing",
  async (folder) => {
    const stop = new AbortController();
    const run = runMethod(
      { experiment, seed: 0, budget: "quick", preset: "registration" },
      `${folder}/run`,
      await startTestRuntime(),
      { signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 0);
    const reason = await run.then(() => "it ended", (error) => error);
    assertEquals(reason, stop.signal.reason);
    assertEquals(await listBelow(folder), []);
  },
);
