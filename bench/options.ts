import { choiceOption, parseOptions, textOption } from "#lib/cli/arguments.ts";

/** The parts of the benchmark that can be timed alone. */
export const benchParts = [
  "all",
  "steps",
  "training",
  "registration",
  "constraint",
] as const;
export type BenchPart = typeof benchParts[number];

/** The options of `deno task bench`. */
export interface BenchOptions {
  readonly help: boolean;
  readonly json: boolean;
  /** The part that is timed. */
  readonly only: BenchPart;
  /** A Python with PyTorch, SciPy and OpenCV, if one was named. */
  readonly python: string | undefined;
  /** Few repeats, small batches, no whole experiment. */
  readonly quick: boolean;
}

export const benchHelp = `Usage: deno task bench [options]

Times this project beside PyTorch, SciPy and OpenCV, side by side in one run. Takes
25 minutes on two cores. The machine should be idle.

  --json           print one JSON object instead of tables
  --only PART      what to time: all (default), steps (training steps beside PyTorch's), training
                   (one whole training by this project and by PyTorch; not in all),
                   registration (this project's beside OpenCV's), or constraint
                   (lifted classifiers beside plain ones and PyTorch's)
  --python PATH    a Python with PyTorch, SciPy and OpenCV (default python3)
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
    only: { type: "string" },
    python: { type: "string" },
    quick: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  return {
    help: values.help === true,
    json: values.json === true,
    only: choiceOption(values, "only", benchParts, "all"),
    python: textOption(values, "python"),
    quick: values.quick === true,
  };
}
