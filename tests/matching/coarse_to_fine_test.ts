import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { registerCoarseToFine } from "#lib/matching/coarse_to_fine.ts";
import { framesOf } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { registerPairs } from "#lib/matching/register_pairs.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { motionErrors } from "../../bench/motion_errors.ts";
import { drawTrial } from "../../bench/sinusoid_trial.ts";

const SIDE = 40;
const { truth, pairs } = drawTrial("affine", 1, SIDE);
const { basis } = truth;
const found = (side?: number, images = pairs) =>
  runPausable(registerCoarseToFine(images, basis, 0, side));

Deno.test("at the images' resolution the flow is found more precisely", async () => {
  const [coarse, fine] = await Promise.all([found(28), found()]);
  const [before, after] = [coarse!, fine!].map(({ alpha, t }) =>
    motionErrors(truth, { basis, alpha, t }, SIDE).cornerPx
  );
  assert(after < 0.002 && after < before / 3, `${before} px, ${after} px`);
  assert(fine!.explained > 0.9999);
});

Deno.test("images that are not larger are registered once", async () => {
  const small = drawTrial("affine", 0, 20).pairs;
  const once = await runPausable(
    registerPairs(runAtOnce(movable(runAtOnce(framesOf(small))!)), basis, 0),
  );
  const { alpha, t, explained } = (await found(undefined, small))!;
  assertEquals([alpha, t, explained], [once.alpha, once.t, once.explained]);
});

Deno.test("under noise the flow's error is small and the generator normalised", async () => {
  let [state, sd] = [1, 0.02];
  const noisy = (images: Float32Array) =>
    images.map((value) => {
      state = (state * 48271) % 2147483647;
      return value + sd * Math.sqrt(12) * (state / 2147483647 - 0.5);
    });
  const x0 = noisy(pairs.x0), xt = noisy(pairs.xt);
  const { alpha, t } = (await found(undefined, { ...pairs, x0, xt }))!;
  const { cornerPx } = motionErrors(truth, { basis, alpha, t }, SIDE);
  assert(cornerPx < 0.15, `${cornerPx} px`);
  assertAlmostEquals(Math.hypot(...alpha), 1, 1e-12);
});

Deno.test("images that show nothing have no generator", async () => {
  const nothing = new Float32Array(pairs.x0.length).fill(0.5);
  assertEquals(
    await found(undefined, { ...pairs, x0: nothing, xt: nothing }),
    undefined,
  );
});
