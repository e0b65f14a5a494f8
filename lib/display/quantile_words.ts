import {
  type NaturalParameter,
  naturalValue,
} from "../detection/natural_parameter.ts";
import { lowerQuantile } from "../matching/quantiles.ts";
import { fixed } from "./report_table.ts";

/**
 * Writes the spread of a parameter as its 5 %, 50 % and 95 % quantiles, each also in a
 * common unit if there is one: "5 % below −0.631 (−26.56 degrees), half below ...".
 *
 * @param values At least one value.
 */
export function quantilesInWords(
  values: ArrayLike<number>,
  parameter: NaturalParameter | undefined,
): string {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): string =>
    valueInWords(lowerQuantile(sorted, share), parameter);
  return `5 % below ${at(0.05)}, half below ${at(0.5)}, 95 % below ${at(0.95)}`;
}

function valueInWords(
  t: number,
  parameter: NaturalParameter | undefined,
): string {
  if (parameter === undefined) return fixed(t, 3);
  const unit = parameter.unit === "1" ? "as a factor" : parameter.unit;
  return `${fixed(t, 3)} (${fixed(naturalValue(parameter, t), 2)} ${unit})`;
}
