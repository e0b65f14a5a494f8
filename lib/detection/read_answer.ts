import { affine, type Basis, cubic, norm, quadratic } from "../lie/basis.ts";
import { oneOf } from "../runtime/errors.ts";
import { ANSWER_FORMAT } from "./answer.ts";
import type { Coefficient, HeldPairs } from "./detection.ts";
import { alphaOf, type Found } from "./found.ts";
import { type Entry, parseEntries } from "./json_entry.ts";
import { basisFrom } from "./read_basis.ts";

const KNOWN = [affine, quadratic, cubic];

const VERDICTS = ["found", "weak", "none", "not identifiable"] as const;

/** How far from 1 the coefficients' norm may be: numbers may be rounded. */
const NORM_TOLERANCE = 0.01;

/**
 * Reads what `deno task detect` wrote to generator.json, as far as the flow and
 * its t are used, and checks all of that.
 *
 * @param text The file's text.
 * @param name Of the file, for messages.
 * @param options basis: the user's own, where the generator is in one whose
 * terms are no monomials; it must have the same labels.
 * @throws UserError that names the entry, what was expected and found.
 *
 * @example
 * ```ts ignore
 * import { flow, readAnswer } from "#lib/mod.ts";
 *
 * const path = "answer/generator.json";
 * const found = readAnswer(await Deno.readTextFile(path), path);
 * const move = flow(found);
 * ```
 */
export function readAnswer(
  text: string,
  name: string,
  options: { readonly basis?: Basis } = {},
): Found {
  const file = parseEntries(text, name, "JSON as deno task detect writes it");
  const format = file.entry("format");
  if (format.value !== ANSWER_FORMAT) format.fail(`${ANSWER_FORMAT}`);
  const basis = basisOf(file, options.basis);
  const coefficients = coefficientsOf(file.entry("coefficients"), basis);
  const description = file.entry("description");
  return {
    basis,
    coefficients,
    description: {
      name: description.entry("name").text(),
      angleDegrees: description.entry("angleDegrees").number(),
      share: description.entry("share").number(),
    },
    verdict: {
      kind: oneOf(
        `${name}: verdict`,
        VERDICTS,
        file.entry("verdict").value,
      ),
      reason: file.entry("reason").text(),
    },
    held: heldOf(file.entry("t")),
    modes: file.entry("modes").list().map((mode) => ({
      position: mode.entry("position").number(),
      density: mode.entry("density").number(),
    })),
  };
}

function basisOf(file: Entry, own: Basis | undefined): Basis {
  const named = file.entry("basis");
  const name = named.text();
  const list = file.entry("terms");
  if (list.value === undefined) {
    return oneOf(named.name, KNOWN, name, (basis) => basis.name);
  }
  if (own !== undefined) {
    const labels = list.list().map((term) => term.entry("label").text());
    const wanted = own.terms.map(({ label }) => label);
    if (labels.join("\n") !== wanted.join("\n")) {
      list.fail(`the terms of the basis given, ${wanted.join(", ")}`, labels);
    }
    return own;
  }
  return basisFrom(file);
}

function coefficientsOf(entry: Entry, { terms }: Basis): Coefficient[] {
  const list = entry.list();
  if (list.length !== terms.length) {
    entry.fail(`${terms.length} coefficients, one a term`, list.length);
  }
  const coefficients = list.map((coefficient, k): Coefficient => {
    const term = coefficient.entry("term");
    if (term.value !== terms[k].label) {
      term.fail(`the term ${JSON.stringify(terms[k].label)}`);
    }
    const value = coefficient.entry("value").number();
    return {
      term: terms[k].label,
      value,
      low: coefficient.entry("low").numberOr(-Infinity),
      high: coefficient.entry("high").numberOr(Infinity),
    };
  });
  const length = norm(alphaOf({ coefficients }));
  if (!(Math.abs(length - 1) <= NORM_TOLERANCE)) {
    entry.fail("coefficients of norm 1", length);
  }
  return coefficients;
}

function heldOf(entry: Entry): HeldPairs {
  const values = entry.entry("values");
  const t = values.list().map((value) => value.number());
  const alike = (key: string) => {
    const list = entry.entry(key);
    const items = list.list();
    if (items.length !== t.length) {
      list.fail(`${t.length} entries, as many as "values" has`, items.length);
    }
    return items;
  };
  return {
    indices: Uint32Array.from(alike("pairs"), (pair) => pair.whole(2 ** 32)),
    t: Float64Array.from(t),
    explained: Float64Array.from(
      alike("explained"),
      (share) => share.numberOr(0),
    ),
  };
}
