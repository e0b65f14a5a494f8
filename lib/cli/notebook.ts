import { main } from "./main.ts";
import {
  type NotebookEnvironment,
  notebookEnvironment,
  notebooksFolder,
} from "./notebook_environment.ts";
import {
  notebookHelp,
  type NotebookOptions,
  notebookOptions,
} from "./notebook_options.ts";
import { serverArguments } from "./notebook_server.ts";

async function notebook(args: readonly string[]): Promise<number> {
  const options = notebookOptions(args);
  if (options.help) {
    console.log(notebookHelp);
    return 0;
  }
  const environment = await notebookEnvironment(console.log);
  if (options.setUp) return 0;
  return await serve(environment, options);
}

/** Runs JupyterLab until it ends by itself or by Ctrl-C. */
async function serve(
  environment: NotebookEnvironment,
  options: NotebookOptions,
): Promise<number> {
  console.log("JupyterLab: Ctrl-C ends it");
  const server = new Deno.Command(environment.python, {
    args: serverArguments({ ...options, folder: notebooksFolder() }),
    env: environment.variables,
    cwd: notebooksFolder(),
    stdin: "null",
  }).spawn();
  let stopping = false;
  const stop = () => {
    if (!stopping) server.kill("SIGTERM");
    stopping = true;
  };
  for (const signal of stopSignals) Deno.addSignalListener(signal, stop);
  const { code } = await server.status;
  return stopping ? 0 : code;
}

const stopSignals: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

if (import.meta.main) await main(notebook);
