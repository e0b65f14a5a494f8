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

/** A Python environment of the project's own. */
export interface EnvironmentPlan {
  /** What it is for, as the user knows it. */
  readonly title: string;
  /** The oldest Python that its packages work with. */
  readonly oldest: PythonVersion;
  /** Holds all of it, and what else belongs to it. */
  readonly folder: string;
  /** A requirements file with every package pinned. */
  readonly requirements: string;
  /** Done once its packages are there. */
  readonly finish?: () => Promise<void>;
}

/** The Python of an environment, whether it is there or not. */
export function pythonIn(folder: string): string {
  const windows = Deno.build.os === "windows";
  return `${folder}/python/${windows ? "Scripts/python.exe" : "bin/python"}`;
}

/**
 * A private Python environment, made at the first call, and again where its
 * requirements, its place or its Python changed. One that was interrupted
 * half-way has no mark of completion and is made anew. Of two calls at the same
 * time the second waits for the first.
 *
 * @param say Told when there is something to wait for.
 * @returns Its Python, to be run with `-I`, which leaves the user's packages out.
 * @throws UserError where there is no Python, or an installation fails.
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
 * Whether an environment is there and was made from these requirements.
 *
 * @throws {UnreadableError} if its mark cannot be read: what cannot be read must
 * not be removed and made anew
 */
export async function isWhole(plan: EnvironmentPlan): Promise<boolean> {
  const found = await readTextIfThere(markOf(plan));
  return found !== undefined && found === await wantedMark(plan);
}

const markOf = ({ folder }: EnvironmentPlan) => `${folder}/complete.json`;

/** What an environment was made from. */
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
