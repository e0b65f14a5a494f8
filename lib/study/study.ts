import { load } from "js-yaml";
import { budgetNames } from "../experiments/budgets.ts";
import { catalogue } from "../experiments/catalogue.ts";
import { presetNames } from "../experiments/preset_names.ts";
import {
  isSameValue,
  type RunNames,
  usualValue,
} from "../experiments/usual_value.ts";
import { variationOf } from "../experiments/variations.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import { cellId, type CellVariation, type StudyCell } from "./cell.ts";

/** The content of a study's config file. */
export interface Study {
  /** Arguments that Deno is started with, before the options of a cell. */
  readonly command: readonly string[];
  /** Options of every cell. */
  readonly options: readonly string[];
  /** The cells, without duplicates, in the file's order. */
  readonly cells: readonly StudyCell[];
}

/** Largest number of seeds per condition; a larger number is taken as a typing error. */
const MOST_SEEDS = 10_000;

/**
 * Reads a study's config file.
 *
 * @throws UserError that names the file, the place, the expected and the found value.
 */
export async function readStudy(path: string): Promise<Study> {
  const text = await Deno.readTextFile(path).catch((error: Error) => {
    throw new UserError(
      `${path}: expected a study's config file, found: ${error.message}`,
    );
  });
  return parseStudy(text, path);
}

/**
 * Parses the text of a study's config file.
 *
 * @param path path of the file, for messages
 * @throws UserError that names the file, the place, the expected and the found value
 */
export function parseStudy(text: string, path: string): Study {
  const file = recordAt(yamlOf(text, path), { path, place: "" }, [
    "command",
    "options",
    "parts",
  ]);
  const parts = listAt(file.parts, { path, place: "parts" });
  const cells = parts.flatMap((part, i) =>
    cellsOf(part, { path, place: `parts, number ${i + 1}` })
  );
  return {
    command: textsAt(file.command ?? ["task", "reproduce"], {
      path,
      place: "command",
    }),
    options: textsAt(file.options ?? [], { path, place: "options" }),
    cells: [...new Map(cells.map((cell) => [cellId(cell), cell])).values()],
  };
}

function yamlOf(text: string, path: string): unknown {
  try {
    return load(text);
  } catch (error) {
    const [first] = (error as Error).message.split("\n");
    throw new UserError(`${path}: expected YAML, found: ${first}`);
  }
}

/** A file and a place in it, for messages. */
interface Place {
  readonly path: string;
  readonly place: string;
}

const PART_KEYS = [
  "name",
  "experiments",
  "presets",
  "budget",
  "seeds",
  "vary",
] as const;

/** Lists the cells of all combinations that a part of the file names. */
function cellsOf(part: unknown, at: Place): StudyCell[] {
  const { experiments, presets: named = ["stable"], budget, seeds, vary } =
    recordAt(part, at, PART_KEYS);
  const within = (key: string) => ({ ...at, place: `${at.place}, ${key}` });
  const size = choice(
    within("budget"),
    budgetNames,
    budget ?? "standard",
  );
  const ids = catalogue.map(({ id }) => id);
  return chosen(experiments, ids, within("experiments"))
    .flatMap((experiment) =>
      chosen(named, presetNames, within("presets"))
        .map((preset) => ({ experiment, preset, budget: size }))
    )
    .flatMap((run) =>
      variationsOf(vary, run, within("vary"))
        .map((variation) => ({ ...run, ...variation && { variation } }))
    )
    .flatMap((condition) =>
      seedsOf(seeds, within("seeds")).map((seed) => ({ ...condition, seed }))
    );
}

function chosen(value: unknown, all: readonly string[], at: Place): string[] {
  if (value === "all") return [...all];
  return textsAt(value, at).map((name) => choice(at, all, name));
}

function choice<T extends string>(
  { path, place }: Place,
  all: readonly T[],
  name: unknown,
): T {
  return oneOf(`${path}: ${place}`, all, name);
}

function seedsOf(value: unknown, at: Place): number[] {
  if (
    typeof value !== "number" || !Number.isInteger(value) || value < 1 ||
    value > MOST_SEEDS
  ) {
    throw wrong(at, `how many seeds, from 1 to ${MOST_SEEDS}`, value);
  }
  return Array.from({ length: value }, (_, seed) => seed);
}

/**
 * Lists the variations of a run. An entry is undefined if nothing is varied, or if the
 * value is the run's default.
 */
function variationsOf(
  value: unknown,
  run: RunNames,
  at: Place,
): (CellVariation | undefined)[] {
  if (value === undefined) return [undefined];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(at, "names, each with a list of values", value);
  }
  return Object.entries(value).flatMap(([name, values]) =>
    listAt(values, { ...at, place: `${at.place}, ${name}` }).map((value) => {
      const text = String(value);
      variationOf(name, text, `${at.path}: ${at.place}`);
      const usual = usualValue(name, run);
      return usual !== undefined && isSameValue(text, usual)
        ? undefined
        : { name, value: text };
    })
  );
}

function recordAt(
  value: unknown,
  at: Place,
  keys: readonly string[],
): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(at, `a mapping of ${keys.join(", ")}`, value);
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw wrong(at, `no keys but ${keys.join(", ")}`, unknown);
  }
  return value as Record<string, unknown>;
}

function listAt(value: unknown, at: Place): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw wrong(at, "a list of at least one entry", value);
}

function textsAt(value: unknown, at: Place): string[] {
  if (Array.isArray(value) && value.every((text) => typeof text === "string")) {
    return value;
  }
  throw wrong(at, "a list of words", value);
}

function wrong({ path, place }: Place, expected: string, found: unknown) {
  return new UserError(
    `${path}: ${place === "" ? "" : `${place}: `}expected ${expected}, found ${
      JSON.stringify(found) ?? "nothing"
    }`,
  );
}
