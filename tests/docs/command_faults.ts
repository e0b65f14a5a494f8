import { commandLines, lists, refusal, wordsOf } from "./command_lines.ts";
import { type Known, occurs } from "./known.ts";

/** Deno's own subcommands that the texts use, besides `task`, `run` and `test`. */
const SUBCOMMANDS = ["fmt", "lint", "check", "install", "jupyter", "publish"];

const FLAG =
  /^(?:--allow-(?:read|write|run|ffi|env|sys)(?:=.+)?|--no-prompt|-A)$/;

/** Whether a text is a command that starts this project. */
export const isCommand = (text: string): boolean =>
  /^(?:[A-Z_]+=\S+ )*(?:npx --yes deno@|deno |bash |python3? )/.test(text);

/** Lists the faults of a command, which may end with a comment. */
export async function commandFaults(
  line: string,
  known: Known,
): Promise<string[]> {
  const commands = line.replace(/\s#.*$/, "").split("&&");
  const faults = await Promise.all(
    commands.map((command) => faultsOf(wordsOf(command), known)),
  );
  return faults.flat().map((fault) => `${line.trim()}: ${fault}`);
}

async function faultsOf(
  words: readonly string[],
  known: Known,
): Promise<string[]> {
  const [first, ...rest] = words;
  if (/^[A-Z_]+=/.test(first)) {
    const [variable] = first.split("=");
    const unknown = occurs(variable, known) ? [] : [`no variable ${variable}`];
    return [...unknown, ...await faultsOf(rest, known)];
  }
  if (first === "npx") return npxFaults(rest, known);
  if (first === "deno") return await denoFaults(rest, known);
  return fileFaults(rest.slice(0, 1), known);
}

/** Lists the faults of `--yes deno@VERSION WORDS`; the version must be CI's. */
async function npxFaults(
  [, deno, ...rest]: readonly string[],
  known: Known,
): Promise<string[]> {
  const pinned = known.code.get(".ci/run")?.includes(`${deno} `) ?? false;
  return [
    ...pinned ? [] : [`${deno} is not what .ci/run uses`],
    ...await denoFaults(rest, known),
  ];
}

async function denoFaults(
  [subcommand, ...args]: readonly string[],
  known: Known,
): Promise<string[]> {
  if (subcommand === "task") return await taskFaults(args, known);
  if (subcommand === "run") return await runFaults(args, known);
  if (subcommand === "test") {
    return fileFaults(args.filter((word) => !word.startsWith("-")), known);
  }
  return SUBCOMMANDS.includes(subcommand) ? [] : [`no deno ${subcommand}`];
}

async function taskFaults(
  [task, ...args]: readonly string[],
  { tasks }: Known,
): Promise<string[]> {
  if (!(task in tasks)) return [`no task ${task}`];
  // A task's name alone is no whole command.
  const refused = args.length === 0 ? undefined : await refusal(task, args);
  return refused === undefined ? [] : [refused];
}

async function runFaults(
  words: readonly string[],
  known: Known,
): Promise<string[]> {
  const at = words.findIndex((word) => !word.startsWith("-"));
  const script = words[at];
  const flags = words.slice(0, at);
  const args = words.slice(at + 1);
  const preloads = flags.filter((flag) => flag.startsWith("--preload="));
  const unknown = flags.filter((flag) =>
    !preloads.includes(flag) && !FLAG.test(flag)
  );
  const task = Object.keys(known.tasks).find((name) =>
    known.tasks[name].endsWith(` ${script}`)
  );
  const refused = task === undefined ? undefined : await refusal(task, args);
  return [
    ...unknown.map((flag) => `no flag ${flag}`),
    ...fileFaults([script, ...preloads.map((flag) => flag.slice(10))], known),
    ...refused === undefined ? [] : [refused],
  ];
}

const fileFaults = (files: readonly string[], { paths }: Known): string[] =>
  files.filter((file) => !paths.has(file)).map((file) => `no file ${file}`);

/**
 * Lists the faults of an option that stands alone, `--threads N`: one of the tasks has
 * to take it, or it is a flag of Deno's that a task has.
 */
export async function optionFaults(
  text: string,
  tasks: readonly string[],
  known: Known,
): Promise<string[]> {
  const [option, ...value] = wordsOf(text);
  const flags = Object.values(known.tasks).flatMap((task) => task.split(" "));
  if (flags.some((flag) => flag.split("=")[0] === option)) return [];
  const takers = tasks.filter((task) => lists(task, option));
  if (takers.length === 0) {
    return [`${text}: not an option of ${tasks.join(", ")}`];
  }
  if (value.length === 0) return [];
  const refused = await Promise.all(
    takers.map((task) =>
      refusal(task, [...commandLines[task].least ?? [], option, ...value])
    ),
  );
  return refused.includes(undefined) ? [] : [`${text}: ${refused[0]}`];
}
