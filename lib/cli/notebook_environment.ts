import { UserError } from "../runtime/errors.ts";
import { writeWhole } from "../runtime/files.ts";
import { readTextIfThere } from "../runtime/read_if_there.ts";
import { lastLine, run } from "./programs.ts";
import { projectPath } from "./project_path.ts";
import {
  type EnvironmentPlan,
  isWhole,
  pythonEnvironment,
  pythonIn,
} from "./python_environment.ts";

/** Path of the project's folder of notebooks. */
export const notebooksFolder = (): string => projectPath("notebooks");

/** The parts of a notebook environment that a caller starts. */
export interface NotebookEnvironment {
  /**
   * Path of the environment's Python. Run it with `-I`, which excludes the user's
   * packages.
   */
  readonly python: string;
  /** Environment variables that separate it from the user's own Jupyter. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Describes the environment in a folder, which need not exist yet. */
export function environmentIn(folder: string): NotebookEnvironment {
  return {
    python: pythonIn(folder),
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

const jupyterPlan = (): EnvironmentPlan => ({
  title: "JupyterLab",
  oldest: [3, 10],
  folder: projectPath(".jupyter-env"),
  requirements: projectPath("lib/cli/notebook_requirements.txt"),
  finish: cacheLibrary,
});

/**
 * Makes the project's own JupyterLab with Deno's kernel, unless it exists. It is made
 * again if its requirements, its location or its Python has changed.
 *
 * @param say Is called with one line before a long wait.
 * @throws UserError if there is no Python, or if an installation fails.
 */
export async function notebookEnvironment(
  say: (line: string) => void,
): Promise<NotebookEnvironment> {
  const plan = jupyterPlan();
  await pythonEnvironment(plan, say);
  await configure(plan.folder);
  return environmentIn(plan.folder);
}

/**
 * Returns the environment if it is complete, and undefined otherwise; it installs
 * nothing.
 */
export async function existingEnvironment(): Promise<
  NotebookEnvironment | undefined
> {
  const plan = jupyterPlan();
  if (!await isWhole(plan)) return undefined;
  await configure(plan.folder);
  return environmentIn(plan.folder);
}

/**
 * Fetches what the notebooks import. Otherwise their first cell would do so, without a
 * message.
 */
async function cacheLibrary(): Promise<void> {
  const ended = await run(Deno.execPath(), [
    "cache",
    "--quiet",
    projectPath("lib/mod.ts"),
  ]);
  if (ended?.code === 0) return;
  throw new UserError(
    `deno cache: expected it to succeed, found: ${lastLine(ended)}`,
  );
}

/**
 * Registers the Deno that runs this program as the environment's only kernel, and turns
 * JupyterLab's news and update checks off. The interrupt mode has to be "message", the
 * only one that Deno supports; Deno's own installer omits it.
 */
async function configure(folder: string): Promise<void> {
  const share = `${folder}/python/share/jupyter`;
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

/** Writes a file as JSON, unless it has this content already. */
async function writeJson(
  folder: string,
  name: string,
  content: unknown,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const path = `${folder}/${name}`;
  const found = await readTextIfThere(path);
  if (found !== text) await writeWhole(path, text);
}
