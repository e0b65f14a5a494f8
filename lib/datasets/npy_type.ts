import { UserError } from "../runtime/errors.ts";
import type { ValueType } from "./image_stack.ts";

/** NumPy's names of the types that images may have, in any byte order it has. */
const READ: readonly (readonly [RegExp, ValueType])[] = [
  [/^([<>=|]?(u1|B)|uint8|ubyte)$/, "uint8"],
  [/^([<=|]?(f4|f)|float32|single)$/, "float32"],
  [/^([<=|]?(f8|d)|float64|double|float)$/, "float64"],
];

/**
 * The type of an array's values.
 *
 * @param name Of the array, for messages.
 * @param type NumPy's name of the type, for example `<f4`.
 * @param axes How many the array has.
 * @throws UserError for a type that is not read; it says what to do in NumPy.
 */
export function valueTypeOf(
  name: string,
  type: string,
  axes: number,
): ValueType {
  const known = READ.find(([pattern]) => pattern.test(type));
  if (known !== undefined) return known[1];
  throw new UserError(
    `${name}: expected uint8, float32 or float64, found ${
      JSON.stringify(type.slice(0, 40)).slice(1, -1)
    }${adviceFor(type, axes)}`,
  );
}

function adviceFor(type: string, axes: number): string {
  const kind = /^[<>=|]?([a-zA-Z?])/.exec(type)?.[1] ?? "";
  if (kind === "O" && axes < 3) {
    return " (dtype=object), as NumPy makes of images of different sizes; crop or scale them to one size and store numpy.stack(images)";
  }
  if (kind === "O") {
    return " (dtype=object); convert it with .astype(numpy.float32)";
  }
  if (/[cFDG]/.test(kind)) {
    return ", complex numbers; take numpy.abs or .real of them";
  }
  if (/[SUaVMm]/.test(kind)) return ", which are no numbers";
  return "; convert it with .astype(numpy.float32)";
}
