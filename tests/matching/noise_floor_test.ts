import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import { affine, unit } from "#lib/lie/basis.ts";
import {
  errorsAt,
  errorsUnmoved,
  shareExplained,
  sumOf,
} from "#lib/matching/explained.ts";
import { numbersTo } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { noiseFloor } from "#lib/matching/noise_floor.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { drawnT, movedPairs, workingOf } from "../detection/moved_blobs.ts";

const COUNT = 80;
const turn = Float64Array.from(unit([0, 0, -1, 0, 1, 0]));
const drawn = drawnT(COUNT, -0.8, 0.8);
const t = drawn.map((angle) => angle * Math.SQRT2);
const { pairs } = await workingOf(
  movedPairs(transformations.rotation.flow, drawn, { size: 28 }),
);
const all = numbersTo(COUNT);
const gauss = standardNormal(randomStream(0, "noise floor"));

/** Noise floor and errors of the pairs with noise on each pixel, at the true match. */
function measured(noisy: (value: number) => number) {
  const images = runAtOnce(movable({
    ...pairs,
    x0: pairs.x0.map(noisy),
    xt: pairs.xt.map(noisy),
  }));
  return {
    floor: runAtOnce(noiseFloor(images, affine, turn, t)),
    matched: runAtOnce(errorsAt(images, affine, turn, t, all)),
    unmoved: runAtOnce(errorsUnmoved(images, affine, all)),
  };
}

const clean = measured((value) => value);

const noises = {
  "white noise of 0.05": (value: number) => value + 0.05 * gauss(),
  "white noise of 0.3": (value: number) => value + 0.3 * gauss(),
  // The variance is the brightness over the number of photons.
  "noise of 20 photons": (value: number) =>
    value + Math.sqrt(Math.max(value, 0.02) / 20) * gauss(),
};

for (const [what, noisy] of Object.entries(noises)) {
  Deno.test(`${what}: its errors at the match and without motion are estimated to 10 to 15 %`, () => {
    const { floor, matched, unmoved } = measured(noisy);
    const ratio = floor.matched / sumOf(matched);
    assert(ratio > 0.9 && ratio < 1.1, `${ratio}`);
    const added = sumOf(unmoved) - sumOf(clean.unmoved);
    assert(Math.abs(floor.unmoved / added - 1) < 0.15, `${floor.unmoved}`);
    // Thus the true flow explains everything except the noise, and no motion explains
    // nothing.
    assertAlmostEquals(shareExplained(matched, unmoved, floor), 1, 0.1);
    const none = { ...floor, matched: floor.unmoved };
    assertAlmostEquals(shareExplained(unmoved, unmoved, none), 0, 1e-9);
  });
}

Deno.test("without noise the floor is below 1 % of the change", () => {
  const { floor, unmoved } = clean;
  assert(floor.unmoved < 0.01 * sumOf(unmoved), `${floor.unmoved}`);
});

Deno.test("if nearly all of the change is noise, none is subtracted", () => {
  const errors = Float64Array.of(9.4), unmoved = Float64Array.of(10);
  const most = { matched: 9.2, unmoved: 9.5 };
  assertAlmostEquals(shareExplained(errors, unmoved, most), 0.06, 1e-12);
  const half = { matched: 5, unmoved: 5 };
  assertAlmostEquals(shareExplained(errors, unmoved, half), 0.12, 1e-12);
  // The error is smaller than the noise alone would be, so everything is explained.
  assertEquals(shareExplained(Float64Array.of(4), unmoved, half), 1);
});
