import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { strToU8, zipSync } from "fflate";
import { crc32, deflateRawSync } from "node:zlib";
import { encodeNpy, encodeNpyHeader } from "#lib/datasets/npy.ts";
import { openArchive } from "#lib/datasets/npz_archive.ts";
import { valueFormatOf } from "#lib/datasets/npy_type.ts";
import { openNpzStack } from "#lib/datasets/npz_stack.ts";
import { UserError } from "#lib/runtime/errors.ts";
import {
  inFolder,
  npyOf,
  readAll,
  readBytes,
  refuses,
  valuesOf,
  written,
} from "./image_files.ts";
import { joined, zipFile, type ZipMember } from "./zip_file.ts";

for (const name of ["stored", "deflated"]) {
  Deno.test(`npz: NumPy's ${name} arrays come back byte by byte`, async () => {
    const values = valuesOf(3 * 8 * 9);
    for (const array of ["x0", "xt"]) {
      const path = `${written}/${name}.npz`;
      const { pieces: _, ...sizes } = await openNpzStack(path, array);
      assertEquals<unknown>(sizes, {
        name: `${path}, array ${array}`,
        count: 3,
        height: 8,
        width: 9,
        channels: 1,
        type: "uint8",
      });
      assertEquals(
        await readBytes(await openNpzStack(path, array)),
        array === "x0" ? values : values.map((value) => 255 - value),
      );
    }
  });
}

Deno.test("npz: NumPy's floating-point numbers come back, in any range", async () => {
  const values = valuesOf(2 * 8 * 8 * 3).map((value) => value / 256);
  for (const array of ["float32", "float64"] as const) {
    const stack = await openNpzStack(`${written}/types.npz`, array);
    assertEquals([stack.type, stack.channels], [array, 3]);
    assertEquals((await readAll(stack)).values, values);
  }
});

const convert = "; convert it with .astype(numpy.float32)";
const kinds =
  "expected integers, booleans or floating-point numbers of up to 64 bits, found ";
const others: Readonly<Record<string, string>> = {
  object: `${kinds}|O (dtype=object)${convert}`,
  structured:
    'expected an array of numbers, found one of records with named fields; store one field of them, for example array["a"]',
  flat:
    "expected the shape (N, H, W), (N, H, W, C) or (N, C, H, W), found (5,)",
  empty: "expected 1 to 1,000,000 images, found 0; there is nothing to read",
};

for (const [array, says] of Object.entries(others)) {
  Deno.test(`npz: NumPy's ${array} array is refused, with what to do`, async () => {
    const path = `${written}/types.npz`;
    await refuses(
      `${path}, array ${array}: ${says}`,
      () => openNpzStack(path, array),
    );
  });
}

Deno.test("npz: the error on a missing array lists those that exist", async () => {
  const path = `${written}/stored.npz`;
  await refuses(
    `${path}: expected one array images, found "x0.npy", "xt.npy"; numpy.savez(path, images=...) writes it`,
    () => openNpzStack(path, "images"),
  );
});

const [count, side] = [5, 8];
const pixels = valuesOf(count * side * side);
const whole = npyOf([count, side, side], pixels);

async function archive(
  folder: string,
  members: readonly ZipMember[],
): Promise<string> {
  await Deno.writeFile(`${folder}/p.npz`, zipFile(members));
  return `${folder}/p.npz`;
}

const read = async (path: string) =>
  await readBytes(await openNpzStack(path, "x0"));

inFolder("npz: what fflate zips is read, at every level", async (folder) => {
  const path = `${folder}/p.npz`;
  const values = Float64Array.from(pixels, (value) => value - 100.25);
  const npy = encodeNpy({ shape: [count, side, side], values });
  for (const level of [0, 9] as const) {
    await Deno.writeFile(path, zipSync({ "x0.npy": npy }, { level }));
    const stack = await openNpzStack(path, "x0");
    assertEquals((await readAll(stack)).values, [...values]);
    // Every call starts again from the first image.
    assertEquals((await readAll(stack)).values, [...values]);
  }
});

inFolder("npz: the archives that the tests write are valid", async (folder) => {
  const content = deflateRawSync(whole);
  const members: ZipMember[] = [
    { name: "x0.npy", content: whole },
    {
      name: "x0.npy",
      content,
      method: 8,
      size: whole.length,
      crc: crc32(whole),
    },
  ];
  for (const member of members) {
    assertEquals(await read(await archive(folder, [member])), pixels);
  }
});

inFolder("npz: cut off anywhere, it is refused by name", async (folder) => {
  const path = await archive(folder, [{ name: "x0.npy", content: whole }]);
  const bytes = await Deno.readFile(path);
  for (let length = 0; length < bytes.length; length += 7) {
    await Deno.writeFile(path, bytes.subarray(0, length));
    await refuses(
      /^\S+p\.npz, array x0: expected a whole \.npz archive, found: /,
      () => read(path),
    );
  }
});

inFolder(
  "npz: any byte changed, it is refused or read as it was",
  async (folder) => {
    const path = await archive(folder, [{ name: "x0.npy", content: whole }]);
    const bytes = await Deno.readFile(path);
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (at > 200 && at < bytes.length - 120 && at % 20 > 0) continue;
      await Deno.writeFile(path, bytes.with(at, bytes[at] ^ 0x41));
      const found = await read(path).catch(async (error) => {
        await refuses(/^\S+p\.npz/, () => Promise.reject(error));
        refused++;
        return pixels;
      });
      assertEquals(found, pixels);
    }
    assert(refused > 200, `${refused}`);
  },
);

const other = npyOf([count, side, side], pixels.map((value) => 255 - value));
const junk = new Uint8Array(100).fill(7);
const places: readonly (readonly [
  what: string,
  members: readonly ZipMember[],
  notes?: string,
])[] = [
  ["in a folder", [{ name: "pairs/x0.npy", content: whole }]],
  ["without an ending", [{ name: "x0", content: whole }]],
  ["in folders", [{ name: "a/b/x0.npy", content: whole }, {
    name: "a/x0/xt.npy",
    content: other,
  }]],
  ["beside one in a folder", [{ name: "a/x0.npy", content: other }, {
    name: "x0.npy",
    content: whole,
  }]],
  ["beside what macOS adds", [
    { name: "pairs/x0.npy", content: whole },
    { name: "__MACOSX/pairs/._x0.npy", content: junk },
    { name: "._x0.npy", content: junk },
  ]],
  ["without a name", [
    { name: "arr_0.npy", content: whole },
    { name: "arr_1.npy", content: other },
  ], "arr_0"],
  ["without a name beside what macOS adds", [
    { name: "arr_0.npy", content: whole },
    { name: "arr_1.npy", content: other },
    { name: "__MACOSX/._arr_0.npy", content: junk },
  ], "arr_0"],
];

for (const [what, members, stored] of places) {
  inFolder(`npz: an array ${what} is found`, async (folder) => {
    const path = await archive(folder, members);
    const stack = await openNpzStack(path, "x0");
    assertEquals(await readBytes(stack), pixels);
    assertEquals(
      stack.notes,
      stored === undefined
        ? undefined
        : [`${path}, array x0: read from the array ${stored}`],
    );
  });
}

inFolder("npz: arrays without names are in order", async (folder) => {
  const unnamed = [whole, other].map((content, i) => ({
    name: `arr_${i}.npy`,
    content,
  }));
  const both = await archive(folder, unnamed);
  const stack = await openNpzStack(both, "xt");
  assertEquals(await readBytes(stack), pixels.map((value) => 255 - value));
  await refuses(
    /expected one array images, found "arr_0.npy", "arr_1.npy"; numpy\.savez/,
    () => openNpzStack(both, "images"),
  );
  const one = await archive(folder, unnamed.slice(0, 1));
  assertEquals(await readBytes(await openNpzStack(one, "images")), pixels);
  await refuses(
    /expected one array x0, found "arr_0.npy"; numpy\.savez/,
    () => openNpzStack(one, "x0"),
  );
});

inFolder(
  "npz: headers of other writers are read with the values",
  async (folder) => {
    const shape = `(${count}L, ${side}L, ${side}L)`;
    const text = `{"shape":${shape},"fortran_order":False,"descr":"u1"}\n`;
    const header = new Uint8Array(10 + text.length);
    header.set(whole.subarray(0, 8));
    header[8] = text.length;
    header.set(strToU8(text), 10);
    const content = joined([header, Uint8Array.from(pixels)]);
    assertEquals(
      await read(await archive(folder, [{ name: "x0.npy", content }])),
      pixels,
    );
  },
);

/** NumPy's names of each type, as `numpy.dtype` takes them, without a byte order. */
const sameTypes = {
  bool: ["b1", "?", "bool"],
  uint8: ["u1", "B", "uint8", "ubyte"],
  int8: ["i1", "b", "int8", "byte"],
  uint16: ["u2", "H", "uint16", "ushort"],
  int16: ["i2", "h", "int16", "short"],
  uint32: ["u4", "I", "uint32", "uintc"],
  int32: ["i4", "i", "int32", "intc"],
  uint64: ["u8", "Q", "uint64", "ulonglong"],
  int64: ["i8", "q", "int64", "longlong"],
  float16: ["f2", "e", "float16", "half"],
  float32: ["f4", "f", "float32", "single"],
  float64: ["f8", "d", "float64", "double", "float"],
};

Deno.test("npz: a type is read by any of its names, in either byte order", () => {
  for (const [type, names] of Object.entries(sameTypes)) {
    for (const name of names) {
      for (const order of ["", "<", "=", "|", ">"]) {
        assertEquals<unknown>(valueFormatOf("a", order + name, 3), {
          type,
          bigEndian: order === ">",
        });
      }
    }
  }
});

/** Advice on an array of some type and number of axes. */
const advices:
  readonly (readonly [type: string, axes: number, says: string])[] = [
    [
      "|O",
      1,
      "|O (dtype=object), as NumPy makes of images of different sizes; crop or scale them to one size and store numpy.stack(images)",
    ],
    [
      "O",
      2,
      "O (dtype=object), as NumPy makes of images of different sizes; crop or scale them to one size and store numpy.stack(images)",
    ],
    ["|O", 4, "|O (dtype=object); convert it with .astype(numpy.float32)"],
    ["<c8", 3, "<c8, complex numbers; take numpy.abs or .real of them"],
    ["F", 3, "F, complex numbers; take numpy.abs or .real of them"],
    ["<U5", 3, "<U5, which are no numbers"],
    ["<m8[ns]", 3, "<m8[ns], which are no numbers"],
    ["|V8", 3, "|V8, which are no numbers"],
    ...["<f16", ">f12", "g"].map((type) =>
      [
        type,
        3,
        `${type}, whose bytes differ from machine to machine; convert it with .astype(numpy.float64)`,
      ] as const
    ),
    ["<u16", 3, "<u16; convert it with .astype(numpy.float32)"],
    ["a\nb", 3, "a\\nb, which are no numbers"],
  ];

for (const [type, axes, says] of advices) {
  Deno.test(`npz: ${JSON.stringify(type)} of ${axes} axes: what to do`, () => {
    const { message } = assertThrows(
      () => valueFormatOf("it", type, axes),
      UserError,
    );
    assertEquals(message, `it: ${kinds}${says}`);
  });
}

const tricks = [
  "../x0.npy",
  "/x0.npy",
  "a/../x0.npy",
  "..\\x0.npy",
  "C:x0.npy",
  "./x0.npy",
];
for (const name of tricks) {
  inFolder(
    `npz: a name like ${name} is refused, also beside the wanted array`,
    async (folder) => {
      for (const beside of [[], [{ name: "x0.npy", content: whole }]]) {
        const path = await archive(folder, [...beside, {
          name,
          content: whole,
        }]);
        await refuses(
          `${path}: expected plain names in the archive, found ${
            JSON.stringify(name)
          }; write it anew with numpy.savez`,
          () => read(path),
        );
      }
    },
  );
}

const savez = "numpy.savez(path, x0=..., xt=...) writes it";
const wrong: readonly {
  readonly what: string;
  readonly members: readonly ZipMember[];
  /** The message after the file's name. */
  readonly says: string;
}[] = [
  {
    what: "nothing",
    members: [],
    says: `: expected one array x0, found none; ${savez}`,
  },
  {
    what: "the array twice",
    members: [{ name: "x0.npy", content: whole }, {
      name: "x0.npy",
      content: whole,
    }],
    says: `: expected one array x0, found 2; ${savez}`,
  },
  {
    what: "an encrypted array",
    members: [{ name: "x0.npy", content: whole, flags: 1 }],
    says:
      ": expected one array x0, found an encrypted one; unpack it, and zip it without a password",
  },
  ...([[14, "LZMA"], [12, "bzip2"], [93, "Zstandard"], [
    77,
    "another method",
  ]] as const).map((
    [method, name],
  ) => ({
    what: `an array compressed with ${name}`,
    members: [{ name: "x0.npy", content: whole, method }],
    says:
      `: expected one array x0, found one compressed with ${name}; load it in NumPy and write it anew with numpy.savez_compressed`,
  })),
  {
    what: "the array in two folders",
    members: ["a/x0.npy", "b/x0.npy"].map((name) => ({ name, content: whole })),
    says: `: expected one array x0, found 2; ${savez}`,
  },
  {
    what: "many other arrays",
    members: Array.from(
      { length: 7 },
      (_, i) => ({ name: `arr_${i}.npy`, content: whole }),
    ),
    says:
      `: expected one array x0, found "arr_0.npy", "arr_1.npy", "arr_2.npy", "arr_3.npy", "arr_4.npy", ...; ${savez}`,
  },
  {
    what: "a text",
    members: [{ name: "x0.npy", content: strToU8("404: not found\n") }],
    says:
      `, array x0: expected an array as NumPy's .npy files hold it, found a text that begins with "404: not found"; give another file or, if this one was downloaded, fetch it again`,
  },
  {
    what: "half a header",
    members: [{ name: "x0.npy", content: whole.subarray(0, 50) }],
    says:
      ", array x0: expected a whole .npz archive, found: an array without a header",
  },
  {
    what: "half an array",
    members: [{ name: "x0.npy", content: whole.subarray(0, 200) }],
    says:
      ", array x0: expected 448 bytes for this shape, found 200; the file is damaged",
  },
  {
    what: "a shape beyond all bounds",
    members: [{ name: "x0.npy", content: npyOf([1e15, 8, 8], []) }],
    says:
      ", array x0: expected 1 to 1,000,000 images, found 1000000000000000; take a part of them",
  },
  {
    what: "a side beyond all bounds",
    members: [{ name: "x0.npy", content: npyOf([8, 8, 1e15], []) }],
    says:
      ", array x0: expected images of 8 to 512 pixels per side, found 8 x 1000000000000000; scale them first",
  },
  {
    what: "channels beyond all bounds",
    members: [{ name: "x0.npy", content: npyOf([8, 20, 20, 17], []) }],
    says: ", array x0: expected 1 to 16 channels, found 17; take some of them",
  },
  {
    what: "as many images as may be, and none of them",
    members: [{ name: "x0.npy", content: npyOf([1e6, 256, 256, 16], []) }],
    says:
      ", array x0: expected 1048576000128 bytes for this shape, found 128; the file is damaged",
  },
  {
    what: "a header beyond all bounds",
    members: [{
      name: "x0.npy",
      content: joined([
        whole.subarray(0, 6),
        Uint8Array.of(2, 0, 255, 255, 255, 255),
      ]),
    }],
    says:
      ", array x0: expected a header of at most 65536 bytes, found 4294967307",
  },
  {
    what: "a wrong check sum",
    members: [{ name: "x0.npy", content: whole, crc: 1 }],
    says: ", array x0: expected a whole .npz archive, found: Invalid CRC32",
  },
];

for (const { what, members, says } of wrong) {
  inFolder(`npz: ${what} is refused`, async (folder) => {
    const path = await archive(folder, members);
    await refuses(`${path}${says}`, () => read(path));
  });
}

inFolder("npz: a non-finite number is named by its image", async (folder) => {
  const path = `${folder}/p.npz`;
  const cases = [
    [Float32Array, NaN, "NaN"],
    [Float32Array, -Infinity, "-Infinity"],
    [Float64Array, 1e300, "1e+300"],
  ] as const;
  for (const [Type, value, found] of cases) {
    // More than one piece: 20,000 images of 64 values.
    const values = new Type(20_000 * 64);
    values[19_000 * 64 + 63] = value;
    const npy = encodeNpy({ shape: [20_000, 8, 8], values });
    await Deno.writeFile(path, zipSync({ "x0.npy": npy }, { level: 0 }));
    const stack = await openNpzStack(path, "x0");
    await refuses(
      `${path}, array x0: expected finite float32 numbers, found ${found} in image 19000 (counted from 0); leave that image out, or put a number there${
        found === "NaN" ? ", as numpy.nan_to_num does" : ""
      }`,
      async () => {
        for await (const _ of stack.pieces());
      },
    );
  }
});

/** 64 MiB of zeros, compressed to 64 KiB. */
const bomb = deflateRawSync(new Uint8Array(2 ** 26));

inFolder("npz: no more is unpacked than the archive states", async (folder) => {
  const header = encodeNpyHeader([count, side, side], "|u1");
  const content = deflateRawSync(joined([header, new Uint8Array(2 ** 26)]));
  const path = await archive(folder, [
    { name: "x0.npy", content, method: 8, size: whole.length },
  ]);
  await refuses(
    `${path}, array x0: expected a whole .npz archive, found: Invalid uncompressed size`,
    () => read(path),
  );
  using member = await openArchive(path, "x0");
  let size = 0;
  await assertRejects(async () => {
    for await (const { length } of member.bytes()) size += length;
  });
  assert(size < 2 ** 23, `${size}`);
});

inFolder(
  "npz: an array compressed a thousandfold is unpacked a little at a time, and no further than it is read",
  async (folder) => {
    const path = await archive(folder, [
      {
        name: "x0.npy",
        content: bomb,
        method: 8,
        size: 2 ** 26,
        crc: crc32(new Uint8Array(2 ** 26)),
      },
    ]);
    using member = await openArchive(path, "x0");
    let [size, most] = [0, 0];
    for await (const { length } of member.bytes()) {
      size += length;
      most = Math.max(most, length);
    }
    assertEquals(size, 2 ** 26);
    assert(most <= 2 ** 12 * 1032, `${most}`);
  },
);

inFolder("npz: a directory of more than 1 MiB is not read", async (folder) => {
  const members = Array.from(
    { length: 2_000 },
    (_, i) => ({ name: `${i}`.padEnd(600, "a"), content: new Uint8Array() }),
  );
  const path = await archive(folder, members);
  await refuses(
    /^\S+p\.npz, array x0: expected a whole \.npz archive, found: a directory of \d{7} bytes; at most 1048576 are read$/,
    () => read(path),
  );
});

inFolder(
  "npz: reading may stop anywhere, and leaves no file open",
  async (folder) => {
    // The content has eight pieces, so that the archive's end is not read yet.
    const content = npyOf([2 ** 17, 8, 8], new Uint8Array(2 ** 23).fill(7));
    const packed: ZipMember = {
      name: "x0.npy",
      content: deflateRawSync(content),
      method: 8,
      size: content.length,
      crc: crc32(content),
    };
    for (const member of [{ name: "x0.npy", content }, packed]) {
      const path = await archive(folder, [member]);
      const stack = await openNpzStack(path, "x0");
      for await (const piece of stack.pieces()) {
        assertEquals(piece.length, 2 ** 20);
        break;
      }
      const pieces = stack.pieces();
      await pieces.next();
      await pieces.return(undefined);
    }
  },
);

inFolder(
  "npz: a folder, or nothing, in the place of the archive",
  async (folder) => {
    await refuses(
      /^\S+, array x0: expected a whole \.npz archive, found: Is a directory/,
      () => read(folder),
    );
    await refuses(
      /^\S+none, array x0: expected a whole \.npz archive, found: No such file/,
      () => read(`${folder}/none`),
    );
  },
);
