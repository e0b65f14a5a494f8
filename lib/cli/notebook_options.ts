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

Opens the notebooks in a JupyterLab of the project's own, with the Deno that
runs this command as its kernel. The first time it sets that up, in .jupyter-env;
your own Jupyter, if you have one, stays as it is. Ctrl-C ends it.

A notebook's code runs with all permissions: so Deno's kernel is made.

  --no-browser      print the address, and open no browser
  --port N          the port to listen at (default: 8888, or the next free one)
  --set-up          only set up what is missing, and end
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
