/**
 * Preload for `deno run` that puts small images of blobs in place of MNIST, and few
 * steps in place of many, so that a quick run takes seconds.
 */
import { budgets } from "#lib/experiments/budgets.ts";
import { catalogue } from "#lib/experiments/catalogue.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../blobs.ts";

const SIDE = 16;

const dataset = {
  name: "blobs",
  imageSize: SIDE ** 2,
  load: (split: "train" | "test") =>
    Promise.resolve(
      blobs(split === "train" ? 1024 : 100, SIDE, randomStream(0, split)),
    ),
};

for (const experiment of catalogue) {
  Object.assign(experiment, {
    dataset,
    architecture: { ...experiment.architecture, hidden: [32], tHidden: [32] },
  });
}

Object.assign(budgets.quick, { basinSteps: 60, taughtSteps: 90 });
