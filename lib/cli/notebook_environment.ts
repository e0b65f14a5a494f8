import { fileURLToPath } from "node:url";
import { UserError } from "../runtime/errors.ts";
import { removeIfThere, writeWhole } from "../runtime/files.ts";
import { type Ended, lastLine, run } from "./notebook_programs.ts";
import { makeWithPython, makeWithUv } from "./notebook_python.ts";

const here = (path: string): string =>
  fileURLToPath(new URL(path, import.meta.url)).replace(/[\\/]$/, "");

/** The project's folder of notebooks. */
export const notebooksFolder: string = here("../../notebooks");

const FOLDER = here("../../.jupyter-env");
const REQUIREMENTS = here("notebook_requirements.txt");

/** Where the parts of an environment are. */
export interface NotebookEnvironment {
  /** Its Python, to be run with `-I`, which leaves the user's packages out. */
  readonly python: string;
  /** What keeps it apart from the user's own Jupyter. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The parts of the environment in a folder, whether they are there or not. */
export function environmentIn(folder: string): NotebookEnvironment {
  const windows = Deno.build.os === "windows";
  return {
    python: `${folder}/python/${windows ? "Scripts/python.exe" : "bin/python"}`,
    variables: {
      JUPYTER_CONFIG_DIR: `${folder}/config`,
      JUPYTER_DATA_DIR: `${folder}/data`,
      JUPYTER_RUNTIME_DIR: `${folder}/runtime`,
      JUPYTERLAB_DIR: `${folder}/python/share/jupyter/lab`,
      JUPYTERLAB_SETTINGS_DIR: `${folder}/config/lab/user-settings`,
      JUPYTERLAB_WORKSPACES_DIR: `${folder}/config/lab/workspaces`,
      IPYTHONDIR: `${folder}/ipython`,
      JUPYTER_PATH: "",
      JUPYTER_CONFIG_PATH: "",
      JUPYTER_PREFER_ENV_PATH: "1",
      JUPYTER_PLATFORM_DIRS: "1",
    },
  };
}

/**
 * The project's own JupyterLab with Deno's kernel, made at the first call, and
 * again where its requirements, its place or its Python changed. One that was
 * interrupted half-way has no mark of completion and is made anew.
 *
 * @param say Told when there is something to wait for.
 * @throws UserError where there is no Python, or an installation fails.
 */
export async function notebookEnvironment(
  say: (line: string) => void,
): Promise<NotebookEnvironment> {
  const environment = environmentIn(FOLDER);
  await Deno.mkdir(FOLDER, { recursive: true });
  // Two commands at the same time: the second waits for the first.
  const lock = await Deno.open(`${FOLDER}/lock`, { write: true, create: true });
  try {
    await lock.lock(true);
    if (!await isWhole(environment)) await make(environment, say);
    await configure();
  } finally {
    lock.close();
  }
  return environment;
}

/** The environment if it is there and whole; nothing is made. */
export async function existingEnvironment(): Promise<
  NotebookEnvironment | undefined
> {
  const environment = environmentIn(FOLDER);
  if (!await isWhole(environment)) return undefined;
  await configure();
  return environment;
}

const MARK = `${FOLDER}/complete.json`;

/** What an environment was made from. */
async function wantedMark(python: string): Promise<string | undefined> {
  const answer = await run(python, [
    "-I",
    "-c",
    "import sys;print(sys.version)",
  ]);
  if (answer?.code !== 0) return undefined;
  const requirements = await Deno.readTextFile(REQUIREMENTS);
  return JSON.stringify({
    folder: FOLDER,
    python: answer.stdout.trim(),
    requirements,
  });
}

async function isWhole({ python }: NotebookEnvironment): Promise<boolean> {
  const found = await Deno.readTextFile(MARK).catch(() => undefined);
  return found !== undefined && found === await wantedMark(python);
}

async function make(
  { python }: NotebookEnvironment,
  say: (line: string) => void,
): Promise<void> {
  say("setting up JupyterLab in .jupyter-env, once; this takes a minute");
  await removeIfThere(MARK);
  const places = {
    folder: `${FOLDER}/python`,
    python,
    requirements: REQUIREMENTS,
    cache: `${FOLDER}/cache`,
  };
  await removeIfThere(places.folder);
  if (!await makeWithUv(places)) {
    await removeIfThere(places.folder);
    await makeWithPython(places);
  }
  await removeIfThere(places.cache);
  await cacheLibrary();
  const mark = await wantedMark(python);
  if (mark === undefined) {
    throw new UserError(`${python}: expected a Python that starts, found none`);
  }
  await writeWhole(MARK, mark);
}

/** Fetches what the notebooks import, lest their first cell does in silence. */
async function cacheLibrary(): Promise<void> {
  const ended = await run(Deno.execPath(), [
    "cache",
    "--quiet",
    here("../mod.ts"),
  ]);
  if (ended?.code !== 0) throw setUpError("deno cache", ended);
}

/** One line of what went wrong. */
function setUpError(what: string, ended: Ended | undefined): UserError {
  return new UserError(
    `${what}: expected it to succeed, found: ${lastLine(ended)}`,
  );
}

/**
 * Registers the Deno that runs this program as the kernel of the environment,
 * and of nothing else. Stop is a message: Deno knows no other, and its own
 * installer leaves that out. JupyterLab asks about no news.
 */
async function configure(): Promise<void> {
  const share = `${FOLDER}/python/share/jupyter`;
  await writeJson(`${share}/kernels/deno`, "kernel.json", {
    argv: [
      Deno.execPath(),
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ],
    display_name: "Deno",
    language: "typescript",
    interrupt_mode: "message",
  });
  await writeJson(`${share}/lab/settings`, "overrides.json", {
    "@jupyterlab/apputils-extension:notification": {
      checkForUpdates: false,
      doNotDisturbMode: true,
      fetchNews: "false",
    },
  });
}

/** Writes a file unless it already says the same. */
async function writeJson(
  folder: string,
  name: string,
  content: unknown,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const path = `${folder}/${name}`;
  const found = await Deno.readTextFile(path).catch(() => "");
  if (found !== text) await writeWhole(path, text);
}
