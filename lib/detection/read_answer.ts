import { modesOf } from "../evaluation/modes.ts";
import type { Basis } from "../lie/basis.ts";
import { oneOf } from "../runtime/errors.ts";
import { ANSWER_FORMAT } from "./answer.ts";
import type { HeldPairs } from "./detection.ts";
import type { Found } from "./found.ts";
import { type Entry, parseEntries } from "./json_entry.ts";
import { basisFrom } from "./read_basis.ts";
import { checkedLength, readCoefficients } from "./read_coefficients.ts";
import { readDescription } from "./read_description.ts";
import { readLabelTests } from "./read_label_tests.ts";
import { readSeveral } from "./read_several.ts";

const VERDICTS = ["found", "weak", "none", "not-identifiable"] as const;

/**
 * Reads and checks the parts of a generator.json, as `deno task detect` writes it, that
 * using the flow and its t takes. If several generators act, it reads all of them, their
 * algebra, and the parameters of each held-out pair. It also reads the label tests, if
 * labels were given.
 *
 * @param text The file's text.
 * @param name Name of the file, for messages.
 * @param options basis: the user's basis, if its terms are not monomials; it must have
 * the labels of the file's basis.
 * @throws UserError that names the entry, the expected and the found value.
 *
 * @example
 * ```ts ignore
 * import { foundFlow, readAnswer } from "@neural-symmetry/detection/detection";
 *
 * const path = "answer/generator.json";
 * const found = readAnswer(await Deno.readTextFile(path), path);
 * const move = foundFlow(found);
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
  const generator = file.entry("generator");
  const labels = generator.entry("terms");
  checkLabels(labels, labels.list().map((label) => label.text()), basis);
  const coefficients = readCoefficients(generator, basis);
  const held = heldOf(file.entry("held"));
  const description = readDescription(file.entry("description"));
  const several = readSeveral(file, basis, held.t.length);
  const labelTests = readLabelTests(file.entry("labels"), several);
  return {
    basis,
    coefficients,
    description: several === undefined
      ? description
      : { ...description, generators: several.generators.length },
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
    ...several && { several },
    ...labelTests && { labels: labelTests },
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

/** The largest number of a pair, because indices are unsigned 32-bit integers. */
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
