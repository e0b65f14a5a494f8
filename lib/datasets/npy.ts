/** An array as NumPy's .npy files hold it. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Row-major values. */
  readonly values: Float32Array | Float64Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"
const ALIGNMENT = 64;
const TYPES = { "<f4": Float32Array, "<f8": Float64Array } as const;

/**
 * Writes an array in NumPy's .npy format, version 1.0.
 *
 * @throws RangeError when the shape does not hold the values.
 */
export function encodeNpy({ shape, values }: NpyArray): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== values.length) {
    throw new RangeError(
      `encodeNpy: expected ${count} values for the shape [${shape}], found ${values.length}`,
    );
  }
  const header = headerOf(shape, values);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  const { buffer, byteOffset, byteLength } = values;
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength), header.length);
  return bytes;
}

/**
 * Reads a .npy file of little-endian float32 or float64 in row-major order.
 *
 * @param name For messages.
 * @throws RangeError when the bytes are anything else; the message names the
 * file.
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || bytes[6] !== 1) {
    throw new RangeError(
      `${name}: expected a .npy file of version 1, found other bytes`,
    );
  }
  const start = 10 + bytes[8] + 256 * bytes[9];
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  const fields =
    /'descr': '(<f[48])', 'fortran_order': False, 'shape': \(([\d, ]*)\)/
      .exec(header);
  if (fields === null) {
    throw new RangeError(
      `${name}: expected row-major little-endian float32 or float64, found ${header.trim()}`,
    );
  }
  const shape = fields[2].split(",").filter((size) => size.trim() !== "")
    .map(Number);
  const type = TYPES[fields[1] as keyof typeof TYPES];
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

function headerOf(
  shape: readonly number[],
  values: Float32Array | Float64Array,
): Uint8Array {
  const type = values instanceof Float32Array ? "<f4" : "<f8";
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
