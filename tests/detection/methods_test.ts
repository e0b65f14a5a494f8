import { numbersTo } from "#lib/matching/frames.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { errorsUnmoved } from "#lib/matching/explained.ts";
import {
  type Harness,
  type MethodCandidate,
  scoreMethod,
  trivialScores,
} from "#lib/detection/methods.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine, unit } from "#lib/lie/basis.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { drawnT, movedPairs, workingOf } from "./moved_blobs.ts";

const COUNT = 50;
const turn = unit([0, 0, -1, 0, 1, 0]);
/** True t, in units of the unit generator. */
const truth = drawnT(COUNT, -1.2, 1.2).map((t) => Math.SQRT2 * t);
const { images } = await workingOf(
  movedPairs(
    transformations.rotation.flow,
    truth.map((t) => t / Math.SQRT2),
  ),
);
const all = numbersTo(COUNT);
const harness: Harness = {
  images,
  basis: affine,
  errorsWithoutMotion: runAtOnce(errorsUnmoved(images, affine, all)),
  answer: turn,
  t: truth,
  largest: 2,
};

const score = (candidate: MethodCandidate) =>
  runPausable(scoreMethod(harness, candidate));

Deno.test("a method is judged by its own t, or by the best t if it has none", async () => {
  const it = { method: "it", alpha: turn, seconds: 3 };
  const own = await score({ ...it, t: harness.t });
  assertEquals([own.method, own.seconds], ["it", 3]);
  assertAlmostEquals(own.angleDegrees!, 0, 1e-9);
  assert(own.explained > 0.998);
  const best = await score(it);
  assert(best.explained > 0.99);
  const still = new Float64Array(COUNT);
  const none = await score({ ...it, t: still });
  assertAlmostEquals(none.explained, 0, 1e-9);
});

Deno.test("another generator explains less, and has its angle", async () => {
  const of = (alpha: readonly number[]) =>
    score({ method: "other", alpha: unit(alpha), seconds: 0 });
  const growing = await of([0, 1, 0, 0, 0, 1]);
  assertAlmostEquals(growing.angleDegrees!, 90, 1e-9);
  assert(growing.explained < 0.6, `${growing.explained}`);
  // The generator's sign and length are absorbed by t.
  const back = await of([0, 0, 3, 0, -3, 0]);
  assertAlmostEquals(back.angleDegrees!, 0, 1e-6);
  assert(back.explained > 0.99);
  const near = await of([0, 0, -1, 0, 1, 0.2]);
  assertAlmostEquals(
    near.angleDegrees!,
    Math.atan(0.2 / Math.SQRT2) * 180 / Math.PI,
    1e-6,
  );
});

Deno.test("both random draws of t explain nothing", () => {
  const scores = runAtOnce(trivialScores(harness));
  assertEquals(
    scores.map(({ method }) => method),
    [
      "t drawn from a normal distribution",
      "t drawn from a uniform distribution",
    ],
  );
  for (const { explained, angleDegrees, seconds } of scores) {
    assert(explained < 0.1, `${explained}`);
    assertEquals([angleDegrees, seconds], [null, 0]);
  }
  assert(scores[0].explained !== scores[1].explained);
  assertEquals(runAtOnce(trivialScores(harness)), scores);
});

Deno.test("random t have the mean and spread of the true t, so a constant t is drawn exactly", async () => {
  const t = new Float64Array(COUNT).fill(0.9);
  const { images } = await workingOf(
    movedPairs(transformations.rotation.flow, t),
  );
  const same = {
    ...harness,
    images,
    errorsWithoutMotion: runAtOnce(errorsUnmoved(images, affine, all)),
    t: t.map((value) => value * Math.SQRT2),
  };
  for (const { explained } of runAtOnce(trivialScores(same))) {
    assert(explained > 0.998);
  }
});
