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

/** The path of the project's folder of notebooks. */
export const notebooksFolder = (): string => projectPath("notebooks");

/** Where the parts of an environment are. */
export interface NotebookEnvironment {
  /** Its Python, to be run with `-I`, which leaves the user's packages out. */
  readonly python: string;
  /** What keeps it apart from the user's own Jupyter. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The parts of the environment in a folder, whether they are there or not. */
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
 * The project's own JupyterLab with Deno's kernel, made at the first call, and
 * again where its requirements, its place or its Python changed.
 *
 * @param say Told when there is something to wait for.
 * @throws UserError where there is no Python, or an installation fails.
 */
export async function notebookEnvironment(
  say: (line: string) => void,
): Promise<NotebookEnvironment> {
  const plan = jupyterPlan();
  await pythonEnvironment(plan, say);
  await configure(plan.folder);
  return environmentIn(plan.folder);
}

/** The environment if it is there and whole; nothing is made. */
export async function existingEnvironment(): Promise<
  NotebookEnvironment | undefined
> {
  const plan = jupyterPlan();
  if (!await isWhole(plan)) return undefined;
  await configure(plan.folder);
  return environmentIn(plan.folder);
}

/** Fetches what the notebooks import, lest their first cell does in silence. */
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
 * Registers the Deno that runs this program as the kernel of the environment,
 * and of nothing else. Stop is a message: Deno knows no other, and its own
 * installer leaves that out. JupyterLab asks about no news.
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

/** Writes a file unless it already says the same. */
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
