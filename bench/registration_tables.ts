import type { TableRow } from "#lib/display/display.ts";
import { textTable } from "#lib/display/text_table.ts";
import type { DocTable } from "./doc_tables.ts";
import {
  isOfCase,
  type RegistrationMeasure,
  type RegistrationMeasures,
} from "./registration_result.ts";
import { ratio } from "./statistics.ts";
import { number, reasonLines, spread } from "./table_text.ts";

/**
 * Makes the section of the report about the registration: all ways, and the comparison.
 */
export function registrationSection(
  { measures, descriptions, reasons }: RegistrationMeasures,
): string[] {
  const [head, ...rows] = comparisonTable(measures);
  return [
    `Registration of pairs of scenes; ${
      Object.entries(descriptions)
        .map(([peer, words]) => `${peer}: ${words}`).join("; ")
    }`,
    textTable(measures.map(rowOf)),
    "This project beside the ECC with the smallest angle of its median",
    textTable(
      rows.map((cells): TableRow =>
        Object.fromEntries(head.map((name, i) => [name, cells[i]]))
      ),
    ),
    ...reasonLines(reasons),
  ];
}

const rowOf = (
  { flow, side, count, way, ms, failed, angles }: RegistrationMeasure,
): TableRow => ({
  flow,
  "side, px": String(side),
  pairs: String(count),
  way: way.name,
  "ms per pair": spread(ms),
  "without answer": String(failed),
  "angle, °": number(ownAngle(angles)),
  "principal, °": number(angles.principal),
});

/** Returns the angle of this project's generator, or of the median of ECC's. */
const ownAngle = (
  { joint, median }: RegistrationMeasure["angles"],
): number | null => joint ?? median ?? null;

/** Formats an angle with two digits, because angles span five decades. */
const angle = (degrees: number | null): string =>
  degrees === null ? "–" : String(Number(degrees.toPrecision(2)));

/**
 * Makes a table with one row per case and basis of this project, beside the way of ECC
 * whose median has the smallest angle to the truth. A ratio above 1 favours this
 * project.
 */
export function comparisonTable(
  measures: readonly RegistrationMeasure[],
): DocTable {
  const own = measures.filter(({ way }) => way.peer === "own");
  return [
    [
      "flow",
      "side, px",
      "pairs",
      "this project, with the",
      "ms per pair",
      "angle, °",
      "best ECC",
      "ECC, ms per pair",
      "ECC, angle, °",
      "ms, ECC / this project",
      "angles, ECC / this project",
    ],
    ...own.map((measure) => {
      const { flow, side, count, way, ms, angles } = measure;
      const ecc = bestEcc(measures, measure);
      const eccAngle = ecc === undefined ? null : ownAngle(ecc.angles);
      return [
        flow,
        String(side),
        String(count),
        way.name,
        number(ms?.median),
        angle(ownAngle(angles)),
        ecc?.way.name.replace("ECC, ", "") ?? "–",
        number(ecc?.ms?.median),
        angle(eccAngle),
        number(ratio(ecc?.ms?.median, ms?.median)),
        number(ratio(eccAngle, ownAngle(angles))),
      ];
    }),
  ];
}

/** Finds ECC's way whose median has the smallest angle to the truth, for a case. */
function bestEcc(
  measures: readonly RegistrationMeasure[],
  asked: RegistrationMeasure,
): RegistrationMeasure | undefined {
  const angleOf = ({ angles }: RegistrationMeasure) => angles.median ?? 90;
  return measures
    .filter((measure) =>
      isOfCase(measure, asked) && measure.way.peer === "ecc" &&
      measure.ms !== null
    )
    .sort((a, b) => angleOf(a) - angleOf(b))[0];
}
