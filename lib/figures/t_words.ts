import {
  type NaturalParameter,
  naturalValue,
} from "../detection/natural_parameter.ts";
import { counted, listInWords, threeDigits } from "./number_words.ts";

/** Makes the label of an axis of the parameter: "angle t (radians)". */
export function parameterLabel(
  parameter: string | undefined,
  unit: string,
): string {
  return `${parameterName(parameter, unit)} (${unit})`;
}

/**
 * Makes the name of the parameter: "angle t", or "t" if the parameter is named like its
 * unit, or "t".
 */
export function parameterName(
  parameter: string | undefined,
  unit: string,
): string {
  return parameter === undefined || parameter === unit || parameter === "t"
    ? "t"
    : `${parameter} t`;
}

/** Makes the singular of a unit: "radians" -> "radian". */
export function singular(unit: string): string {
  return unit.endsWith("s") ? unit.slice(0, -1) : unit;
}

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
  return `${counted(modes.length, "mode")}, at ${listed(modes)}${natural}`;
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

const listed = (values: readonly number[]): string =>
  listInWords(values.map(threeDigits));
