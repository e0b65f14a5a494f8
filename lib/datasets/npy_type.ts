import { UserError } from "../runtime/errors.ts";
import type { ValueFormat, ValueType } from "./value_type.ts";

/** NumPy's names of the types that are read, without their byte order. */
const NAMES: Readonly<Record<ValueType, readonly string[]>> = {
  bool: ["b1", "?", "bool", "bool_"],
  uint8: ["u1", "B", "uint8", "ubyte"],
  uint16: ["u2", "H", "uint16", "ushort"],
  uint32: ["u4", "I", "uint32", "uintc"],
  uint64: ["u8", "Q", "uint64", "ulonglong"],
  int8: ["i1", "b", "int8", "byte"],
  int16: ["i2", "h", "int16", "short"],
  int32: ["i4", "i", "int32", "intc"],
  int64: ["i8", "q", "int64", "longlong"],
  float16: ["f2", "e", "float16", "half"],
  float32: ["f4", "f", "float32", "single"],
  float64: ["f8", "d", "float64", "double", "float"],
};

/**
 * Interprets NumPy's type of an array.
 *
 * @param name Name of the array, for messages.
 * @param type NumPy's name of the type, for example `<f4`.
 * @param axes Number of axes of the array.
 * @throws UserError for a type that is not read, with advice for NumPy.
 */
export function valueFormatOf(
  name: string,
  type: string,
  axes: number,
): ValueFormat {
  const [, order, plain] = /^([<>=|]?)(.*)$/s.exec(type)!;
  const known = (Object.keys(NAMES) as ValueType[]).find((value) =>
    NAMES[value].includes(plain)
  );
  if (known !== undefined) return { type: known, bigEndian: order === ">" };
  throw new UserError(
    `${name}: expected integers, booleans or floating-point numbers of up to 64 bits, found ${
      JSON.stringify(type.slice(0, 40)).slice(1, -1)
    }${adviceFor(plain, axes)}`,
  );
}

function adviceFor(type: string, axes: number): string {
  const [kind = ""] = /^[a-zA-Z]/.exec(type) ?? [];
  if (kind === "O" && axes < 3) {
    return " (dtype=object), as NumPy makes of images of different sizes; crop or scale them to one size and store numpy.stack(images)";
  }
  if (kind === "O") {
    return " (dtype=object); convert it with .astype(numpy.float32)";
  }
  if (/[cFDG]/.test(kind)) {
    return ", complex numbers; take numpy.abs or .real of them";
  }
  if (/^(f(12|16)|g|float(96|128)|longdouble)$/.test(type)) {
    return ", whose bytes differ from machine to machine; convert it with .astype(numpy.float64)";
  }
  if (/[SUaVMm]/.test(kind)) return ", which are no numbers";
  return "; convert it with .astype(numpy.float32)";
}
