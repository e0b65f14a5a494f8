import type { SpannedAlgebra } from "./detection.ts";
import type { Entry } from "./json_entry.ts";
import { checkedLength } from "./read_coefficients.ts";

/**
 * Reads the algebra that several generators span.
 *
 * @param generators Number of generators.
 * @throws UserError that names the entry, the expected and the found value.
 */
export function readAlgebra(entry: Entry, generators: number): SpannedAlgebra {
  const space = entry.entry("space"), angle = entry.entry("angleDegrees");
  const isClosed = entry.entry("isClosed");
  const { value } = isClosed;
  const perGenerator = (list: Entry) =>
    checkedLength(list, generators, "one per generator");
  return {
    space: space.value === null ? null : space.text(),
    angleDegrees: angle.value === null ? null : angle.between(0, 90),
    name: entry.entry("name").text(),
    isClosed: typeof value === "boolean"
      ? value
      : isClosed.fail("true or false"),
    closureDefect: entry.entry("closureDefect").between(0, 1),
    structureConstants: perGenerator(entry.entry("structureConstants"))
      .map((row) =>
        perGenerator(row).map((bracket) =>
          perGenerator(bracket).map((constant) => constant.number())
        )
      ),
    derivedSeries: entry.entry("derivedSeries").list()
      .map((dimension) => dimension.whole(generators)),
    killingSignature: checkedLength(
      entry.entry("killingSignature"),
      3,
      "of the positive, negative and zero directions",
    ).map((directions) => directions.whole(generators)),
  };
}
