import { UserError } from "../runtime/errors.ts";
import { parseOptions } from "./arguments.ts";

/** Options of `deno task release`. */
export interface ReleaseOptions {
  readonly help: boolean;
}

export const releaseHelp = `Usage: deno task release --dry-run

Checks whether a release can be published, and prints a line per check: the working
tree, the version in deno.json, CHANGELOG.md and CITATION.cff, formatting, lint,
types, docs of all exports, the tables of the docs, the study's experiments, the
package for Deno and for npm, the page if there is one, and the fast tests. It
writes only npm.tgz and results/, which git ignores, and publishes nothing.

After all checks have passed, publish by hand: deno publish, and
npm publish npm.tgz.

  --dry-run         run the checks
  --help            this text`;

/**
 * Reads the command line of `deno task release`.
 *
 * @throws UserError without --dry-run, because publishing is done by hand.
 */
export function releaseOptions(args: readonly string[]): ReleaseOptions {
  const values = parseOptions(args, {
    "dry-run": { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help !== true && values["dry-run"] !== true) {
    throw new UserError(
      "expected --dry-run, found no option: publishing is done by hand, by deno publish and npm publish npm.tgz; see --help",
    );
  }
  return { help: values.help === true };
}
