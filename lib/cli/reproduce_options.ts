import { type BudgetName, budgetNames } from "../experiments/budgets.ts";
import { everything } from "../experiments/plan.ts";
import type { Listed } from "../experiments/planned.ts";
import type { MethodName } from "../experiments/methods.ts";
import { presetNames } from "../experiments/preset_names.ts";
import type { PresetName } from "../experiments/run_spec.ts";
import {
  type Applied,
  variationOf,
  variations,
} from "../experiments/variations.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import { backendChoices } from "../runtime/runtime.ts";
import {
  choiceOption,
  integerOption,
  parseOptions,
  textOption,
  type Values,
} from "./arguments.ts";
import {
  type RuntimeChoice,
  runtimeChoice,
  runtimeFlags,
} from "./runtime_options.ts";

/** Options of `deno task reproduce`. */
export interface ReproduceOptions extends RuntimeChoice {
  readonly help: boolean;
  readonly list: boolean;
  readonly chosen: readonly Listed[];
  readonly seeds: readonly number[];
  readonly budget: BudgetName;
  readonly presets: readonly (PresetName | MethodName)[];
  readonly variation: Applied | undefined;
  /** Path of a folder with CIFAR-10's binary batches. */
  readonly cifar: string | undefined;
  readonly out: string;
  readonly fresh: boolean;
  /** Number of runs at the same time; undefined to choose it by cores and memory. */
  readonly jobs: number | undefined;
}

/** Joins names with commas, wrapped to the width of an option's help text. */
const listed = (names: readonly string[]): string =>
  names.reduce((text, name) => {
    const line = text.length - text.lastIndexOf("\n") + name.length;
    return `${text},${line > 60 ? `\n${" ".repeat(20)}` : " "}${name}`;
  });

export const reproduceHelp = `Usage: deno task reproduce [options]

Finds the generator and the distribution of its parameter in every experiment,
and writes numbers, figures and models.

  --only ID,ID      run these experiments only (see --list)
  --all             run all experiments, also those beyond the paper
  --list            print the experiments as JSON, and exit
  --seed N          the seed of all random numbers (default 0)
  --seeds K         K runs per experiment, with the seeds 0 to K - 1
  --budget NAME     ${budgetNames.join(", ")} (default standard)
  --preset NAME,NAME  training methods, from
                    ${listed(presetNames)}
                    (default stable)
  --vary NAME=VALUE change one setting from its default; NAME is one of
                    ${listed(variations.map(({ name }) => name))}
  --backend NAME    ${backendChoices.join(", ")} (default auto)
  --blas PATH       the BLAS library to use
  --threads N       threads of the WebAssembly products (default: one per core)
  --jobs N          runs at the same time, each in its own process (default: as
                    many as the cores and the free memory allow)
  --cifar PATH      the folder with CIFAR-10's binary batches, as unpacked from
                    cifar-10-binary.tar.gz (default: the first experiment that
                    needs them downloads them, 139 MB, into data/cache)
  --out DIR         where to write (default results)
  --fresh           start again, without the checkpoints of earlier runs
  --help            this text`;

/**
 * Reads the command line of `deno task reproduce`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function reproduceOptions(args: readonly string[]): ReproduceOptions {
  const values = parseOptions(args, {
    only: { type: "string" },
    all: { type: "boolean" },
    list: { type: "boolean" },
    seed: { type: "string" },
    seeds: { type: "string" },
    budget: { type: "string" },
    preset: { type: "string" },
    vary: { type: "string" },
    ...runtimeFlags,
    cifar: { type: "string" },
    out: { type: "string" },
    jobs: { type: "string" },
    fresh: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  return {
    help: values.help === true,
    list: values.list === true,
    chosen: chosenWork(values),
    seeds: chosenSeeds(values),
    budget: choiceOption(values, "budget", budgetNames, "standard"),
    presets: chosenPresets(values),
    variation: chosenVariation(values),
    ...runtimeChoice(values),
    cifar: textOption(values, "cifar"),
    out: textOption(values, "out") ?? "results",
    fresh: values.fresh === true,
    jobs: values.jobs === undefined
      ? undefined
      : integerOption(values, "jobs", 1, 1, MOST_JOBS),
  };
}

function chosenWork(values: Values): readonly Listed[] {
  const only = textOption(values, "only");
  if (only !== undefined && values.all === true) {
    throw new UserError("--only and --all: expected one of them, found both");
  }
  if (only !== undefined) {
    return partsOf(only).map((id) =>
      oneOf("--only", everything, id, (listed) => listed.id)
    );
  }
  return values.all === true
    ? everything
    : everything.filter(({ figure }) => figure !== "");
}

function chosenPresets(
  values: Values,
): readonly (PresetName | MethodName)[] {
  return partsOf(textOption(values, "preset") ?? "stable")
    .map((name) => oneOf("--preset", presetNames, name));
}

function chosenVariation(values: Values): Applied | undefined {
  const text = textOption(values, "vary");
  if (text === undefined) return undefined;
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined) return variationOf(name, value);
  throw new UserError(
    `--vary: expected NAME=VALUE, found ${JSON.stringify(text)}`,
  );
}

/** Splits a list at its commas, without repetitions. */
const partsOf = (list: string): string[] => [
  ...new Set(list.split(",").map((part) => part.trim())),
];

/** Largest number of processes, more than any machine has cores for. */
const MOST_JOBS = 1024;

/** Largest number of seeds per experiment, more than anybody waits for. */
const MOST_SEEDS = 10_000;

function chosenSeeds(values: Values): readonly number[] {
  if (values.seed !== undefined && values.seeds !== undefined) {
    throw new UserError("--seed and --seeds: expected one of them, found both");
  }
  if (values.seeds === undefined) return [integerOption(values, "seed", 0, 0)];
  const count = integerOption(values, "seeds", 1, 1, MOST_SEEDS);
  return Array.from({ length: count }, (_, seed) => seed);
}
