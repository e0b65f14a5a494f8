import { dirname, join } from "node:path/posix";
import { anchorsOf, type Document } from "./markdown.ts";
import { isComposed, type Known, occurs } from "./known.ts";

const EXTENSION =
  /\.(?:ts|js|py|ipynb|json|npy|npz|csv|md|html|yaml|txt|svg|bin|cff)$/;

/** Whether a text is a path with a slash, or the name of a file. */
export const isPath = (text: string): boolean =>
  /^[\w.@*/-]+$/.test(text) && /[\w*]/.test(text) &&
  (text.includes("/") || (EXTENSION.test(text) && !text.startsWith(".")));

/**
 * Lists the faults of a path. It must exist, relative to the root, to the text's folder
 * or to `lib/`; or be below a folder that git ignores; or, if it has no folder, be a
 * file that a program writes.
 */
export function pathFaults(
  text: string,
  document: Document,
  known: Known,
): string[] {
  const path = text.replace(/\/$/, "");
  const there = ["", dirname(document.path), "lib"]
    .some((folder) => known.paths.has(join(folder, path)));
  if (there || known.packages[text] !== undefined || isMade(path, known)) {
    return [];
  }
  if (isNamedInCode(path, known)) return [];
  return [`${text}: no such file, and no program writes one`];
}

/**
 * Whether a path is in a folder that a run or a set-up makes. A path in node_modules
 * must belong to a package that is used.
 */
function isMade(path: string, { made, packages }: Known): boolean {
  const [top, name] = path.split("/");
  if (top === "node_modules" && name !== undefined) return name in packages;
  return made.some((folder) =>
    path === folder || path.startsWith(`${folder}/`)
  );
}

/** Whether a file exists in some folder, or a program makes its name. */
function isNamedInCode(path: string, known: Known): boolean {
  if (path.includes("/")) return false;
  const files = [...known.paths].map((file) => file.split("/").at(-1));
  return named(path, known).some((name) =>
    files.includes(name) || occurs(name, known) || isComposed(name, known)
  );
}

/** The names that a pattern, `t_*.npy`, can stand for. */
function named(path: string, { code }: Known): string[] {
  const at = path.indexOf("*");
  if (at < 0) return [path];
  const [before, after] = [path.slice(0, at), path.slice(at + 1)];
  const words = new RegExp(`\\b${before}\\w+`, "g");
  return [...code.values()].flatMap((source) =>
    (source.match(words) ?? []).map((word) => `${word}${after}`)
  );
}

/** Lists the faults of all paths of the project in a text, in code or not. */
export function plainPathFaults(document: Document, known: Known): string[] {
  const form =
    /(?<![\w/.-])(?:lib|tests|bench|study|docs|notebooks|data|\.ci)\/[\w./-]*/g;
  return [...document.text.matchAll(form)]
    .map(([found]) => found.replace(/[./-]+$/, ""))
    .flatMap((path) => pathFaults(path, { ...document, path: "x" }, known));
}

/** Lists the faults of a link's target within the project. */
export function linkFaults(
  target: string,
  document: Document,
  others: readonly Document[],
  known: Known,
): string[] {
  if (/^https?:/.test(target)) return [];
  const [file, anchor] = target.split("#");
  const path = file === "" ? document.path : join(dirname(document.path), file);
  if (!known.paths.has(path)) return [`link to ${target}: no such file`];
  if (anchor === undefined) return [];
  const text = others.find((other) => other.path === path)?.text ?? "";
  return anchorsOf(text).includes(anchor)
    ? []
    : [`link to ${target}: no such heading`];
}
