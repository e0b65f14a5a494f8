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

Runs all cells of a study with Snakemake. A cell is one call of
\`deno task reproduce\` with its own folder. The first start installs Snakemake into
.study-env. After an interruption, the same command continues the study. If a cell
fails, the others still run; \`deno task study:report\` lists the failed cells.

  --config FILE     the study (default study/config.yaml)
  --out DIR         where to write (default results/study)
  --cores N         cells at a time on this machine (default: one per core)
  --profile NAME    local, slurm, kubernetes, or a folder with a profile of your own
                    (default local; see docs/study.md)
  --dry-run         list what would be run, and exit
  --retry-failed    run the failed cells once more
  --set-up          only install what is missing, and exit
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
