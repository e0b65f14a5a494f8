import { contentOf } from "./file_content.ts";
import {
  parsePythonLiteral,
  type PythonLiteral,
  type PythonSequence,
} from "./python_literal.ts";

/** An array of a .npy file. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Row-major values. */
  readonly values: Float32Array | Float64Array;
}

/** The header of a .npy file. */
export interface NpyHeader {
  readonly shape: readonly number[];
  /** NumPy's name of the type, for example `<f4`. */
  readonly type: string;
  /** Whether the first axis varies fastest, not the last one. */
  readonly fortranOrder: boolean;
  /** Position of the first value, in bytes. */
  readonly start: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"
const ALIGNMENT = 64;
const TYPES = { "<f4": Float32Array, "<f8": Float64Array } as const;

/**
 * Writes an array in NumPy's .npy format, version 1.0.
 *
 * @throws RangeError if the shape does not fit the number of values.
 */
export function encodeNpy({ shape, values }: NpyArray): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== values.length) {
    throw new RangeError(
      `encodeNpy: expected ${count} values for the shape [${shape}], found ${values.length}`,
    );
  }
  const type = values instanceof Float32Array ? "<f4" : "<f8";
  const header = encodeNpyHeader(shape, type);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  const { buffer, byteOffset, byteLength } = values;
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength), header.length);
  return bytes;
}

/** Largest size of a header, in bytes. */
export const MOST_HEADER_BYTES = 65_536;

/**
 * Reads the header of a .npy file, version 1 to 3.
 *
 * @param bytes The file's beginning.
 * @param name Name in messages.
 * @returns The header; undefined if it continues after these bytes.
 * @throws RangeError for any other file; the message names it.
 */
export function npyHeader(
  bytes: Uint8Array,
  name: string,
): NpyHeader | undefined {
  if (bytes.length < 12) return undefined;
  const [version] = bytes.subarray(6);
  const isNpy = MAGIC.every((byte, i) => bytes[i] === byte);
  if (!isNpy || version < 1 || version > 3) {
    const other = contentOf(bytes)?.words ?? "other bytes";
    throw new RangeError(
      `${name}: expected an array as NumPy's .npy files hold it, found ${
        isNpy ? `version ${version} of the format` : other
      }`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1
    ? view.getUint16(8, true)
    : view.getUint32(8, true);
  const begin = version === 1 ? 10 : 12;
  const start = begin + length;
  if (start > MOST_HEADER_BYTES) {
    throw new RangeError(
      `${name}: expected a header of at most ${MOST_HEADER_BYTES} bytes, found ${start}`,
    );
  }
  if (bytes.length < start) return undefined;
  const encoding = version === 3 ? "utf-8" : "latin1";
  const text = new TextDecoder(encoding).decode(bytes.subarray(begin, start));
  return { ...fieldsOf(text, name), start };
}

/** The keys of a header; NumPy's reader requires these and no others. */
const KEYS = ["descr", "fortran_order", "shape"];

/** Reads the dict of a header. */
function fieldsOf(text: string, name: string): Omit<NpyHeader, "start"> {
  const fields = literalOf(text, name);
  const wrong = (expected: string): never => {
    throw new RangeError(
      `${name}: expected ${expected}, found ${
        shown(text)
      }; the file is damaged`,
    );
  };
  if (!(fields instanceof Map) || fields.size !== KEYS.length) {
    return wrong(`a header with ${KEYS.join(", ")}`);
  }
  const [type, fortran, shape] = KEYS.map((key) => fields.get(key));
  if (typeof fortran !== "boolean") {
    return wrong("True or False as fortran_order");
  }
  const sizes = sizesOf(shape) ?? wrong("a tuple of sizes as shape");
  if (isSequence(type)) {
    const field = firstField(type);
    throw new RangeError(
      `${name}: expected an array of numbers, found one of records with named fields; store one field of them, for example array[${field}]`,
    );
  }
  if (typeof type !== "string") return wrong("the name of a type as descr");
  return { shape: sizes, type, fortranOrder: fortran };
}

function literalOf(text: string, name: string): PythonLiteral {
  try {
    return parsePythonLiteral(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(
      `${name}: expected a header as NumPy writes it, found ${
        shown(text)
      } (${error.message}); the file is damaged`,
      { cause: error },
    );
  }
}

/** Formats a header for a message, in one line. */
const shown = (text: string): string => {
  const line = JSON.stringify(text.trim().replaceAll(/\s+/g, " ")).slice(1, -1);
  return line.length > 200 ? `${line.slice(0, 200)}...` : line;
};

const isSequence = (value: unknown): value is PythonSequence =>
  typeof value === "object" && value !== null && "items" in value;

/** Reads the sizes in a tuple; undefined if it is not a tuple of sizes. */
function sizesOf(
  shape: PythonLiteral | undefined,
): readonly number[] | undefined {
  if (!isSequence(shape) || shape.kind !== "tuple") return undefined;
  const sizes = shape.items.filter((size): size is number =>
    typeof size === "number" && Number.isSafeInteger(size) && size >= 0
  );
  return sizes.length === shape.items.length ? sizes : undefined;
}

/** The name of the first field of a structured type, as Python writes it. */
function firstField({ items }: PythonSequence): string {
  const [first] = items;
  const name = isSequence(first) ? first.items[0] : undefined;
  return JSON.stringify(typeof name === "string" ? name.slice(0, 40) : "name");
}

/**
 * Reads a .npy file of little-endian float32 or float64 in row-major order.
 *
 * @param name Name in messages.
 * @throws RangeError for any other file; the message names it.
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
  const header = npyHeader(bytes, name);
  if (header === undefined) {
    throw new RangeError(
      `${name}: expected a .npy file's header, found ${bytes.length} bytes`,
    );
  }
  const { shape, start, fortranOrder } = header;
  if (fortranOrder) {
    throw new RangeError(
      `${name}: expected row-major order, found Fortran's; store numpy.ascontiguousarray of it`,
    );
  }
  const type = TYPES[header.type as keyof typeof TYPES] as
    | (typeof TYPES)[keyof typeof TYPES]
    | undefined;
  if (type === undefined) {
    throw new RangeError(
      `${name}: expected little-endian float32 or float64, found ${header.type}`,
    );
  }
  const expected = shape.reduce((product, size) => product * size, 1) *
    type.BYTES_PER_ELEMENT;
  const body = bytes.slice(start);
  if (body.length !== expected) {
    throw new RangeError(
      `${name}: expected ${expected} bytes of values for the shape [${shape}], found ${body.length}`,
    );
  }
  return { shape, values: new type(body.buffer) };
}

/** Writes the header of a .npy file, version 1.0; the values follow it. */
export function encodeNpyHeader(
  shape: readonly number[],
  type: "|u1" | "<f4" | "<f8",
): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text =
    `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(length).fill(0x20);
  header.set([...MAGIC, 1, 0, (length - 10) & 0xff, (length - 10) >> 8]);
  header.set(new TextEncoder().encode(text), 10);
  header[length - 1] = 0x0a;
  return header;
}
