import { integerOption, parseOptions, textOption } from "./arguments.ts";

/** Options of `deno task study`. */
export interface StudyOptions {
  readonly help: boolean;
  /** Path of the study's config file; by default the project's. */
  readonly config: string | undefined;
  readonly out: string;
  readonly cores: number | undefined;
  /** Name of a profile of this project, or path of a folder with one. */
  readonly profile: string;
  readonly dryRun: boolean;
  readonly retryFailed: boolean;
  /** Whether only to make the environment. */
  readonly setUp: boolean;
}

export const studyHelp = `Usage: deno task study [options]

Runs every cell of a study, each one call of \`deno task reproduce\` in a folder of
its own, through Snakemake, which it sets up in .study-env the first time. The same
command goes on where an earlier one ended, however that was. A cell that fails
stops no other; \`deno task study:report\` says which did.

  --config FILE     what to run (default study/config.yaml)
  --out DIR         where to write (default results/study)
  --cores N         cells at a time on this machine (default: one a core)
  --profile NAME    local, slurm, kubernetes, or a folder with a profile of your own
                    (default local; see docs/study.md)
  --dry-run         say what would be done, and end
  --retry-failed    do the cells that failed once more
  --set-up          only set up what is missing, and end
  --help            this text`;

const MOST_CORES = 100_000;

/**
 * Reads the command line of `deno task study`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function studyOptions(args: readonly string[]): StudyOptions {
  const values = parseOptions(args, {
    config: { type: "string" },
    out: { type: "string" },
    cores: { type: "string" },
    profile: { type: "string" },
    "dry-run": { type: "boolean" },
    "retry-failed": { type: "boolean" },
    "set-up": { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  return {
    help: values.help === true,
    config: textOption(values, "config"),
    out: textOption(values, "out") ?? "results/study",
    cores: values.cores === undefined
      ? undefined
      : integerOption(values, "cores", 1, 1, MOST_CORES),
    profile: textOption(values, "profile") ?? "local",
    dryRun: values["dry-run"] === true,
    retryFailed: values["retry-failed"] === true,
    setUp: values["set-up"] === true,
  };
}
