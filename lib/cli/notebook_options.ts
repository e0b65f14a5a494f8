import { integerOption, parseOptions } from "./arguments.ts";

/** Options of `deno task notebook`. */
export interface NotebookOptions {
  readonly help: boolean;
  /** Whether only to make the environment. */
  readonly setUp: boolean;
  readonly browser: boolean;
  readonly port: number | undefined;
}

export const notebookHelp = `Usage: deno task notebook [options]

Opens the notebooks in JupyterLab, with the Deno that runs this command as the
kernel. The first start installs JupyterLab into .jupyter-env; a Jupyter that you
have is not changed. Ctrl-C ends it.

Deno's kernel runs a notebook's code with all permissions.

  --no-browser      print the address, and open no browser
  --port N          the port to listen at (default: 8888, or the next free one)
  --set-up          only install what is missing, and exit
  --help            this text`;

const LARGEST_PORT = 65535;

/**
 * Reads the command line of `deno task notebook`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function notebookOptions(args: readonly string[]): NotebookOptions {
  const values = parseOptions(args, {
    "no-browser": { type: "boolean" },
    "set-up": { type: "boolean" },
    port: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  return {
    help: values.help === true,
    setUp: values["set-up"] === true,
    browser: values["no-browser"] !== true,
    port: values.port === undefined
      ? undefined
      : integerOption(values, "port", 1, 1, LARGEST_PORT),
  };
}
