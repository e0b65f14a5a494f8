import type { Pairs } from "#lib/datasets/types.ts";
import { experimentById } from "#lib/experiments/catalogue.ts";
import { disposePrepared, prepare } from "#lib/experiments/prepare.ts";
import { randomStream, shuffled } from "#lib/random/streams.ts";
import { gatherImages } from "#lib/datasets/gather_images.ts";
import { drawnImages } from "./drawn_images.ts";
import type { BenchModel } from "./models.ts";
import type { StepState } from "./step_state.ts";
import { SEED, writeState } from "./write_state.ts";

export interface StateRequest extends BenchModel {
  readonly folder: string;
}

/** Number of steps of the first stage, after which t and alpha have realistic sizes. */
const BASIN_STEPS = 80;

/** Trains through the first stage and writes the state into a folder. */
export async function prepareState(
  { experiment: id, preset, images, batches, folder }: StateRequest,
): Promise<StepState> {
  const experiment = experimentById(id);
  const dataset = images === "drawn" ? drawnImages : experiment.dataset;
  const prepared = await prepare(
    {
      experiment: { ...experiment, dataset },
      seed: SEED,
      budget: "quick",
      preset,
    },
    {},
    (settings) => ({
      ...settings,
      curriculum: { ...settings.curriculum, basinSteps: BASIN_STEPS },
    }),
  );
  const { trainer, held } = prepared;
  for (let i = 0; i < BASIN_STEPS; i++) trainer.advance();
  const chosen = batches.map((batch) => somePairs(held.pairs, batch));
  const state = await writeState(folder, id, trainer, chosen);
  disposePrepared(prepared);
  return state;
}

/** Chooses random pairs. */
export function somePairs(pairs: Pairs, count: number): Pairs {
  const size = pairs.height * pairs.width * pairs.channels;
  const chosen = shuffled(pairs.count, randomStream(SEED, "bench", "pairs"))
    .subarray(0, count);
  return {
    ...pairs,
    count,
    x0: gatherImages(pairs.x0, size, chosen),
    xt: gatherImages(pairs.xt, size, chosen),
  };
}
