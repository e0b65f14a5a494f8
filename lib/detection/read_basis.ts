import { type Basis, type BasisTerm, functionBasis } from "../lie/basis.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import { type Entry, parseEntries } from "./json_entry.ts";
import { HIGHEST_POWER } from "../lie/monomials.ts";

/**
 * Reads a basis of monomials: an object with its `name` and its `terms`, each
 * with a label, a component ("x" or "y") and the powers of x and y; or that of a
 * generator.json.
 *
 * @param text The file's text.
 * @param name Name of the file, for messages.
 * @throws UserError that names the entry, the expected and the found value.
 */
export function readBasis(text: string, name: string): Basis {
  const file = parseEntries(text, name, "JSON with terms");
  const within = file.entry("basis");
  return basisFrom(within.value === undefined ? file : within);
}

/** The basis that an entry's `name` and `terms` describe. */
export function basisFrom(entry: Entry): Basis {
  const name = entry.entry("name").text();
  const list = entry.entry("terms");
  const terms = list.list();
  const labels = terms.map((term) => term.entry("label").text());
  if (terms.length === 0) list.fail("at least one term");
  if (new Set(labels).size < labels.length) {
    list.fail("terms with distinct labels", labels);
  }
  return functionBasis(name, terms.map((term, i) => termOf(term, labels[i])));
}

function termOf(term: Entry, label: string): BasisTerm {
  const component = oneOf(
    term.entry("component").name,
    ["x", "y"] as const,
    term.entry("component").value,
  );
  const powers = term.entry("powers");
  if (powers.value === null) {
    throw new UserError(
      `${powers.name}: expected exponents of x and y, found null: the term ${
        JSON.stringify(label)
      } is a function of the user's own, which no JSON can hold; give the .ts or .js file of this basis to --basis, or its basis to readAnswer`,
    );
  }
  const list = powers.list();
  const [px, py] = list.map((power) => power.whole(HIGHEST_POWER));
  if (list.length !== 2) powers.fail("the exponents of x and y");
  return { component, label, value: (x, y) => x ** px * y ** py };
}
