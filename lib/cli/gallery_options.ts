import { oneOf } from "../runtime/errors.ts";
import { parseOptions, textOption } from "./arguments.ts";

/** Options of `deno task gallery`. */
export interface GalleryOptions {
  readonly help: boolean;
  readonly out: string;
  /** The entries to make, by name; undefined for all. */
  readonly only: readonly string[] | undefined;
}

/** The entries of a gallery that are made. */
export interface ChosenEntries {
  /** Whether the detection page is written. */
  readonly lab: boolean;
  /** Whether the README and the docs are written. */
  readonly docs: boolean;
  /** Names of notebooks, without their ending, in their order. */
  readonly notebooks: readonly string[];
}

export const galleryHelp = `Usage: deno task gallery [options]

Writes the project's web site: the page of deno task lab, in lab/; the README and
the docs; and every notebook, run from top to bottom with Deno's kernel in the
project's own Jupyter (see deno task notebook --help). Only the page in lab/ needs
a web server. If a notebook fails, the pages of an earlier call are kept.

  --only NAME,...   write only these parts: lab, docs, or names of notebooks, such
                    as 01_rotation
  --out DIR         where to write (default site)
  --help            this text

Environment variables set the notebooks' parameters, for example
  BUDGET=standard deno task gallery`;

/**
 * Reads the command line of `deno task gallery`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function galleryOptions(args: readonly string[]): GalleryOptions {
  const values = parseOptions(args, {
    only: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  return {
    help: values.help === true,
    out: textOption(values, "out") ?? "site",
    only: textOption(values, "only")?.split(","),
  };
}

/**
 * Finds the entries that `--only` names; without it, all.
 *
 * @param notebooks Names of all notebooks, without their ending.
 * @throws UserError for a name that is no entry.
 */
export function chosenEntries(
  only: readonly string[] | undefined,
  notebooks: readonly string[],
): ChosenEntries {
  const entries = ["lab", "docs", ...notebooks];
  const chosen = new Set(
    (only ?? entries).map((name) => oneOf("--only", entries, name)),
  );
  return {
    lab: chosen.has("lab"),
    docs: chosen.has("docs"),
    notebooks: notebooks.filter((name) => chosen.has(name)),
  };
}
