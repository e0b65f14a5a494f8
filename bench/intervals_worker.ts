/**
 * Reads paths of pairs from stdin, one per line, and answers each with one line of
 * JSON: the generator that the registration finds without a network, and its intervals,
 * as in `deno task detect`.
 */
import { openPairs } from "#lib/datasets/open_images.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { someFrames } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { registerPairs } from "#lib/matching/register_pairs.ts";
import { jointIntervals } from "#lib/matching/intervals.ts";
import { variantsOf } from "#lib/matching/variants.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { linesOf } from "#lib/runtime/lines.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

for await (const path of linesOf(Deno.stdin.readable)) {
  const pairs = await readPairs(await openPairs([path]), 800, 0);
  const spline = runAtOnce(
    movable(runAtOnce(someFrames(pairs, pairs.shares.fitted))),
  );
  const registered = await runPausable(registerPairs(spline, quadratic, 0));
  const variants = await runPausable(variantsOf(spline, quadratic, registered));
  const { alpha } = registered;
  const intervals = runAtOnce(jointIntervals(registered.fit, variants));
  console.log(JSON.stringify({
    terms: quadratic.terms.map(({ label }) => label),
    estimated: Array.from(alpha),
    intervals: intervals.map(({ low, high }) => [low, high]),
  }));
}
