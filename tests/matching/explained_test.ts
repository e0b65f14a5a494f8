import { numbersTo } from "#lib/matching/frames.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  errorsAt,
  errorsUnmoved,
  shareExplained,
  sumOf,
} from "#lib/matching/explained.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { drawnT, movedPairs, workingOf } from "../detection/moved_blobs.ts";

const COUNT = 50;
const TURN = [0, 0, -1, 0, 1, 0];
const truth = drawnT(COUNT, -1, 1);
const { images } = await workingOf(
  movedPairs(transformations.rotation.flow, truth),
);

Deno.test("shares count all pairs together, and the share of no change is 0", () => {
  const of = (...values: number[]) => Float64Array.from(values);
  assertEquals(sumOf(of(1, 2, 4)), 7);
  // The mean of the pairs' shares would be that of 0 and 3/4.
  assertEquals(shareExplained(of(1, 1), of(1, 4)), 0.6);
  assertEquals(shareExplained(of(0, 0), of(1, 4)), 1);
  assertEquals(shareExplained(of(6, 4), of(1, 4)), -1);
  assertEquals(shareExplained(of(0, 0), of(0, 0)), 0);
});

Deno.test("the truth explains nearly all, and its opposite a negative share", () => {
  const chosen = numbersTo(COUNT);
  const still = runAtOnce(errorsUnmoved(images, affine, chosen));
  const share = (t: Float64Array) =>
    shareExplained(runAtOnce(errorsAt(images, affine, TURN, t, chosen)), still);
  assert(share(truth) > 0.998, `${share(truth)}`);
  assert(share(truth.map((t) => -t)) < 0);
  assertAlmostEquals(share(new Float64Array(COUNT)), 0, 1e-9);
});

Deno.test("errors are those of the chosen pairs, in their order", () => {
  const chosen = [9, 2, 30];
  const t = Float64Array.from(chosen, (pair) => truth[pair]);
  const few = runAtOnce(errorsAt(images, affine, TURN, t, chosen));
  const all = runAtOnce(
    errorsAt(images, affine, TURN, truth, numbersTo(COUNT)),
  );
  chosen.forEach((pair, i) => assertAlmostEquals(few[i], all[pair], 1e-3));
  assertEquals(
    [...runAtOnce(errorsUnmoved(images, affine, chosen))],
    chosen.map((pair) =>
      runAtOnce(errorsUnmoved(images, affine, numbersTo(COUNT)))[pair]
    ),
  );
});
