import { parseOptions, textOption } from "./arguments.ts";

/** Options of `deno task gallery`. */
export interface GalleryOptions {
  readonly help: boolean;
  readonly out: string;
}

export const galleryHelp = `Usage: deno task gallery [options]

Runs every notebook from top to bottom, with Deno's kernel in the project's own
Jupyter (see deno task notebook --help), and writes what they show as web pages
that need no server. The page of deno task lab goes along, in lab/; it needs one.
Where a notebook fails, the pages of before stay.

  --out DIR         where to write (default site)
  --help            this text

The notebooks' parameters are environment variables, for example
  BUDGET=standard deno task gallery`;

/**
 * Reads the command line of `deno task gallery`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function galleryOptions(args: readonly string[]): GalleryOptions {
  const values = parseOptions(args, {
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  return {
    help: values.help === true,
    out: textOption(values, "out") ?? "site",
  };
}
