import type { Basis } from "../lie/basis.ts";
import type { SeveralGenerators } from "./detection.ts";
import type { Entry } from "./json_entry.ts";
import { readAlgebra } from "./read_algebra.ts";
import { checkedLength, readCoefficients } from "./read_coefficients.ts";
import { readDescription } from "./read_description.ts";

/**
 * Reads the generators of an answer if several act, the algebra that they span, and the
 * parameters of each held-out pair.
 *
 * @param pairs Number of held-out pairs.
 * @returns undefined if the answer is one generator.
 * @throws UserError that names the entry, the expected and the found value.
 */
export function readSeveral(
  file: Entry,
  basis: Basis,
  pairs: number,
): SeveralGenerators | undefined {
  const list = file.entry("generators");
  const told = file.entry("description").entry("generators");
  if (list.value === undefined) {
    if (told.value !== undefined) told.fail("no number without generators");
    return undefined;
  }
  const generators = list.list().map((generator) => ({
    description: readDescription(generator),
    coefficients: readCoefficients(generator, basis),
  }));
  const number = generators.length;
  if (number < 2) list.fail("at least two generators", number);
  if (told.value !== number) {
    told.fail(`${number}, as many as there are generators`);
  }
  const rows = checkedLength(file.entry("parameters"), pairs, "one per pair");
  const parameters = Float64Array.from(
    rows.flatMap((row) => checkedLength(row, number, "one per generator")),
    (value) => value.number(),
  );
  const moving = file.entry("moving");
  const areMixed = moving.value !== undefined;
  return {
    areMixed,
    generators,
    algebra: readAlgebra(file.entry("algebra"), number),
    parameters,
    moving: areMixed
      ? Uint8Array.from(
        checkedLength(moving, pairs, "one per pair"),
        (generator) => generator.whole(number - 1),
      )
      : new Uint8Array(),
  };
}
