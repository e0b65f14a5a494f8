import { pathToFileURL } from "node:url";
import { checkBasis } from "../detection/check_basis.ts";
import { readBasis } from "../detection/read_basis.ts";
import {
  affine,
  type Basis,
  type BasisTerm,
  cubic,
  functionBasis,
  quadratic,
} from "../lie/basis.ts";
import { UserError } from "../runtime/errors.ts";

/** Bases that have a name. */
export const knownBases = [affine, quadratic, cubic];

/**
 * The basis of a name, or of a file: JSON with monomials, or a module (.ts or
 * .js) whose default export is a basis, that is `{ name, terms }`, or its terms,
 * each `{ component, label, value }` with `value(x, y)` in half-frames.
 *
 * @throws UserError that names the file, what was expected and found.
 */
export async function basisOption(text: string): Promise<Basis> {
  const known = knownBases.find(({ name }) => name === text);
  if (known !== undefined) return known;
  if (!/\.(json|[mc]?[jt]s)$/.test(text)) {
    const names = knownBases.map(({ name }) => name).join(", ");
    throw new UserError(
      `--basis: expected one of ${names}, or a .json, .ts or .js file, found ${
        JSON.stringify(text)
      }`,
    );
  }
  const basis = text.endsWith(".json")
    ? readBasis(await textOf(text), text)
    : basisOf(await defaultOf(text), text);
  return checkBasis(basis, text);
}

async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function defaultOf(path: string): Promise<unknown> {
  try {
    const url = pathToFileURL(await Deno.realPath(path)).href;
    return (await import(url)).default;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): UserError {
  // A module can throw anything.
  const said = error instanceof Error ? error.message : String(error);
  const [line] = said.split("\n");
  return new UserError(
    `${path}: expected a file with a basis, found: ${line}`,
    { cause: error },
  );
}

function basisOf(found: unknown, path: string): Basis {
  const { name = path, terms = found } = (found ?? {}) as {
    readonly name?: unknown;
    readonly terms?: unknown;
  };
  if (!Array.isArray(terms) || terms.length === 0) {
    throw new UserError(
      `${path}: expected a basis as default export, { name, terms }, found ${
        found === undefined ? "none" : found === null ? "null" : typeof found
      }`,
    );
  }
  terms.forEach((term, i) => checkTerm(term, `${path}: term ${i}`));
  try {
    return functionBasis(String(name), terms);
  } catch (error) {
    throw new UserError(`${path}: ${(error as Error).message}`);
  }
}

function checkTerm(term: Partial<BasisTerm> | null, name: string): void {
  const { component, label, value } = term ?? {};
  const whole = (component === "x" || component === "y") &&
    typeof label === "string" && typeof value === "function";
  if (!whole) {
    throw new UserError(
      `${name}: expected { component: "x" or "y", label, value(x, y) }, found ${
        JSON.stringify(term)?.slice(0, 80) ?? typeof term
      }`,
    );
  }
}
