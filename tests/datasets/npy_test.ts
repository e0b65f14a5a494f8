import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  decodeNpy,
  encodeNpy,
  MOST_HEADER_BYTES,
  type NpyArray,
  npyHeader,
} from "#lib/datasets/npy.ts";

/**
 * The bytes that `np.save` of NumPy 2.4.6 writes: the header's text, then the values.
 */
const numpy = (header: string, values: string): Uint8Array => {
  const bytes = new Uint8Array(128 + values.length / 2).fill(0x20);
  bytes.set(Uint8Array.fromHex("934e554d505901007600"));
  bytes.set(new TextEncoder().encode(header), 10);
  bytes[127] = 0x0a;
  bytes.set(Uint8Array.fromHex(values), 128);
  return bytes;
};

/**
 * Arrays with NumPy's bytes, made by
 * `f = io.BytesIO(); np.save(f, a); f.getvalue()[128:].hex()` for each a.
 */
const pinned: readonly {
  readonly a: string;
  readonly bytes: Uint8Array;
  readonly array: NpyArray;
}[] = [
  {
    a: "np.array([[1.5, -2, 0.25], [3, 1e-30, -0.0]], '<f4')",
    bytes: numpy(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
      "0000c03f000000c00000803e000040406042a20d00000080",
    ),
    array: {
      shape: [2, 3],
      values: Float32Array.of(1.5, -2, 0.25, 3, 1e-30, -0),
    },
  },
  {
    a: "np.array([np.pi, -np.inf], '<f8')",
    bytes: numpy(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
      "182d4454fb210940000000000000f0ff",
    ),
    array: { shape: [2], values: Float64Array.of(Math.PI, -Infinity) },
  },
  {
    a: "np.array(2.5, '<f8')",
    bytes: numpy(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (), }",
      "0000000000000440",
    ),
    array: { shape: [], values: Float64Array.of(2.5) },
  },
  {
    a: "np.zeros((0, 3), '<f4')",
    bytes: numpy(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }",
      "",
    ),
    array: { shape: [0, 3], values: new Float32Array() },
  },
];

for (const { a, bytes, array } of pinned) {
  Deno.test(`npy: the bytes of ${a} are NumPy's, both ways`, () => {
    assertEquals(encodeNpy(array), bytes);
    assertEquals(decodeNpy(bytes, "a.npy"), array);
  });
}

Deno.test("npy: every shape and value comes back", () => {
  const special = [NaN, -0, Infinity, -Infinity, 1e-45, 0.1];
  const arrays: NpyArray[] = [
    { shape: [6], values: Float32Array.from(special) },
    { shape: [1, 6, 1], values: Float64Array.from(special) },
    { shape: [3, 2], values: Float32Array.from(special) },
    { shape: [0], values: new Float64Array() },
    // This header needs more than the usual 128 bytes.
    { shape: Array(60).fill(1), values: Float32Array.of(7) },
    // These values are a view into a larger buffer.
    { shape: [2], values: Float64Array.from(special).subarray(3, 5) },
  ];
  for (const array of arrays) {
    assertEquals(decodeNpy(encodeNpy(array), "a.npy"), {
      shape: array.shape,
      values: array.values.slice(),
    });
  }
});

Deno.test("npy: bytes in the middle of a buffer are read, wherever they begin", () => {
  for (const offset of [1, 2, 8]) {
    const buffer = new Uint8Array(offset + pinned[0].bytes.length);
    buffer.set(pinned[0].bytes, offset);
    assertEquals(
      decodeNpy(buffer.subarray(offset), "a.npy"),
      pinned[0].array,
    );
  }
});

Deno.test("npy: bytes cut off anywhere, or one too many, are refused by name", () => {
  const { bytes } = pinned[0];
  const fails = (content: Uint8Array) =>
    assertThrows(() => decodeNpy(content, "a.npy"), RangeError, "a.npy: ");
  for (let length = 0; length < bytes.length; length++) {
    fails(bytes.subarray(0, length));
  }
  fails(Uint8Array.of(...bytes, 0));
});

Deno.test("npy: another magic, version, type or order is turned away by name", () => {
  const changed = (from: string, to: string): Uint8Array => {
    const text = String.fromCharCode(...pinned[0].bytes);
    return Uint8Array.from(
      text.replace(from, to),
      (letter) => letter.charCodeAt(0),
    );
  };
  const fails = (bytes: Uint8Array, words: string) =>
    assertThrows(() => decodeNpy(bytes, "a.npy"), RangeError, words);
  const other =
    "a.npy: expected an array as NumPy's .npy files hold it, found ";
  fails(
    new TextEncoder().encode("PK\x03\x04, a zip file"),
    `${other}a zip archive`,
  );
  fails(changed("NUMPY", "NUMPZ"), `${other}other bytes`);
  fails(changed("NUMPY\x01", "NUMPY\x04"), `${other}version 4 of the format`);
  const kind = "a.npy: expected little-endian float32 or float64, found ";
  fails(changed("<f4", "<i4"), `${kind}<i4`);
  fails(changed("<f4", ">f4"), `${kind}>f4`);
  fails(
    changed("False", "0    "),
    "a.npy: expected True or False as fortran_order, found {'descr'",
  );
  fails(
    changed("False", "True "),
    "a.npy: expected row-major order, found Fortran's; store numpy.ascontiguousarray of it",
  );
  fails(
    changed("(2, 3)", "(2, 4)"),
    "a.npy: expected 32 bytes of values for the shape [2,4], found 24",
  );
});

/**
 * Headers of an array of shape (70, 20, 20) that `numpy.load` of NumPy 2.4.6 reads,
 * those of Python 2 with a warning.
 */
const headersOfOthers: readonly string[] = [
  "{'descr': '|u1', 'fortran_order': False, 'shape': (70L, 20L, 20L), }",
  "{'shape': (70, 20, 20), 'descr': '|u1', 'fortran_order': False}",
  '{"descr": "|u1", "fortran_order": False, "shape": (70, 20, 20)}',
  "{'descr':'|u1','fortran_order':False,'shape':(70,20,20)}",
  "{'descr': u'|u1', 'fortran_order': False, 'shape': (70, 20, 20,)}",
  "{ 'descr' : '|u1' ,\n 'fortran_order' : False ,\n 'shape' : ( 70 , 20 , 20 ) }",
];

for (const text of headersOfOthers) {
  Deno.test(`npyHeader reads ${text.replaceAll("\n", " ")}`, () => {
    const bytes = numpy(text, "");
    const expected = {
      shape: [70, 20, 20],
      type: "|u1",
      fortranOrder: false,
      start: 128,
    };
    assertEquals(npyHeader(bytes, "a.npy"), expected);
  });
}

const fields = "descr, fortran_order, shape";
const damagedHeaders: readonly (readonly [text: string, says: string])[] = [
  ["", "expected a header as NumPy writes it, found  (expected a dict, tuple"],
  ["{'descr': '|u1', 'fortr", "(expected a string as the key at character 17"],
  ["{'descr': '|u1'} extra", "(expected the end at character 17, found"],
  ["[1, 2]", `expected a header with ${fields}, found [1, 2]`],
  [
    "{'descr': '|u1', 'fortran_order': False}",
    `expected a header with ${fields}, found {'descr'`,
  ],
  [
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'more': 1}",
    `expected a header with ${fields}, found {'descr'`,
  ],
  [
    "{'descr': '|u1', 'fortran_order': False, 'size': (3,)}",
    "expected a tuple of sizes as shape, found {'descr'",
  ],
  [
    "{'descr': '|u1', 'fortran_order': False, 'shape': [3, 8, 8]}",
    "expected a tuple of sizes as shape, found {'descr'",
  ],
  [
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3, -8, 8)}",
    "expected a tuple of sizes as shape, found {'descr'",
  ],
  [
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3, '8')}",
    "expected a tuple of sizes as shape, found {'descr'",
  ],
  [
    "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    "expected a tuple of sizes as shape, found {'descr'",
  ],
  [
    "{'descr': 1, 'fortran_order': False, 'shape': (3,)}",
    "expected the name of a type as descr, found {'descr'",
  ],
];

for (const [text, says] of damagedHeaders) {
  Deno.test(`npyHeader refuses ${text || "nothing"}, by name`, () => {
    const { message } = assertThrows(
      () => npyHeader(numpy(text, ""), "a.npy"),
      RangeError,
      says,
    );
    assertMatch(message, /^a\.npy: [^\n]+; the file is damaged$/);
  });
}

Deno.test("npyHeader: a hostile header is refused at once, in a short line", () => {
  const long = MOST_HEADER_BYTES - 20;
  const texts = ["(", "[", "{'a':", " ", "'", "9", "'a'", "#", "-", "\\"]
    .map((part) => part.repeat(long / part.length));
  for (const text of texts) {
    const bytes = new Uint8Array(12 + text.length);
    bytes.set(numpy("", "").subarray(0, 6));
    bytes.set([2, 0], 6);
    new DataView(bytes.buffer).setUint32(8, text.length, true);
    bytes.set(new TextEncoder().encode(text), 12);
    const begun = performance.now();
    const { message } = assertThrows(
      () => npyHeader(bytes, "a.npy"),
      RangeError,
      "a.npy: expected ",
    );
    assert(performance.now() - begun < 1000, text.slice(0, 5));
    assert(message.length < 500, message);
  }
});

Deno.test("encodeNpy turns away a shape that does not hold the values", () => {
  assertThrows(
    () => encodeNpy({ shape: [2, 2], values: new Float32Array(3) }),
    RangeError,
    "encodeNpy: expected 4 values for the shape [2,2], found 3",
  );
});

Deno.test("npyHeader asks for more until the header is whole", () => {
  const { bytes } = pinned[0];
  for (let length = 0; length < 128; length++) {
    assertEquals(npyHeader(bytes.subarray(0, length), "a.npy"), undefined);
  }
  const header = {
    shape: [2, 3],
    type: "<f4",
    fortranOrder: false,
    start: 128,
  };
  assertEquals(npyHeader(bytes.subarray(0, 128), "a.npy"), header);
});

Deno.test("npyHeader reads version 2 and 3, whose length has four bytes", () => {
  for (const version of [2, 3]) {
    const bytes = Uint8Array.of(
      ...pinned[0].bytes.subarray(0, 6),
      ...[version, 0, 118, 0, 0, 0],
      ...pinned[0].bytes.subarray(10, 128),
    );
    assertEquals(npyHeader(bytes, "a.npy"), {
      shape: [2, 3],
      type: "<f4",
      fortranOrder: false,
      start: 130,
    });
  }
});
