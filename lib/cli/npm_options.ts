import { UserError } from "../runtime/errors.ts";
import { parseOptions, textOption } from "./arguments.ts";

/** Options of `deno task npm`. */
export interface NpmOptions {
  readonly help: boolean;
  /** Path of the tarball. */
  readonly out: string;
}

export const npmHelp = `Usage: deno task npm [options]

Writes an npm package of the folders of lib/ that work without Deno (lie, images,
random, flow, matching, detection, constraint and figures), as JavaScript with
types, for Node 20 or later and for bundlers. Each folder is an entry point:
NAME/lie, NAME/flow and so on.

  --out FILE        the tarball (default npm.tgz)
  --help            this text

In another project: npm install path/to/npm.tgz`;

/**
 * Reads the command line of `deno task npm`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function npmOptions(args: readonly string[]): NpmOptions {
  const values = parseOptions(args, {
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  const out = textOption(values, "out") ?? "npm.tgz";
  if (!/[^/\\]\.tgz$/.test(out)) {
    throw new UserError(
      `--out: expected a name that ends in .tgz, found ${JSON.stringify(out)}`,
    );
  }
  return { help: values.help === true, out };
}
