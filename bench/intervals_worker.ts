/**
 * Reads paths of pairs from stdin, one per line, and answers each with a line of
 * JSON: the generator that registration finds from the first-order start, and its
 * intervals, as `deno task detect` has them.
 */
import { openPairs } from "#lib/datasets/open_images.ts";
import { fitGenerator } from "#lib/matching/fit_generator.ts";
import { movable } from "#lib/matching/movable.ts";
import { sharesOf } from "#lib/detection/shares.ts";
import { firstOrderStart } from "#lib/detection/starts.ts";
import { readPairs } from "#lib/detection/working_pairs.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { linesOf } from "#lib/runtime/lines.ts";

for await (const path of linesOf(Deno.stdin.readable)) {
  const pairs = await readPairs(await openPairs([path]), 800, 0);
  const images = movable(pairs);
  const shares = sharesOf(pairs.count);
  const start = await runPausable(
    firstOrderStart(images, quadratic, shares.compared, 0),
  );
  const { alpha, intervals } = await runPausable(fitGenerator(
    images,
    quadratic,
    shares,
    start.fitted,
  ));
  console.log(JSON.stringify({
    terms: quadratic.terms.map(({ label }) => label),
    estimated: Array.from(alpha),
    intervals: intervals.map(({ low, high }) => [low, high]),
  }));
}
