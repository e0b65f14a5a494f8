import { parseOptions, textOption } from "./arguments.ts";

/** What `deno task study:report` was asked to do. */
export interface StudyReportOptions {
  readonly help: boolean;
  /** The study's folder. */
  readonly in: string;
  readonly out: string;
}

export const studyReportHelp = `Usage: deno task study:report [options]

Gathers every metrics.json of a study into results.csv and pages with tables and
figures, and lists the cells that have none.

  --in DIR          the study's folder (default results/study), or any other with
                    what \`deno task reproduce\` wrote
  --out DIR         where to write (default: report in the study's folder)
  --help            this text`;

/**
 * Reads the command line of \`deno task study:report\`.
 *
 * @throws UserError that names the option, what was expected and found.
 */
export function studyReportOptions(
  args: readonly string[],
): StudyReportOptions {
  const values = parseOptions(args, {
    in: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  const folder = textOption(values, "in") ?? "results/study";
  return {
    help: values.help === true,
    in: folder,
    out: textOption(values, "out") ?? `${folder}/report`,
  };
}
