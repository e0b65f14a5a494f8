/**
 * The type of stored numbers. Unsigned integers are divided by the largest value of
 * their type when they are read; all others are unchanged, with false as 0 and true as
 * 1.
 */
export type ValueType =
  | "bool"
  | `${"uint" | "int"}${8 | 16 | 32 | 64}`
  | `float${16 | 32 | 64}`;

// These are functions, because not every engine has a Float16Array.
const STORED = {
  bool: { array: () => Uint8Array, largest: 1 },
  uint8: { array: () => Uint8Array, largest: 2 ** 8 - 1 },
  uint16: { array: () => Uint16Array, largest: 2 ** 16 - 1 },
  uint32: { array: () => Uint32Array, largest: 2 ** 32 - 1 },
  uint64: { array: () => BigUint64Array, largest: 2 ** 64 - 1 },
  int8: { array: () => Int8Array, largest: 1 },
  int16: { array: () => Int16Array, largest: 1 },
  int32: { array: () => Int32Array, largest: 1 },
  int64: { array: () => BigInt64Array, largest: 1 },
  float16: { array: () => Float16Array, largest: 1 },
  float32: { array: () => Float32Array, largest: 1 },
  float64: { array: () => Float64Array, largest: 1 },
} as const satisfies Readonly<Record<ValueType, object>>;

/** The format of the stored values of a stack. */
export interface ValueFormat {
  readonly type: ValueType;
  /** Whether a value's highest byte comes first; false if left out. */
  readonly bigEndian?: boolean;
}

/** The number of bytes per value. */
export const bytesOf = (type: ValueType): number =>
  STORED[type].array().BYTES_PER_ELEMENT;

/**
 * Describes the scaling of a type's values; types with equal descriptions can be
 * compared.
 */
export const scaleInWords = (type: ValueType): string =>
  STORED[type].largest > 1 ? type : "numbers read as they are";

/** Whether a type can hold NaN and infinity. */
export const isFloating = (type: ValueType): boolean =>
  type.startsWith("float");

/**
 * Converts stored values to float32, which keeps 24 bits of each.
 *
 * @param bytes Whole values.
 */
export function float32Values(
  bytes: Uint8Array,
  format: ValueFormat,
): Float32Array {
  const { largest } = STORED[format.type];
  const stored = storedValues(bytes, format);
  const values = new Float32Array(stored.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = Number(stored[i]) / largest;
  }
  return values;
}

/** Copies the stored values without conversion. */
export function storedValues(
  bytes: Uint8Array,
  { type, bigEndian = false }: ValueFormat,
) {
  const copy = bytes.slice();
  if (bigEndian) reverseEach(copy, bytesOf(type));
  return new (STORED[type].array())(copy.buffer);
}

/** Reverses the bytes of each value in place. */
function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) {
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      [bytes[low], bytes[high]] = [bytes[high], bytes[low]];
    }
  }
}
