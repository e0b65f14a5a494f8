import { assert, assertAlmostEquals } from "@std/assert";
import { errorsAt } from "#lib/matching/explained.ts";
import { matchT } from "#lib/matching/match_t.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { allclose } from "../allclose.ts";
import {
  allOf,
  correlation,
  drawnT,
  movedPairs,
  type Scene,
  workingOf,
} from "../detection/moved_blobs.ts";

const { flow } = transformations.rotation;
const TURN = [0, 0, -1, 0, 1, 0];
const COUNT = 60;

Deno.test("t is found from far off, and its errors with it", async () => {
  const truth = drawnT(COUNT, -2.4, 2.4);
  const { images } = await workingOf(movedPairs(flow, truth));
  const chosen = allOf(COUNT);
  const { t, errors } = matchT(images, affine, TURN, chosen, Math.PI);
  const off = t.map((value, i) => Math.abs(value - truth[i]));
  assert(off.toSorted()[COUNT / 2] < 0.01);
  assert(off.filter((value) => value < 0.05).length >= COUNT - 1);
  allclose(errors, errorsAt(images, affine, TURN, t, chosen), {
    relative: 0.02,
    absolute: 1e-3,
  });
});

Deno.test("of two places that match, the better one is taken", async () => {
  // Two blobs face each other, one of them a little higher: half a turn on,
  // the image is nearly the same.
  const facing = (): Scene => (x, y) => {
    const blob = (at: number) =>
      Math.exp(-((x - at) ** 2 + y * y) / (2 * 0.2 ** 2));
    return blob(0.45) + 0.8 * blob(-0.45);
  };
  const truth = drawnT(COUNT, -2.8, 2.8);
  const { images } = await workingOf(
    movedPairs(flow, truth, { scene: facing }),
  );
  const { t } = matchT(images, affine, TURN, allOf(COUNT), 3);
  allclose(t, truth, { absolute: 0.03 });
});

Deno.test("noise moves t a little only, and chosen pairs keep their order", async () => {
  const truth = drawnT(COUNT, -1, 1);
  const { images } = await workingOf(movedPairs(flow, truth, { noise: 0.05 }));
  const chosen = [7, 3, 40, 22, 1, 0, 59, 33, 12, 18];
  const { t } = matchT(images, affine, TURN, chosen, 1.5);
  const expected = chosen.map((pair) => truth[pair]);
  assert(correlation(t, expected) > 0.99);
});

Deno.test("no t beyond the largest is looked at", async () => {
  const { images } = await workingOf(movedPairs(flow, drawnT(COUNT, 1, 2)));
  const { t } = matchT(images, affine, TURN, allOf(COUNT), 0.75);
  assert(t.every((value) => Math.abs(value) <= 0.75));
  // They get as near as they may.
  const near = t.toSorted()[COUNT / 2];
  assertAlmostEquals(near, 0.75, 1e-6);
});
