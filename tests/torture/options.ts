import {
  choiceOption,
  integerOption,
  parseOptions,
} from "#lib/cli/arguments.ts";

const victims = ["small", "quick"] as const;

/** How often `deno task torture` tries each kind of damage, and which run it kills. */
export interface TortureOptions {
  readonly kills: number;
  readonly corruptions: number;
  readonly fuzz: number;
  readonly starts: number;
  readonly run: typeof victims[number];
  readonly seed: number;
}

export const tortureHelp = `Usage: deno task torture [options]

Kills runs, damages files, passes invalid input, and starts many runs at once.
Prints how often each was tried, and what was lost. Exits with 1 if anything was
lost.

  --kills N         kills of running trainings, at random moments (default 50)
  --run NAME        the run to kill: small (small images, seconds per run) or
                    quick (the budget quick, a minute per run) (default small)
  --corruptions N   damaged checkpoints, caches and data files, in all
                    (default 200)
  --fuzz N          invalid inputs of all kinds, in all (default 500)
  --starts N        rounds of 20 simultaneous starts (default 20)
  --seed N          the seed of all random choices (default 0)
  --help            this text`;

/**
 * Reads the command line of `deno task torture`.
 *
 * @returns undefined if help is asked for.
 * @throws UserError that names the option, what was expected and found.
 */
export function tortureOptions(
  args: readonly string[],
): TortureOptions | undefined {
  const text = { type: "string" } as const;
  const values = parseOptions(args, {
    ...{ kills: text, run: text, corruptions: text, fuzz: text },
    ...{ starts: text, seed: text },
    help: { type: "boolean", short: "h" },
  });
  if (values.help === true) return undefined;
  const number = (name: string, absent: number) =>
    integerOption(values, name, 0, absent);
  return {
    kills: number("kills", 50),
    corruptions: number("corruptions", 200),
    fuzz: number("fuzz", 500),
    starts: number("starts", 20),
    run: choiceOption(values, "run", victims, "small"),
    seed: number("seed", 0),
  };
}
