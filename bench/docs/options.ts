import { parseOptions } from "#lib/cli/arguments.ts";

/** The options of one `deno task docs`. */
export interface DocsOptions {
  readonly help: boolean;
  /** Whether nothing is written, and files that would change are named. */
  readonly check: boolean;
}

export const docsHelp = `Usage: deno task docs [options]

Makes the tables and figures in README.md, docs/ and bench/README.md from the
committed numbers in study/ and bench/. In a text they are between the comments
<!-- made: NAME --> and <!-- end -->; bench/docs/all_blocks.ts lists the names.

  --check          write nothing, and exit with 1 if a file would change
  --help           this text`;

/**
 * Reads the command line of `deno task docs`.
 *
 * @throws UserError that names the option.
 */
export function docsOptions(args: readonly string[]): DocsOptions {
  const values = parseOptions(args, {
    check: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  return { help: values.help === true, check: values.check === true };
}
