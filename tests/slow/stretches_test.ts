import { assert } from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import { detecting } from "#lib/detection/detect.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { blobScene, drawnT, movedPairs } from "../detection/moved_blobs.ts";

/** Number of equal detections, whose stretches are compared. */
const RUNS = 2;

/**
 * Longest allowed stretch between two yields, as a share of the detection. One loop
 * over all fitted pairs without a yield takes 4 % or more.
 */
const LONGEST = 0.01;

Deno.test("no stretch between two yields is a long part of a detection", async () => {
  const pairs = movedPairs(
    transformations.rotation.flow,
    drawnT(1500, -0.4, 0.4),
    { size: 28, noise: 0.02, scene: blobScene },
  );
  const working = await readPairs(memoryStacks(pairs), pairs.count, 0);
  const stretches: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const computation = detecting(working, { networks: false });
    let done = false;
    for (let k = 0; !done; k++) {
      const begun = performance.now();
      done = computation.next().done === true;
      const took = performance.now() - begun;
      // The smaller of the runs' times is less disturbed by other processes.
      stretches[k] = Math.min(stretches[k] ?? Infinity, took);
    }
  }
  const whole = stretches.reduce((sum, took) => sum + took, 0);
  const longest = Math.max(...stretches);
  assert(
    longest < LONGEST * whole,
    `${longest.toFixed(1)} of ${whole.toFixed(0)} ms, at yield ${
      stretches.indexOf(longest)
    } of ${stretches.length}`,
  );
});
