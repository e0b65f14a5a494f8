import { UserError } from "../runtime/errors.ts";
import { parseOptions, textOption } from "./arguments.ts";

/** Options of `deno task study:report`. */
export interface StudyReportOptions {
  readonly help: boolean;
  /** Path of the study's folder, or of a cells.csv. */
  readonly in: string;
  readonly out: string;
}

export const studyReportHelp = `Usage: deno task study:report [options]

Gathers every metrics.json of a study into results.csv and pages with tables and
figures, and lists the cells without a metrics.json.

  --in DIR          the study's folder (default results/study), or any other folder
                    with results of \`deno task reproduce\`
  --in FILE         the cells.csv of a report: makes its tables and figures again,
                    without costs and errors by t; needs --out
  --out DIR         where to write (default: report in the study's folder)
  --help            this text`;

/**
 * Reads the command line of `deno task study:report`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function studyReportOptions(
  args: readonly string[],
): StudyReportOptions {
  const values = parseOptions(args, {
    in: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  const source = textOption(values, "in") ?? "results/study";
  const out = textOption(values, "out");
  if (values.help !== true && out === undefined && source.endsWith(".csv")) {
    throw new UserError(
      "--out: expected a folder to write the report of a table to, found nothing",
    );
  }
  return {
    help: values.help === true,
    in: source,
    out: out ?? `${source}/report`,
  };
}
