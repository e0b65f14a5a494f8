import {
  type NaturalParameter,
  naturalValue,
} from "../detection/natural_parameter.ts";

/**
 * "t = 1.85 (75 degrees)".
 *
 * @param reach A magnitude of t.
 */
export function reachInWords(
  reach: number,
  parameter: NaturalParameter | undefined,
): string {
  const three = (value: number) => String(Number(value.toPrecision(3)));
  if (parameter === undefined) return `t = ${three(reach)}`;
  const { form, name, unit } = parameter;
  const value = three(naturalValue(
    { form, rate: Math.abs(parameter.rate) },
    reach,
  ));
  return `t = ${three(reach)} (${
    unit === "1" ? `${name} ${value}` : `${value} ${unit}`
  })`;
}
