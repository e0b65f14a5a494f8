import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import type { Pairs } from "#lib/datasets/types.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { tInOneOrder } from "#lib/model/forward.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import { stableSettings } from "#lib/training/settings.ts";
import { createTrainer, type Trainer } from "#lib/training/trainer.ts";
import { measureStep } from "../../bench/step_job.ts";
import { readState } from "../../bench/step_state.ts";
import { SEED, writeState } from "../../bench/write_state.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { pairs, smallTrainer } from "../training/small_trainer.ts";
import { photoPairs, smallPhotoTrainer } from "./small_photo_trainer.ts";

const CASES: readonly {
  readonly name: string;
  /** An experiment with the basis of the trainer's model. */
  readonly experiment: string;
  readonly trainer: () => Trainer & Disposable;
  readonly pairs: Pairs;
}[] = [
  {
    name: "digits",
    experiment: "mnist-rotation-small",
    trainer: () => smallTrainer({ basinSteps: 0 }),
    pairs,
  },
  {
    name: "digits with matched t",
    experiment: "mnist-rotation-small",
    trainer: () => smallTrainer({ basinSteps: 0, preset: stableSettings }),
    pairs,
  },
  {
    name: "photographs",
    experiment: "cifar10-scaling",
    trainer: smallPhotoTrainer,
    pairs: photoPairs,
  },
];

/** The first pairs of a set. */
function first(pairs: Pairs, count: number): Pairs {
  const size = count * pairs.x0.length / pairs.count;
  const [x0, xt] = [pairs.x0, pairs.xt].map((x) => x.subarray(0, size));
  return { ...pairs, count, x0, xt };
}

for (const { name, experiment, trainer: create, pairs } of CASES) {
  Deno.test({
    ...needs(projectFiles, temporaryFolder),
    name:
      `a state read from a folder does the next step of the trainer, on ${name}`,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        await startTestRuntime();
        using trainer = create();
        const { model, pixelFlow, settings } = trainer;
        // With the initial bias t would be near 0, and nothing would move.
        const { bias } = model.tNetwork.at(-1)!;
        tf.tidy(() => bias.assign(tf.fill(bias.shape, 0.3)));
        const batch = settings.batchSize;
        const own = first(pairs, batch);
        const written = await writeState(folder, experiment, trainer, [own]);
        assertEquals(await readState(folder), written);
        const read = await measureStep({ folder, batch, repeats: 2 });
        assertEquals(read.ms.length, 2);
        const { batches, basis, spec } = written;
        assertEquals(batches[0].order.toSorted((a, b) => a - b), [
          ...Array(batch).keys(),
        ]);
        assertEquals(basis.length, quadratic.terms.length);
        assertEquals({ ...spec, basis: quadratic }, model.spec);
        const same = createTrainer(model, pixelFlow, own, settings, SEED);
        if (same.state.taught !== undefined) {
          const t = tInOneOrder(model, pairTensors(pixelFlow, own));
          same.state.taught.t.assign(t);
        }
        const { total, matching, teaching } = same.advance();
        same.dispose();
        allclose([read.loss, read.matching], [total, matching + teaching], {
          relative: 1e-6,
        });
        assert(read.matching > 0);
      }),
  });
}
