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

/** Runs JupyterLab until it ends by itself, or Ctrl-C ends it. */
async function serve(
  environment: NotebookEnvironment,
  options: NotebookOptions,
): Promise<number> {
  const server = new Deno.Command(environment.python, {
    args: serverArguments(options),
    env: environment.variables,
    cwd: notebooksFolder,
    stdin: "null",
  }).spawn();
  let stopping = false;
  const stop = () => {
    if (!stopping) server.kill("SIGTERM");
    stopping = true;
  };
  for (const signal of stopSignals) Deno.addSignalListener(signal, stop);
  const ended = server.status.then(({ code }) => code);
  const address = await Promise.race([ended, addressOf(server, environment)]);
  if (typeof address === "string") {
    console.log(`JupyterLab: ${address}\nCtrl-C ends it`);
  }
  const code = await ended;
  return stopping ? 0 : code;
}

const stopSignals: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

function serverArguments({ browser, port }: NotebookOptions): string[] {
  const settings: Record<string, string | number> = {
    "ServerApp.root_dir": notebooksFolder,
    "ServerApp.open_browser": browser ? "True" : "False",
    "ServerApp.answer_yes": "True",
    // It listens at this machine's own address, and asks for a token.
    "ServerApp.allow_root": "True",
    "ServerApp.log_level": "WARN",
    "KernelSpecManager.allowed_kernelspecs": "deno",
    "KernelSpecManager.ensure_native_kernel": "False",
    // No question about news, no look for updates.
    "LabApp.news_url": "None",
    "LabApp.check_for_updates_class":
      "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ...port === undefined ? {} : {
      "ServerApp.port": port,
      "ServerApp.port_retries": 0,
    },
  };
  return [
    "-I",
    "-m",
    "jupyterlab",
    ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
  ];
}

/** The address that a server notes down once it listens. */
async function addressOf(
  { pid }: Deno.ChildProcess,
  { runtime }: NotebookEnvironment,
): Promise<string> {
  while (true) {
    const text = await Deno.readTextFile(`${runtime}/jpserver-${pid}.json`)
      .catch(() => "");
    try {
      const { url, token } = JSON.parse(text);
      return `${url}lab?token=${token}`;
    } catch {
      // Not there yet, or not yet written to its end.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

if (import.meta.main) await main(notebook);
