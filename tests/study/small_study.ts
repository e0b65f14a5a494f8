import config from "../../deno.json" with { type: "json" };
import { type Ended, runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";

/** A study whose cells run a stub in place of a training. */
export interface SmallStudy {
  readonly seeds: number;
  /** The seed that fails. */
  readonly fails?: number;
  /** The seed whose process is killed. */
  readonly killed?: number;
  /** Seconds that each cell takes. */
  readonly waits?: number;
  /** Further lines of the study's only part. */
  readonly more?: string;
}

/**
 * Writes the config file of a small study, whose cells note when they begin and end.
 */
export async function writeSmallStudy(
  folder: string,
  { seeds, fails, killed, waits, more = "" }: SmallStudy,
): Promise<string> {
  const path = `${folder}/config.yaml`;
  const options = [
    ...["--tally", `${folder}/tally`],
    ...fails === undefined ? [] : ["--fails", String(fails)],
    ...killed === undefined ? [] : ["--killed", String(killed)],
    ...waits === undefined ? [] : ["--waits", String(waits)],
  ];
  const stub = `${projectRoot}/tests/study/stub_cell.ts`;
  await Deno.writeTextFile(
    path,
    `command: ${JSON.stringify(["run", "--no-check", "-A", stub])}
options: ${JSON.stringify(options)}
parts:
  - experiments: [mnist-shear]
    budget: quick
    seeds: ${seeds}
${more}`,
  );
  return path;
}

const argumentsOf = (task: "study" | "study:report"): string[] =>
  config.tasks[task].command.split(" ").slice(1);

/** Deno's arguments for `deno task study`. */
export function studyArguments(
  config: string,
  out: string,
  ...more: readonly string[]
): string[] {
  return [...argumentsOf("study"), "--config", config, "--out", out, ...more];
}

/** Runs `deno task study` to its end. */
export function runStudy(
  config: string,
  out: string,
  ...more: readonly string[]
): Promise<Ended> {
  return runProgram(Deno.execPath(), studyArguments(config, out, ...more));
}

/** Runs `deno task study:report`. */
export function runReport(...options: readonly string[]): Promise<Ended> {
  return runProgram(Deno.execPath(), [
    ...argumentsOf("study:report"),
    ...options,
  ]);
}

/** How often each cell of a small study began, and how often it ended. */
export async function tallyOf(
  folder: string,
): Promise<Record<"begins" | "ends", Record<string, number>>> {
  const text = await Deno.readTextFile(`${folder}/tally`).catch(() => "");
  const lines = text.split("\n").filter((line) => line !== "")
    .map((line) => line.split(" "));
  const counts = (what: string) =>
    Object.fromEntries(
      [...Map.groupBy(lines.filter(([word]) => word === what), ([, c]) => c)]
        .map(([cell, all]) => [cell, all.length]),
    );
  return { begins: counts("begins"), ends: counts("ends") };
}

/** The tally of a small study each of whose cells was counted so often. */
export function each(seeds: number, times: number): Record<string, number> {
  return Object.fromEntries(
    Array.from(
      { length: seeds },
      (_, seed) => [`mnist-shear/stable/quick/${seed}`, times],
    ),
  );
}
