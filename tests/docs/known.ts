import config from "../../deno.json" with { type: "json" };
import { BOUNDS } from "#lib/detection/bounds.ts";
import { ablations } from "#lib/experiments/ablations.ts";
import { everything } from "#lib/experiments/plan.ts";
import { presetNames } from "#lib/experiments/preset_names.ts";
import { variations } from "#lib/experiments/variations.ts";
import { codeCells, readNotebooks } from "../notebooks.ts";
import { filesBelow, projectRoot } from "../project_files.ts";
import { codeOf } from "../source_code.ts";

/** Everything in the project that a text may name. */
export interface Known {
  /** Files and folders, from the root. */
  readonly paths: ReadonlySet<string>;
  /** Folders that git ignores: outputs of runs and set-ups. */
  readonly made: readonly string[];
  /** Programs by their paths, without comments. */
  readonly code: ReadonlyMap<string, string>;
  /** The commands of the tasks. */
  readonly tasks: Readonly<Record<string, string>>;
  /** Packages by their names, with their versions. */
  readonly packages: Readonly<Record<string, string>>;
  /**
   * Names of experiments, presets, ablations, variations, bounds, tasks and the import
   * map.
   */
  readonly names: ReadonlySet<string>;
  /** The values that `lib/mod.ts` exports. */
  readonly exported: ReadonlySet<string>;
  /** The values that each entry of the package exports, by the entry's specifier. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
}

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

export async function knownOfProject(): Promise<Known> {
  const files = await filesBelow("");
  const rules = (await read(".gitignore")).split("\n");
  const tasks = Object.entries(config.tasks)
    .map(([name, { command }]) => [name, command] as const);
  return {
    paths: new Set(files.flatMap(withFolders)),
    made: rules.filter((rule) => rule.endsWith("/"))
      .map((rule) => rule.slice(0, -1)),
    code: await programsOf(files),
    tasks: Object.fromEntries(tasks),
    packages: Object.fromEntries(
      Object.values(config.imports).flatMap((target) => {
        const [, name, version] = /^npm:(.+)@([\d.]+)$/.exec(target) ?? [];
        return name === undefined ? [] : [[name, version]];
      }),
    ),
    names: new Set([
      ...everything.map(({ id }) => id),
      ...presetNames,
      ...Object.keys(ablations),
      ...variations.map(({ name }) => name),
      ...Object.keys(BOUNDS),
      ...tasks.map(([name]) => name),
      ...Object.keys(config.imports),
      ...Object.keys(config.exports),
      config.name,
    ]),
    exported: new Set(Object.keys(await import("#lib/mod.ts"))),
    entries: await entriesOfPackage(),
  };
}

async function entriesOfPackage() {
  const entries = Object.entries(config.exports).map(
    async ([entry, path]) => {
      const module = await import(`${projectRoot}/${path}`);
      return [
        `${config.name}${entry.slice(1)}`,
        new Set(Object.keys(module)),
      ] as const;
    },
  );
  return new Map(await Promise.all(entries));
}

/** A file and the folders that contain it. */
const withFolders = (file: string): string[] =>
  file.split("/").map((_, i, parts) => parts.slice(0, i + 1).join("/"));

/**
 * The files in which words are looked up. The tests are left out: they name many wrong
 * things.
 */
const PROGRAMS =
  /^(?:(?:lib|bench|study|tests\/torture)\/.*\.(?:ts|py|yaml|txt)|study\/Snakefile|\.ci\/.*|Dockerfile|deno\.json|tests\/(?:assert|needs)\.ts)$/;

async function programsOf(
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const sources = await Promise.all(
    files.filter((path) => PROGRAMS.test(path)).map(async (path) => {
      const source = await read(path);
      return [path, path.endsWith(".ts") ? codeOf(source) : source] as const;
    }),
  );
  const cells = [...await readNotebooks()]
    .map(([path, notebook]) => [path, codeCells(notebook).join("\n")] as const);
  return new Map([...sources, ...cells]);
}

/** Whether a program contains a word on its own, not within another word. */
export function occurs(word: string, { code }: Known): boolean {
  const escaped = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const form = new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
  return [...code.values()].some((source) =>
    source.includes(word) && form.test(source)
  );
}

/** Shortest fixed part; a shorter one would match too much. */
const LEAST_FIXED = 4;

/**
 * Whether a program composes a text from a fixed part and a word: `${name}.npy` makes
 * t_true.npy, if t_true occurs.
 */
export function isComposed(text: string, known: Known): boolean {
  const form = /`([^`$\n]*)\$\{\w+\}([^`$\n]*)`/g;
  return [...known.code.values()].some((source) =>
    [...source.matchAll(form)].some(([, before, after]) => {
      const word = text.slice(before.length, text.length - after.length);
      return before.length + after.length >= LEAST_FIXED &&
        word !== "" && text === `${before}${word}${after}` &&
        occurs(word, known);
    })
  );
}
