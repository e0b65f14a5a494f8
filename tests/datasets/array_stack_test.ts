import { assert, assertEquals, assertRejects } from "@std/assert";
import { openNpyStack } from "#lib/datasets/npy_stack.ts";
import { openNpzStack } from "#lib/datasets/npz_stack.ts";
import { openPairs } from "#lib/datasets/open_images.ts";
import { GROUP_BYTES, rowMajor } from "#lib/datasets/row_major.ts";
import { encodeNpy } from "#lib/datasets/npy.ts";
import {
  inFolder,
  readAll,
  readBytes,
  refuses,
  valuesOf,
  written,
} from "./image_files.ts";
import { joined } from "./zip_file.ts";

const npz = `${written}/numbers.npz`;
const numbers = Array.from({ length: 72 }, (_, i) => i);
const signed = numbers.map((i) => i % 2 === 1 ? -i : i);

/**
 * Kinds of NumPy's types, with their widths, the numbers, and the divisor of the
 * numbers.
 */
const kinds: readonly (readonly [
  kind: string,
  widths: readonly number[],
  values: readonly number[],
  scale: (width: number) => number,
])[] = [
  ["uint", [8, 16, 32, 64], numbers, (width) => 2 ** width - 1],
  ["int", [8, 16, 32, 64], signed, () => 1],
  ["float", [16, 32, 64], signed, () => 1],
];

for (const [kind, widths, values, scale] of kinds) {
  for (const width of widths) {
    for (const order of ["little", "big"]) {
      Deno.test(`arrays: NumPy's ${kind}${width}, ${order}-endian, reads as the same numbers`, async () => {
        const stack = await openNpzStack(npz, `${kind}${width} ${order}`);
        assertEquals<string>(stack.type, `${kind}${width}`);
        assertEquals(
          (await readAll(stack)).values,
          values.map((value) => Math.fround(value / scale(width))),
        );
      });
    }
  }
}

Deno.test("arrays: booleans read as 0 and 1", async () => {
  const stack = await openNpzStack(npz, "bool");
  assertEquals((await readAll(stack)).values, numbers.map((i) => i % 2));
});

Deno.test("arrays: the largest unsigned number of every width reads as 1", async () => {
  for (const width of [8, 16, 32, 64]) {
    const stack = await openNpzStack(npz, `largest ${width}`);
    assertEquals((await readAll(stack)).values, Array(64).fill(1));
  }
});

const read =
  "expected integers, booleans or floating-point numbers of up to 64 bits, found ";
const refused: Readonly<Record<string, string>> = {
  longdouble:
    "<f16, whose bytes differ from machine to machine; convert it with .astype(numpy.float64)",
  complex: "<c8, complex numbers; take numpy.abs or .real of them",
  text: "<U2, which are no numbers",
};

for (const [array, says] of Object.entries(refused)) {
  Deno.test(`arrays: NumPy's ${array} is refused, with what to do`, () =>
    refuses(
      `${npz}, array ${array}: ${read}${says}`,
      () => openNpzStack(npz, array),
    ));
}

Deno.test("arrays: two .npy files in either order of memory are pairs", async () => {
  const { x0, xt } = await openPairs([
    `${written}/three-c.npy`,
    `${written}/three-fortran.npy`,
  ]);
  assertEquals([x0.type, xt.type], ["uint16", "uint16"]);
});

for (const [name, count] of [["three", 360], ["four", 1080]] as const) {
  Deno.test(`arrays: ${name} axes in Fortran order read as in C order`, async () => {
    for (const order of ["c", "fortran"]) {
      const stack = await openNpyStack(`${written}/${name}-${order}.npy`);
      assertEquals([stack.count, stack.height, stack.width], [5, 8, 9]);
      // The files hold uint16, big-endian, with small numbers.
      const { values } = await readAll(stack);
      const found = values.map((value) => Math.round(65535 * value));
      assertEquals(found, valuesOf(count));
      // Every call starts again from the first image.
      assertEquals((await readAll(stack)).values, values);
    }
  });
}

/** The values of an array, one byte each, in Fortran order. */
function fortran(
  values: Uint8Array,
  [count, height, width, channels]: readonly number[],
): Uint8Array {
  const out: number[] = [];
  for (let c = 0; c < channels; c++) {
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        for (let n = 0; n < count; n++) {
          out.push(values[((n * height + y) * width + x) * channels + c]);
        }
      }
    }
  }
  return Uint8Array.from(out);
}

/** A stream of bytes in parts of one length. It counts how often it is started. */
function cuts(bytes: Uint8Array, length: number) {
  const stream = {
    begun: 0,
    async *read() {
      stream.begun++;
      for (let at = 0; at < bytes.length; at += length) {
        yield await Promise.resolve(bytes.subarray(at, at + length));
      }
    },
  };
  return stream;
}

async function bytesOf(
  parts: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const copies: Uint8Array[] = [];
  for await (const part of parts) copies.push(part.slice());
  return joined(copies);
}

Deno.test("rowMajor puts images in order, whatever the cuts and groups", async () => {
  const shape = [7, 3, 4, 2], image = 24;
  const values = Uint8Array.from({ length: 7 * image }, (_, i) => i);
  const stored = fortran(values, shape);
  for (const length of [1, 5, 7, 24, 1000]) {
    for (const images of [1, 2, 3, 7, 100]) {
      const stream = cuts(stored, length);
      const array = { shape, valueBytes: 1 };
      const parts = rowMajor(array, stream.read, images * image + 5);
      assertEquals(await bytesOf(parts), values);
      assertEquals(stream.begun, Math.ceil(7 / images));
    }
  }
});

Deno.test("rowMajor keeps the bytes of a value together", async () => {
  const shape = [5, 2, 3];
  const words = Uint32Array.from({ length: 30 }, (_, i) => 0x01020304 * i);
  // For word (n, y, x), x runs fastest in C order and n in Fortran order.
  const stored = Uint32Array.from({ length: 30 }, (_, i) => {
    const [n, y, x] = [i % 5, Math.floor(i / 5) % 2, Math.floor(i / 10)];
    return words[(n * 2 + y) * 3 + x];
  });
  for (const length of [1, 3, 4, 50]) {
    const stream = cuts(new Uint8Array(stored.buffer), length);
    const array = { shape, valueBytes: 4 };
    const found = await bytesOf(rowMajor(array, stream.read, 50));
    assertEquals(found, new Uint8Array(words.buffer));
  }
});

Deno.test("rowMajor refuses bytes too many and too few", async () => {
  for (
    const [length, says] of [[23, "23 bytes"], [25, "more bytes"]] as const
  ) {
    const stream = cuts(new Uint8Array(length), 10);
    const array = { shape: [2, 3, 4], valueBytes: 1 };
    await assertRejects(
      () => bytesOf(rowMajor(array, stream.read)),
      Error,
      `${says} of values instead of 24`,
    );
  }
});

/** Header of an array of this shape in Fortran order, without values. */
function fortranHeader(shape: readonly number[]): Uint8Array {
  const dict = `{'descr': '|u1', 'fortran_order': True, 'shape': (${shape}), }`;
  const header = new Uint8Array(128).fill(0x20).with(127, 0x0a);
  header.set(Uint8Array.fromHex("934e554d505901007600"));
  header.set(new TextEncoder().encode(dict), 10);
  return header;
}

inFolder(
  "arrays: in Fortran order, more than 64 groups of images are refused",
  async (folder) => {
    const path = `${folder}/a.npy`;
    const count = 64 * GROUP_BYTES / 2 ** 16;
    for (const more of [0, 1]) {
      await Deno.writeFile(path, fortranHeader([count + more, 256, 256]));
      // The file is sparse.
      await Deno.truncate(path, 128 + (count + more) * 2 ** 16);
      const open = () => openNpyStack(path);
      if (more === 0) assertEquals((await open()).count, count);
      else {
        await refuses(
          `${path}: expected at most 8 GiB in Fortran order, found 8590000256 bytes; store numpy.ascontiguousarray of it`,
          open,
        );
      }
    }
  },
);

inFolder("npy: cut off anywhere, it is refused by name", async (folder) => {
  const path = `${folder}/a.npy`;
  for (const name of ["three-c", "three-fortran"]) {
    const bytes = await Deno.readFile(`${written}/${name}.npy`);
    for (let length = 0; length < bytes.length; length += 13) {
      await Deno.writeFile(path, bytes.subarray(0, length));
      await refuses(/^\S+a\.npy: expected /, () => openNpyStack(path));
    }
  }
});

inFolder(
  "npy: a header with any byte changed is refused or read",
  async (folder) => {
    const path = `${folder}/a.npy`;
    const bytes = await Deno.readFile(`${written}/three-fortran.npy`);
    let refusals = 0;
    for (let at = 0; at < 128; at++) {
      await Deno.writeFile(path, bytes.with(at, bytes[at] ^ 0x01));
      try {
        assertEquals((await readBytes(await openNpyStack(path))).length, 360);
      } catch (error) {
        await refuses(/^\S+a\.npy: expected /, () => Promise.reject(error));
        refusals++;
      }
    }
    assert(refusals > 50, `${refusals}`);
  },
);

inFolder(
  "npy: a file that changes while it is read is refused",
  async (folder) => {
    const path = `${folder}/a.npy`;
    for (const name of ["three-c", "three-fortran"]) {
      await Deno.copyFile(`${written}/${name}.npy`, path);
      const stack = await openNpyStack(path);
      await Deno.truncate(path, 500);
      await refuses(/^\S+a\.npy: expected .*found/, () => readAll(stack));
      await Deno.remove(path);
      await refuses(
        /^\S+a\.npy: expected a whole \.npy file, found: No such/,
        () => readAll(stack),
      );
    }
  },
);

inFolder(
  "npy: the error on a number that is not finite names its image",
  async (folder) => {
    const path = `${folder}/a.npy`;
    for (const [value, said] of [[NaN, "NaN"], [1e300, "1e\\+300"]] as const) {
      const values = new Float64Array(192).fill(0.5).with(64 + 3, value);
      await Deno.writeFile(path, encodeNpy({ shape: [3, 8, 8], values }));
      await refuses(
        new RegExp(
          `^\\S+a\\.npy: expected finite float32 numbers, found ${said} in image 1 `,
        ),
        async () => await readAll(await openNpyStack(path)),
      );
    }
  },
);
