import { UserError } from "../runtime/errors.ts";
import { removeIfThere, writeWhole } from "../runtime/files.ts";
import { inTurn } from "../runtime/lock.ts";
import { readTextIfThere } from "../runtime/read_if_there.ts";
import { run } from "./programs.ts";
import {
  makeWithPython,
  makeWithUv,
  type PythonVersion,
} from "./python_install.ts";

/** Specification of a Python environment that belongs to this project. */
export interface EnvironmentPlan {
  /** Name of what it provides, for messages to the user. */
  readonly title: string;
  /** Oldest Python version that its packages support. */
  readonly oldest: PythonVersion;
  /** Folder of the environment, its lock file and whatever else belongs to it. */
  readonly folder: string;
  /** Path of a requirements file with every package pinned. */
  readonly requirements: string;
  /** Is called after the packages are installed. */
  readonly finish?: () => Promise<void>;
}

/** Path of the Python of an environment, which need not exist yet. */
export function pythonIn(folder: string): string {
  const windows = Deno.build.os === "windows";
  return `${folder}/python/${windows ? "Scripts/python.exe" : "bin/python"}`;
}

/**
 * Makes a private Python environment, unless it exists. It is made again if its
 * requirements, its location or its Python has changed, and if an earlier installation
 * was interrupted and so left no mark of completion. If two processes call this at the
 * same time, the second waits for the first.
 *
 * @param say Is called with one line before a long wait.
 * @returns Path of its Python. Run it with `-I`, which excludes the user's packages.
 * @throws UserError if there is no Python, or if an installation fails.
 */
export async function pythonEnvironment(
  plan: EnvironmentPlan,
  say: (line: string) => void,
): Promise<string> {
  await Deno.mkdir(plan.folder, { recursive: true });
  await inTurn(`${plan.folder}/lock`, async () => {
    if (!await isWhole(plan)) await make(plan, say);
  });
  return pythonIn(plan.folder);
}

/**
 * Whether an environment is complete and was made from the present requirements.
 *
 * @throws {UnreadableError} if its mark of completion exists and cannot be read. Such
 * an environment must not be replaced.
 */
export async function isWhole(plan: EnvironmentPlan): Promise<boolean> {
  const found = await readTextIfThere(markOf(plan));
  return found !== undefined && found === await wantedMark(plan);
}

const markOf = ({ folder }: EnvironmentPlan) => `${folder}/complete.json`;

/**
 * Content of the mark of completion: the environment's folder, Python and requirements.
 */
async function wantedMark(
  { folder, requirements }: EnvironmentPlan,
): Promise<string | undefined> {
  const answer = await run(pythonIn(folder), [
    "-I",
    "-c",
    "import sys;print(sys.version)",
  ]);
  if (answer?.code !== 0) return undefined;
  return JSON.stringify({
    folder,
    python: answer.stdout.trim(),
    requirements: await Deno.readTextFile(requirements),
  });
}

async function make(
  plan: EnvironmentPlan,
  say: (line: string) => void,
): Promise<void> {
  const { title, oldest, folder, requirements, finish } = plan;
  const name = folder.split(/[\\/]/).at(-1);
  say(`setting up ${title} in ${name}, once; this takes a minute`);
  await removeIfThere(markOf(plan));
  const places = {
    title,
    oldest,
    folder: `${folder}/python`,
    python: pythonIn(folder),
    requirements,
    cache: `${folder}/cache`,
  };
  await removeIfThere(places.folder);
  if (!await makeWithUv(places)) {
    await removeIfThere(places.folder);
    await makeWithPython(places);
  }
  await removeIfThere(places.cache);
  await finish?.();
  const mark = await wantedMark(plan);
  if (mark === undefined) {
    throw new UserError(
      `${places.python}: expected a Python that starts, found none`,
    );
  }
  await writeWhole(markOf(plan), mark);
}
