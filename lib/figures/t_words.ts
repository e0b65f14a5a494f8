import {
  type NaturalParameter,
  naturalValue,
} from "../detection/natural_parameter.ts";

/** Formats a number with three significant digits. */
export const threeDigits = (value: number): string =>
  String(Number(value.toPrecision(3))).replaceAll("-", "−");

/**
 * Describes modes: "2 modes, at −0.443 and 0.718"; with a natural parameter also
 * "(−25.4 and 41.1 degrees)" or "(factor: 0.64 and 2.05)".
 *
 * @param modes Positions along t, ascending.
 */
export function modesInWords(
  modes: readonly number[],
  parameter?: NaturalParameter,
): string {
  if (modes.length === 0) return "no mode that stands out";
  const natural = parameter === undefined
    ? ""
    : ` (${valuesInWords(modes, parameter)})`;
  return `${modes.length} mode${modes.length === 1 ? "" : "s"}, at ${
    listed(modes)
  }${natural}`;
}

/** Formats the natural value at a t: "40.5 degrees", or "factor: 2.72". */
export function naturalInWords(t: number, parameter: NaturalParameter): string {
  return valuesInWords([t], parameter);
}

/** Describes the unit of t: "At t = 1 the angle is 40.5 degrees." */
export function unitInWords(parameter: NaturalParameter): string {
  const { name, unit } = parameter;
  const value = threeDigits(naturalValue(parameter, 1));
  return `At t = 1 the ${name} is ${
    unit === "1" ? value : `${value} ${unit}`
  }.`;
}

/** Makes the label of an axis: "angle (degrees)", or "factor". */
export const naturalLabel = ({ name, unit }: NaturalParameter): string =>
  unit === "1" ? name : `${name} (${unit})`;

function valuesInWords(
  times: readonly number[],
  parameter: NaturalParameter,
): string {
  const { name, unit } = parameter;
  const values = listed(times.map((t) => naturalValue(parameter, t)));
  return unit === "1" ? `${name}: ${values}` : `${values} ${unit}`;
}

function listed(values: readonly number[]): string {
  const texts = values.map(threeDigits);
  return [texts.slice(0, -1).join(", "), texts.at(-1)!]
    .filter(Boolean).join(" and ");
}
