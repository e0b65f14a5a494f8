import { oneOf } from "../runtime/errors.ts";
import type { Description } from "./describe.ts";
import type { Entry } from "./json_entry.ts";
import {
  NATURAL_FORMS,
  NATURAL_UNITS,
  type NaturalParameter,
} from "./natural_parameter.ts";

/**
 * Reads a description. The parameter is missing in files of earlier versions.
 *
 * @throws UserError that names the entry, the expected and the found value.
 */
export function readDescription(entry: Entry): Description {
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
