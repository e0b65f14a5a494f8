// This project's registration of pairs on one thread, as a peer of `deno task bench`.
// Argument: the folder with the pairs.
import { affine, quadratic } from "#lib/lie/basis.ts";
import { registerCoarseToFine } from "#lib/matching/coarse_to_fine.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import {
  pairsIn,
  type RegistrationCase,
  type RegistrationReply,
} from "./registration_cases.ts";
import { serve } from "./serve.ts";

const bases = { affine, quadratic };

interface Request extends RegistrationCase {
  readonly basis: keyof typeof bases;
}

/** Finds the generator of all pairs of a case, and each pair's t, from the pixels. */
async function register(
  { basis, ...asked }: Request,
): Promise<RegistrationReply> {
  const pairs = await pairsIn(Deno.args[0], asked);
  const begun = performance.now();
  const found = await runPausable(
    registerCoarseToFine(pairs, bases[basis], 0, asked.side),
  );
  const ms = (performance.now() - begun) / pairs.count;
  const alpha = found === undefined ? null : Array.from(found.alpha);
  return { ms, failed: 0, estimates: { joint: alpha } };
}

await serve(
  () => Promise.resolve({ description: `Deno ${Deno.version.deno}, 1 thread` }),
  { register },
);
