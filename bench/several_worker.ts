/**
 * Reads paths of pairs from stdin, one per line, and answers each with one line of
 * JSON: the generators that `deno task detect` finds, their closure, and the parameters
 * of the held-out pairs.
 */
import { openPairs } from "#lib/datasets/open_images.ts";
import { detect } from "#lib/detection/detect.ts";
import { alphaOf } from "#lib/detection/found.ts";
import { linesOf } from "#lib/runtime/lines.ts";

for await (const path of linesOf(Deno.stdin.readable)) {
  const begun = performance.now();
  const found = await detect(await openPairs([path]), { networks: false });
  const { verdict, description, several, held } = found;
  console.log(JSON.stringify({
    verdict: verdict.kind,
    name: description.name,
    areMixed: several?.areMixed ?? false,
    generators: (several?.generators ?? [found])
      .map((generator) => [...alphaOf(generator)]),
    closureDefect: several?.algebra.closureDefect ?? 0,
    pairs: [...held.indices],
    parameters: [...several?.parameters ?? held.t],
    seconds: (performance.now() - begun) / 1000,
  }));
}
