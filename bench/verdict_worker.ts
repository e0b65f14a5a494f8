/**
 * Reads paths of pairs from stdin, one per line, and answers each with one line of
 * JSON: the answer of `deno task detect` without training a network.
 */
import { openPairs } from "#lib/datasets/open_images.ts";
import { detect } from "#lib/detection/detect.ts";
import { linesOf } from "#lib/runtime/lines.ts";

for await (const path of linesOf(Deno.stdin.readable)) {
  const begun = performance.now();
  const { verdict, description, coefficients, evidence } = await detect(
    await openPairs([path]),
    { networks: false, most: 800 },
  );
  console.log(JSON.stringify({
    verdict: verdict.kind,
    reason: verdict.reason,
    name: description.name,
    terms: coefficients.map(({ term }) => term),
    estimated: coefficients.map(({ value }) => value),
    intervals: coefficients.map(({ low, high }) => [low, high]),
    evidence,
    seconds: (performance.now() - begun) / 1000,
  }));
}
