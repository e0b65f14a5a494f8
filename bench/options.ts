import { parseOptions, textOption } from "#lib/cli/arguments.ts";

/** What `deno task bench` was asked to do. */
export interface BenchOptions {
  readonly help: boolean;
  readonly json: boolean;
  /** A Python with PyTorch and SciPy, if one was named. */
  readonly python: string | undefined;
  /** Few repeats, small batches, no whole experiment. */
  readonly quick: boolean;
}

export const benchHelp = `Usage: deno task bench [options]

Times this project beside PyTorch and SciPy, side by side in one run. Takes
20 minutes on two cores; the machine should have nothing else to do.

  --json           print one JSON object instead of tables
  --python PATH    a Python with PyTorch and SciPy (default python3)
  --quick          few repeats, small batches, and no whole experiment
  --help           this text`;

/**
 * Reads the command line of `deno task bench`.
 *
 * @throws UserError that names the option, what was expected and found.
 */
export function benchOptions(args: readonly string[]): BenchOptions {
  const values = parseOptions(args, {
    json: { type: "boolean" },
    python: { type: "string" },
    quick: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  return {
    help: values.help === true,
    json: values.json === true,
    python: textOption(values, "python"),
    quick: values.quick === true,
  };
}
