import { numbersTo } from "#lib/matching/frames.ts";
import { assert, assertAlmostEquals } from "@std/assert";
import { errorsAt } from "#lib/matching/explained.ts";
import { alongFlow, matchFrom, matchT } from "#lib/matching/match_t.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import type { MovablePairs } from "#lib/matching/movable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import {
  correlation,
  drawnT,
  movedPairs,
  type Scene,
  workingOf,
} from "../detection/moved_blobs.ts";

const { flow } = transformations.rotation;
const TURN = [0, 0, -1, 0, 1, 0];
const COUNT = 60;

/** The flow of a rotation, up to +-largest. */
const turnUpTo = (images: MovablePairs, largest: number) =>
  runAtOnce(alongFlow(images, affine, TURN, largest));

Deno.test("t is found without a start, with its errors", async () => {
  const truth = drawnT(COUNT, -2.4, 2.4);
  const { images } = await workingOf(movedPairs(flow, truth));
  const chosen = numbersTo(COUNT);
  const { t, errors } = runAtOnce(
    matchT(images, turnUpTo(images, Math.PI), chosen),
  );
  const off = t.map((value, i) => Math.abs(value - truth[i]));
  // Measured: 6e-5 in the median, 7e-4 at most.
  assert(off.toSorted()[COUNT / 2] < 3e-4);
  assert(off.every((value) => value < 3e-3));
  allclose(errors, runAtOnce(errorsAt(images, affine, TURN, t, chosen)), {
    relative: 0.02,
    absolute: 1e-3,
  });
});

/** Two opposite blobs, one of them lower, so that half a turn nearly matches. */
const facing = (lower: number): Scene => (x, y) => {
  const blob = (at: number) =>
    Math.exp(-((x - at) ** 2 + y * y) / (2 * 0.2 ** 2));
  return blob(0.45) + lower * blob(-0.45);
};

Deno.test("of two matches the better one is taken", async () => {
  const truth = drawnT(COUNT, -2.8, 2.8);
  const { images } = await workingOf(
    movedPairs(flow, truth, { scene: () => facing(0.8) }),
  );
  const { t } = runAtOnce(
    matchT(images, turnUpTo(images, 3), numbersTo(COUNT)),
  );
  allclose(t, truth, { absolute: 0.03 });
});

Deno.test("noise changes t only slightly, and chosen pairs keep their order", async () => {
  const truth = drawnT(COUNT, -1, 1);
  const { images } = await workingOf(movedPairs(flow, truth, { noise: 0.05 }));
  const chosen = [7, 3, 40, 22, 1, 0, 59, 33, 12, 18];
  const { t } = runAtOnce(matchT(images, turnUpTo(images, 1.5), chosen));
  const expected = chosen.map((pair) => truth[pair]);
  assert(correlation(t, expected) > 0.99);
});

Deno.test("no t beyond the largest is tried", async () => {
  const { images } = await workingOf(movedPairs(flow, drawnT(COUNT, 1, 2)));
  const { t } = runAtOnce(
    matchT(images, turnUpTo(images, 0.75), numbersTo(COUNT)),
  );
  assert(t.every((value) => Math.abs(value) <= 0.75));
  // The matches end at the largest t.
  const near = t.toSorted()[COUNT / 2];
  assertAlmostEquals(near, 0.75, 1e-6);
});

Deno.test("from a distant start the search finds the same as without one", async () => {
  const truth = drawnT(COUNT, -2.4, 2.4);
  const { images } = await workingOf(movedPairs(flow, truth));
  const [along, chosen] = [turnUpTo(images, Math.PI), numbersTo(COUNT)];
  const searched = runAtOnce(matchT(images, along, chosen));
  for (const away of [-2, 1.2, 4]) {
    const found = runAtOnce(
      matchFrom(images, along, chosen, truth.map((t) => t + away)),
    );
    allclose(found.t, searched.t, { absolute: 1e-3 }, `${away}`);
  }
});

Deno.test("a start near a good match is kept, even if a better one is elsewhere", async () => {
  const truth = drawnT(COUNT, 0.4, 1.4);
  const { images } = await workingOf(
    movedPairs(flow, truth, { scene: () => facing(0.95) }),
  );
  const [along, chosen] = [turnUpTo(images, 5), numbersTo(COUNT)];
  const half = truth.map((t) => t - Math.PI);
  const start = half.map((t, i) => t + (i % 2 === 0 ? 0.05 : -0.05));
  const { t, errors } = runAtOnce(matchFrom(images, along, chosen, start));
  allclose(t, half, { absolute: 0.03 });
  const best = runAtOnce(errorsAt(images, affine, TURN, truth, chosen));
  errors.forEach((error, i) => assert(error > 2 * best[i]));
});

Deno.test("a start that is many steps away reaches the match", async () => {
  // Gauss-Newton from 0 has the right direction, but does not arrive in eight steps.
  const truth = new Float64Array(COUNT).fill(1.3);
  const { images } = await workingOf(movedPairs(flow, truth));
  const [along, chosen] = [turnUpTo(images, Math.PI), numbersTo(COUNT)];
  const { places } = along;
  assert(1.3 > 8 * (places[1] - places[0]));
  const nothing = new Float64Array(COUNT);
  const { t } = runAtOnce(matchFrom(images, along, chosen, nothing));
  allclose(t, truth, { absolute: 3e-3 });
});

Deno.test("a match just beyond one end of the flow is found at the other end", async () => {
  // A full turn less 3.013 is the largest t, 3.27. The end of the flow is the place
  // next to these matches, but they are beyond it.
  const truth = drawnT(COUNT, -3.01, -2.98);
  const { images } = await workingOf(movedPairs(flow, truth));
  const { t } = runAtOnce(
    matchT(images, turnUpTo(images, 3.27), numbersTo(COUNT)),
  );
  allclose(t, truth, { absolute: 1e-3 });
});
