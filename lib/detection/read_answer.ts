import { modesOf } from "../evaluation/modes.ts";
import { type Basis, norm } from "../lie/basis.ts";
import { oneOf } from "../runtime/errors.ts";
import { ANSWER_FORMAT } from "./answer.ts";
import type { Description } from "./describe.ts";
import type { Coefficient, HeldPairs } from "./detection.ts";
import { alphaOf, type Found } from "./found.ts";
import { type Entry, parseEntries } from "./json_entry.ts";
import {
  NATURAL_FORMS,
  NATURAL_UNITS,
  type NaturalParameter,
} from "./natural_parameter.ts";
import { basisFrom } from "./read_basis.ts";

const VERDICTS = ["found", "weak", "none", "not-identifiable"] as const;

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
  const basis = basisOf(file.entry("basis"), options.basis);
  const coefficients = coefficientsOf(file.entry("generator"), basis);
  const held = heldOf(file.entry("held"));
  return {
    basis,
    coefficients,
    description: descriptionOf(file.entry("description")),
    verdict: {
      kind: oneOf(
        `${name}: verdict`,
        VERDICTS,
        file.entry("verdict").value,
      ),
      reason: file.entry("reason").text(),
    },
    held,
    modes: modesOf(held.t),
  };
}

/** Files that were written before descriptions had a parameter have none. */
function descriptionOf(entry: Entry): Description {
  const parameter = entry.entry("parameter");
  return {
    name: entry.entry("name").text(),
    angleDegrees: entry.entry("angleDegrees").between(0, 90),
    share: entry.entry("share").between(0, 1),
    ...parameter.value === undefined
      ? {}
      : { parameter: parameterOf(parameter) },
  };
}

function parameterOf(entry: Entry): NaturalParameter {
  const choice = <Name extends string>(key: string, names: readonly Name[]) => {
    const { name, value } = entry.entry(key);
    return oneOf(name, names, value);
  };
  return {
    name: entry.entry("name").text(),
    unit: choice("unit", NATURAL_UNITS),
    form: choice("form", NATURAL_FORMS),
    rate: entry.entry("rate").number(),
  };
}

function basisOf(entry: Entry, own: Basis | undefined): Basis {
  if (own === undefined) return basisFrom(entry);
  const list = entry.entry("terms");
  const labels = list.list().map((term) => term.entry("label").text());
  checkLabels(list, labels, own);
  return own;
}

function checkLabels(
  entry: Entry,
  labels: readonly string[],
  { terms }: Basis,
): void {
  const wanted = terms.map(({ label }) => label);
  if (labels.join("\n") === wanted.join("\n")) return;
  entry.fail(`the terms of the basis, ${wanted.join(", ")}`, labels);
}

function coefficientsOf(generator: Entry, basis: Basis): Coefficient[] {
  const labels = generator.entry("terms");
  checkLabels(labels, labels.list().map((label) => label.text()), basis);
  const ofTerms = (key: string) => {
    const entry = generator.entry(key);
    return checkedLength(entry, basis.terms.length, "one a term");
  };
  const intervals = ofTerms("intervals");
  const coefficients = ofTerms("estimated").map((estimated, k) => {
    const [low, high] = checkedLength(intervals[k], 2, "its ends");
    return {
      term: basis.terms[k].label,
      value: estimated.number(),
      ...intervalOf(intervals[k], low, high),
    };
  });
  const length = norm(alphaOf({ coefficients }));
  if (!(Math.abs(length - 1) <= NORM_TOLERANCE)) {
    generator.entry("estimated").fail("coefficients of norm 1", length);
  }
  return coefficients;
}

/** The ends of an interval; null stands for an infinite one. */
function intervalOf(interval: Entry, from: Entry, to: Entry) {
  const low = from.numberOr(-Infinity), high = to.numberOr(Infinity);
  return low <= high
    ? { low, high }
    : interval.fail("the lower end before the upper one");
}

/** The entries of a list that is as long as it should be. */
function checkedLength(entry: Entry, length: number, why: string) {
  const list = entry.list();
  if (list.length !== length) {
    entry.fail(`${length} entries, ${why}`, list.length);
  }
  return list;
}

/** The largest number of a pair: indices are unsigned 32-bit integers. */
const LARGEST_INDEX = 2 ** 32 - 1;

function heldOf(entry: Entry): HeldPairs {
  const refined = entry.entry("refined");
  const t = refined.list().map((value) => value.number());
  if (t.length === 0) refined.fail("the t of at least one pair");
  const alike = (key: string) =>
    checkedLength(
      entry.entry(key),
      t.length,
      'as many as "refined" has',
    );
  return {
    indices: Uint32Array.from(
      alike("pairs"),
      (pair) => pair.whole(LARGEST_INDEX),
    ),
    t: Float64Array.from(t),
    networkT: Float64Array.from(
      alike("network"),
      (value) => value.numberOr(NaN),
    ),
    explained: Float64Array.from(
      alike("explained"),
      (share) => share.value === null ? 0 : share.between(-Infinity, 1),
    ),
  };
}
