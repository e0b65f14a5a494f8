import { assert } from "@std/assert";
import { moveImages } from "#lib/experiments/constraint/move_images.ts";
import { trainPoseNetwork } from "#lib/experiments/constraint/pose_network.ts";
import { affine, unit } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { startTestRuntime } from "../../start_runtime.ts";

const SIDE = 12, SIZE = SIDE ** 2, COUNT = 200;
const alpha = unit([0, 0, -1, 0, 1, 0]);

/** Images of a bar to the right of the middle, which shows its direction. */
function bars(): Float32Array {
  const stream = randomStream(0, "bars");
  const images = new Float32Array(COUNT * SIZE);
  for (let image = 0; image < COUNT; image++) {
    const bright = 0.7 + 0.3 * stream(), length = 3 + Math.floor(2 * stream());
    for (const row of [5, 6]) {
      const from = image * SIZE + row * SIDE + 6;
      images.fill(bright, from, from + length);
    }
  }
  return images;
}

for (const period of [undefined, 2 * Math.PI * Math.SQRT2]) {
  const range = period === undefined ? 1.5 : period / 2;
  const words = period === undefined ? "on a window" : "around a period";
  Deno.test(`t of single images is learned without labels, ${words}, and undone`, async () => {
    await startTestRuntime();
    const stream = randomStream(1, "times");
    const draw = () => range * (2 * stream() - 1);
    const times = Float64Array.from({ length: 100 }, draw);
    const undoing = await runPausable(trainPoseNetwork(bars(), {
      basis: affine,
      flow: { source: "true", alpha, times, ...period ? { period } : {} },
      side: SIDE,
      steps: 300,
      seed: 0,
    }));
    const truth = Float64Array.from({ length: COUNT }, draw);
    const upright = bars();
    const moved = moveImages(upright, SIDE, { basis: affine, alpha }, truth);
    const found = await runPausable(undoing.timesOf(moved));
    const around = (t: number) =>
      period === undefined ? t : t - period * Math.round(t / period);
    const errors = found.map((t, i) => Math.abs(around(t - truth[i])))
      .toSorted();
    assert(errors[COUNT / 2] < 0.05 * range, `median ${errors[COUNT / 2]}`);
    const back = await runPausable(undoing.undo(moved));
    const distance = (images: Float32Array) =>
      images.reduce((sum, value, i) => sum + (value - upright[i]) ** 2, 0);
    assert(distance(back) < 0.3 * distance(moved));
    undoing.dispose();
  });
}
