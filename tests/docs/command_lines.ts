import { benchHelp, benchOptions } from "../../bench/options.ts";
import { docsHelp, docsOptions } from "../../bench/docs/options.ts";
import { detectHelp, detectOptions } from "#lib/cli/detect_options.ts";
import { labHelp, labOptions } from "#lib/cli/lab_options.ts";
import { galleryHelp, galleryOptions } from "#lib/cli/gallery_options.ts";
import {
  makePairsHelp,
  makePairsOptions,
} from "#lib/cli/make_pairs_options.ts";
import { notebookHelp, notebookOptions } from "#lib/cli/notebook_options.ts";
import { npmHelp, npmOptions } from "#lib/cli/npm_options.ts";
import { releaseHelp, releaseOptions } from "#lib/cli/release_options.ts";
import { reproduceHelp, reproduceOptions } from "#lib/cli/reproduce_options.ts";
import { studyHelp, studyOptions } from "#lib/cli/study_options.ts";
import {
  studyReportHelp,
  studyReportOptions,
} from "#lib/cli/study_report_options.ts";
import { tortureHelp, tortureOptions } from "../torture/options.ts";

/** Parser and help of a task's command line. */
export interface CommandLine {
  /** @throws UserError where the task would refuse the words. */
  readonly read: (args: readonly string[]) => unknown;
  readonly help: string;
  /** Arguments that the task requires, added to an option that is tried alone. */
  readonly least?: readonly string[];
}

/** Command lines of all tasks that take options. */
export const commandLines: Readonly<Record<string, CommandLine>> = {
  reproduce: { read: reproduceOptions, help: reproduceHelp },
  detect: { read: detectOptions, help: detectHelp, least: ["pairs.npz"] },
  "make-pairs": {
    read: makePairsOptions,
    help: makePairsHelp,
    least: [
      ...["images", "--transformation", "rotation"],
      ...["--distribution", "uniform:0,1"],
    ],
  },
  notebook: { read: notebookOptions, help: notebookHelp },
  gallery: { read: galleryOptions, help: galleryHelp },
  lab: { read: labOptions, help: labHelp },
  study: { read: studyOptions, help: studyHelp },
  "study:report": { read: studyReportOptions, help: studyReportHelp },
  npm: { read: npmOptions, help: npmHelp },
  docs: { read: docsOptions, help: docsHelp },
  release: {
    read: releaseOptions,
    help: releaseHelp,
    least: ["--dry-run"],
  },
  bench: { read: benchOptions, help: benchHelp },
  torture: { read: tortureOptions, help: tortureHelp },
};

/** Placeholders for a value of the reader's, each with a value to try. */
const placeholders: readonly (readonly [RegExp, string])[] = [
  [/^NAME=VALUE$/, "pairs=1000"],
  [/^ID$/, "mnist-shear"],
  [/^[NK]$/, "1"],
  [/^(PATH|DIR|FILE)$/, "x"],
];

/** The words of a command, with values in place of placeholders. */
export const wordsOf = (command: string): string[] =>
  command.replaceAll(/[[\]]/g, "").trim().split(/\s+/).map((word) =>
    placeholders.find(([form]) => form.test(word))?.[1] ?? word
  );

/**
 * The error of a task for arguments that it does not take; undefined if it takes them.
 */
export async function refusal(
  task: string,
  args: readonly string[],
): Promise<string | undefined> {
  const { read } = commandLines[task] ?? { read: noWords };
  try {
    await read(args);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function noWords(args: readonly string[]): void {
  if (args.length > 0) throw new Error(`it takes no options: ${args}`);
}

/** Whether the help of a task lists an option. */
export const lists = (task: string, option: string): boolean =>
  new RegExp(`^ +${option}(?![\\w-])`, "m").test(
    commandLines[task]?.help ?? "",
  );
