import { assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { openIdxStack } from "#lib/datasets/idx_stack.ts";
import {
  idxHeaderOf,
  inFolder,
  readBytes,
  refuses,
  valuesOf,
} from "./image_files.ts";
import { joined } from "./zip_file.ts";

const pixels = valuesOf(3 * 8 * 9);
const whole = joined([idxHeaderOf(3, 8, 9), Uint8Array.from(pixels)]);

const read = async (path: string) => await readBytes(await openIdxStack(path));

inFolder("idx: its images come back, gzipped or not", async (folder) => {
  const path = `${folder}/images-idx3-ubyte`;
  for (const stored of [whole, gzipSync(whole)]) {
    await Deno.writeFile(path, stored);
    const { pieces: _, ...sizes } = await openIdxStack(path);
    assertEquals<unknown>(sizes, {
      name: path,
      count: 3,
      height: 8,
      width: 9,
      channels: 1,
      type: "uint8",
    });
    assertEquals(await read(path), pixels);
  }
});

const cases: readonly (readonly [string, Uint8Array, string])[] = [
  [
    "nothing in it",
    new Uint8Array(),
    ": expected a whole idx file of images, gzipped or not, found: an empty file",
  ],
  [
    "half a header",
    whole.subarray(0, 9),
    ": expected an idx header of 16 bytes, found 9 bytes",
  ],
  [
    "other bytes",
    new TextEncoder().encode("404: not found\n\n\n"),
    `: expected a whole idx file of images, gzipped or not, found: a text that begins with "404: not found"; give another file or, if this one was downloaded, fetch it again`,
  ],
  [
    "bytes of no format",
    Uint8Array.fromHex("00112233445566778899aabbccddeeff"),
    ": expected the magic number 0x00000803 of idx images (unsigned bytes, 3 dimensions), found 0x00112233",
  ],
  [
    "labels in the place of images",
    Uint8Array.fromHex("00000801000000030102030000000000"),
    ": expected the magic number 0x00000803 of idx images (unsigned bytes, 3 dimensions), found 0x00000801 of labels; take the file of the images",
  ],
  [
    "an image cut off",
    whole.subarray(0, -1),
    ": expected 216 bytes of pixels for 3 images, found 215; the file is damaged",
  ],
  [
    "a byte too many",
    joined([whole, Uint8Array.of(0)]),
    ": expected 216 bytes of pixels for 3 images, found more; the file is damaged",
  ],
  [
    "no images",
    idxHeaderOf(0, 8, 8),
    ": expected at least one image of at least one pixel, found 0 of 8 x 8",
  ],
  [
    "images beyond all bounds",
    idxHeaderOf(0xffff_ffff, 8, 8),
    ": expected 1 to 1,000,000 images, found 4294967295; take a part of them",
  ],
  [
    "a side beyond all bounds",
    idxHeaderOf(5, 8, 0xffff_ffff),
    ": expected images of 8 to 512 pixels per side, found 8 x 4294967295; scale them first",
  ],
  [
    "images too small",
    idxHeaderOf(5, 7, 8),
    ": expected images of 8 to 512 pixels per side, found 7 x 8; scale them first",
  ],
  [
    "as many as may be, and none of them",
    idxHeaderOf(1e6, 256, 256),
    ": expected 65536000000 bytes of pixels for 1000000 images, found 0; the file is damaged",
  ],
];

for (const [what, bytes, says] of cases) {
  inFolder(`idx: ${what} is refused`, async (folder) => {
    const path = `${folder}/images`;
    for (const stored of [bytes, gzipSync(bytes)]) {
      await Deno.writeFile(path, stored);
      await refuses(`${path}${says}`, () => read(path));
    }
  });
}

inFolder(
  "idx: gzipped and cut off anywhere is refused by name",
  async (folder) => {
    const path = `${folder}/images.gz`;
    const packed = gzipSync(whole);
    for (let length = 2; length < packed.length; length += 3) {
      await Deno.writeFile(path, packed.subarray(0, length));
      await refuses(/^\S+images\.gz: expected /, () => read(path));
    }
  },
);

inFolder(
  "idx: a gzip bomb is left at the first byte too many",
  async (folder) => {
    const path = `${folder}/images`;
    await Deno.writeFile(
      path,
      gzipSync(joined([idxHeaderOf(3, 8, 9), new Uint8Array(2 ** 25)])),
    );
    await refuses(
      `${path}: expected 216 bytes of pixels for 3 images, found more; the file is damaged`,
      () => read(path),
    );
  },
);

inFolder("idx: many images come in pieces of whole images", async (folder) => {
  const path = `${folder}/images`;
  const count = 2 ** 15; // 32 KiB of 8 x 9, in two pieces and a bit
  await Deno.writeFile(
    path,
    joined([idxHeaderOf(count, 8, 9), new Uint8Array(count * 72)]),
  );
  const stack = await openIdxStack(path);
  const lengths: number[] = [];
  for await (const piece of stack.pieces()) lengths.push(piece.length / 72);
  assertEquals(lengths, [14563, 14563, 3642]);
});

inFolder("idx: a folder, or nothing, in place of the file", async (folder) => {
  const expected = "expected a whole idx file of images, gzipped or not, found";
  await refuses(
    new RegExp(`^${folder}: ${expected}: Is a directory`),
    () => read(folder),
  );
  await refuses(
    new RegExp(`^${folder}/none: ${expected}: No such file`),
    () => read(`${folder}/none`),
  );
});
