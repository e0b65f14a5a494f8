import { assert, assertEquals } from "@std/assert";
import { deflateSync } from "node:zlib";
import { openFolderStack } from "#lib/datasets/folder_stack.ts";
import { allclose } from "../allclose.ts";
import {
  inFolder,
  readAll,
  refuses,
  valuesOf,
  written,
} from "./image_files.ts";
import { stripFields, tags, type TiffFields, tiffOf } from "./tiff_file.ts";

const fixture = (name: string) => Deno.readFileSync(`${written}/${name}`);

/** A fixture with some bytes overwritten. */
function changed(
  name: string,
  at: number,
  bytes: readonly number[],
): Uint8Array {
  const file = fixture(name);
  file.set(bytes, at);
  return file;
}

const pixels = Uint8Array.from(valuesOf(64));

/** A gray TIFF file of 8 x 8 pixels with some fields changed. */
const tiff = (fields: TiffFields, content: Uint8Array = pixels) =>
  tiffOf({ ...stripFields([8, 8], 1, 8, content.length), ...fields }, content);

/**
 * LZW codes of more than 2^20 zeros: the clear code 256, then strings that each are one
 * longer than the last.
 */
function lzwBomb(): Uint8Array {
  const codes: (readonly [code: number, bits: number])[] = [];
  while (codes.length < 3000 * 20) {
    codes.push([256, codes.length === 0 ? 9 : 12]);
    codes.push([0, 9]);
    for (let next = 258; next < 3200; next++) {
      codes.push([
        next,
        next < 511 ? 9 : next < 1023 ? 10 : next < 2047 ? 11 : 12,
      ]);
    }
  }
  const bits = codes.map(([code, bits]) => code.toString(2).padStart(bits, "0"))
    .join("");
  return Uint8Array.from(
    bits.match(/.{8}/g)!,
    (byte) => parseInt(byte, 2),
  );
}

const deflated = (size: number) => deflateSync(new Uint8Array(size));
const tooLarge =
  "more than the 64 megapixels that are read; scale it down first";

const lies: readonly (readonly [
  what: string,
  file: Uint8Array,
  says: string,
])[] = [
  [
    "a BMP file of absurd size",
    changed("rgb.bmp", 18, [0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]),
    `2147483647 x 2147483647 pixels, ${tooLarge}`,
  ],
  [
    "a BMP file that states more rows than it has",
    changed("rgb.bmp", 22, [9]),
    "fewer pixels than 9 x 9",
  ],
  [
    "a BMP file of a width below 0",
    changed("rgb.bmp", 18, [0xff, 0xff, 0xff, 0xff]),
    "8 x -1 pixels",
  ],
  [
    "a compressed BMP file",
    changed("palette.bmp", 30, [1]),
    "a compressed BMP file; save it as PNG",
  ],
  [
    "a BMP file of 2 bits per pixel",
    changed("palette.bmp", 28, [2]),
    "2 bits per pixel; save it as PNG",
  ],
  [
    "a BMP file with a colour beyond its palette",
    changed("palette.bmp", 46, [71, 0]),
    "a colour beyond the palette",
  ],
  [
    "a GIF file of absurd size",
    changed("plain.gif", 6, [0xff, 0xff, 0xff, 0xff]),
    `65535 x 65535 pixels, ${tooLarge}`,
  ],
  [
    "a GIF file smaller than its image",
    changed("plain.gif", 6, [8]),
    "an image that reaches beyond the picture",
  ],
  [
    "a WebP file of absurd size",
    changed("orientation-6.webp", 24, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    `16777216 x 16777216 pixels, ${tooLarge}`,
  ],
  [
    "a WebP file of another size than its image",
    changed("orientation-6.webp", 24, [8]),
    "a WebP file that cannot be decoded",
  ],
  [
    "a TIFF file of absurd size",
    tiff({ [tags.width]: [2 ** 31] }),
    `8 x 2147483648 pixels, ${tooLarge}`,
  ],
  [
    "a TIFF file of too many values",
    tiffOf(stripFields([8000, 8000], 4, 16, 64), pixels),
    "8000 x 8000 pixels of 4 values of 16 bits, more than the 256 MiB that are unpacked; save it with 8 bits, or scale it down first",
  ],
  [
    "a TIFF file that states 64 megapixels and holds a few",
    tiffOf(stripFields([8192, 8192], 1, 8, 64), pixels),
    "fewer pixels than stated",
  ],
  [
    "a TIFF file with a strip beyond its end",
    tiff({ [tags.stripBegins]: [1e6] }),
    "a TIFF file that is cut off",
  ],
  [
    "a TIFF file with more strips than rows",
    tiff({ [tags.stripBegins]: Array(9).fill(8) }),
    "9 strips instead of 1; the file is damaged",
  ],
  [
    "a TIFF file that packs a bomb by Deflate",
    tiff({ [tags.compression]: [8] }, deflated(2 ** 24)),
    "more pixels than stated",
  ],
  [
    "a TIFF file that packs a bomb by LZW",
    tiff({ [tags.compression]: [5] }, lzwBomb()),
    "more pixels than stated",
  ],
  [
    "a TIFF file that packs too few pixels",
    tiff({ [tags.compression]: [8] }, deflated(63)),
    "fewer pixels than stated",
  ],
  [
    "a TIFF file with a plane for each colour",
    tiffOf(
      { ...stripFields([8, 8], 3, 8, 192), [tags.planes]: [2] },
      new Uint8Array(192),
    ),
    "a TIFF file with a plane for each colour; save it anew, in strips, or as PNG",
  ],
  [
    "a TIFF file in tiles",
    tiff({ [tags.tileWidth]: [16] }),
    "a TIFF file in tiles; save it anew, in strips, or as PNG",
  ],
  [
    "a TIFF file of 12 bits",
    tiff({ [tags.bits]: [12] }),
    "12 bits per value; save it with 8",
  ],
  [
    "a TIFF file of two values and more",
    tiffOf(stripFields([8, 8], 6, 8, 384), new Uint8Array(384)),
    "6 values per pixel; save it as RGB",
  ],
];

for (const [what, file, says] of lies) {
  inFolder(`pictures: ${what} is refused`, async (folder) => {
    await Deno.writeFile(`${folder}/a.png`, file);
    await refuses(
      `${folder}/a.png: expected a whole PNG, JPEG, WebP, GIF, BMP or TIFF file, found: ${says}`,
      async () => await readAll(await openFolderStack(folder)),
    );
  });
}

inFolder(
  "pictures: a TIFF field of very many numbers is refused",
  async (folder) => {
    // The count of the last field is changed, too; the file ends soon after it.
    const file = tiff({ 60000: [1, 2] });
    const view = new DataView(file.buffer);
    const directory = view.getUint32(4), fields = view.getUint16(directory);
    for (
      const [i, says] of [[0, /cut off$/], [fields - 1, undefined]] as const
    ) {
      const lie = file.slice();
      new DataView(lie.buffer).setUint32(
        directory + 2 + 12 * i + 4,
        2 ** 32 - 1,
      );
      await Deno.writeFile(`${folder}/a.tif`, lie);
      const read = async () => await readAll(await openFolderStack(folder));
      // Fields that are not read may state any count.
      if (says === undefined) assertEquals((await read()).values.length, 64);
      else await refuses(says, read);
    }
  },
);

inFolder("pictures: TIFF in RGB of 16 bits, and in strips", async (folder) => {
  const numbers = Array.from({ length: 192 }, (_, i) => 341 * i);
  const content = Uint8Array.from(
    numbers.flatMap((number) => [number >> 8, number & 0xff]),
  );
  const whole = stripFields([8, 8], 3, 16, 384);
  const strips = {
    ...whole,
    [tags.rowsPerStrip]: [3],
    [tags.stripBegins]: [8, 8 + 144, 8 + 288],
    [tags.stripBytes]: [144, 144, 96],
  };
  for (const fields of [whole, strips]) {
    await Deno.writeFile(`${folder}/a.tiff`, tiffOf(fields, content));
    const stack = await openFolderStack(folder);
    assertEquals([stack.type, stack.channels], ["float32", 3]);
    allclose(
      (await readAll(stack)).values,
      numbers.map((number) => number / 65535),
      { absolute: 1e-7 },
    );
  }
});

/** A BMP file of 8 x 8 pixels. With masks it has the longer header. */
function bmpOf(
  bits: number,
  rows: number,
  content: Uint8Array,
  masks: readonly number[] = [],
): Uint8Array {
  const size = masks.length === 0 ? 40 : 56;
  const view = new DataView(new ArrayBuffer(14 + size + content.length));
  const file = new Uint8Array(view.buffer);
  file.set([0x42, 0x4d]);
  view.setUint32(10, 14 + size, true);
  view.setUint32(14, size, true);
  view.setInt32(18, 8, true);
  view.setInt32(22, rows, true);
  view.setUint16(28, bits, true);
  view.setUint32(30, masks.length === 0 ? 0 : 3, true);
  masks.forEach((mask, i) => view.setUint32(54 + 4 * i, mask, true));
  file.set(content, 14 + size);
  return file;
}

inFolder(
  "pictures: BMP of 16 bits, first row first, and with an opacity",
  async (folder) => {
    const path = `${folder}/a.bmp`;
    const words = Uint16Array.from({ length: 64 }, (_, i) => 509 * i);
    const wordBytes = new Uint8Array(words.buffer);
    await Deno.writeFile(path, bmpOf(16, -8, wordBytes));
    const five = [...words].flatMap((word) =>
      [10, 5, 0].map((shift) => Math.fround((word >> shift & 31) / 31))
    );
    assertEquals((await readAll(await openFolderStack(folder))).values, five);
    // With a positive number of rows the last row comes first.
    await Deno.writeFile(path, bmpOf(16, 8, wordBytes));
    const turned = Array.from(
      { length: 8 },
      (_, y) => five.slice(24 * y, 24 * y + 24),
    )
      .toReversed().flat();
    assertEquals((await readAll(await openFolderStack(folder))).values, turned);

    // Masks for opacity in the lowest byte, then red, green and blue.
    const masks = [0xff00, 0xff0000, 0xff000000, 0xff];
    const bytes = Uint8Array.from(valuesOf(256));
    await Deno.writeFile(path, bmpOf(32, -8, bytes, masks));
    const expected = Array.from({ length: 64 }, (_, pixel) => {
      const [alpha, ...colour] = bytes.subarray(4 * pixel, 4 * pixel + 4);
      return colour.map((value) =>
        (alpha * value / 255 + (255 - alpha) / 2) / 255
      );
    }).flat();
    allclose((await readAll(await openFolderStack(folder))).values, expected, {
      absolute: 1e-6,
    });
  },
);

inFolder(
  "pictures: the decoder prints nothing about a GIF file of too few pixels",
  async (folder) => {
    const { log } = console;
    let said = 0;
    console.log = () => said++;
    try {
      // The frame states one row more than it has pixels for.
      const file = changed("plain.gif", 8, [9]);
      const frame = file.lastIndexOf(0x2c);
      assert(frame > 0);
      file[frame + 7] = 9;
      await Deno.writeFile(`${folder}/a.gif`, file);
      await refuses(
        /found: fewer pixels than stated$/,
        () => openFolderStack(folder),
      );
    } finally {
      console.log = log;
    }
    assertEquals(said, 0);
  },
);

/** Packs codes of GIF's LZW for pixels of 8 bits, each code in 9 bits. */
const gifCodes = (codes: readonly number[]): Uint8Array => {
  const bits = codes.flatMap((code) =>
    Array.from({ length: 9 }, (_, bit) => code >> bit & 1)
  );
  return Uint8Array.from(
    { length: Math.ceil(bits.length / 8) },
    (_, i) =>
      bits.slice(8 * i, 8 * i + 8).reduce((sum, bit, k) => sum | bit << k, 0),
  );
};

/** A GIF file of 8 x 8 pixels with these codes, and a palette of some colours. */
function gifOf(codes: Uint8Array, colours = 256): Uint8Array {
  const eight = [8, 0, 8, 0];
  const blocks: number[] = [];
  for (let at = 0; at < codes.length; at += 255) {
    const block = codes.subarray(at, at + 255);
    blocks.push(block.length, ...block);
  }
  return Uint8Array.from([
    ...new TextEncoder().encode("GIF89a"),
    ...eight,
    0x80 | Math.log2(colours) - 1,
    0,
    0,
    ...Array.from({ length: 3 * colours }, (_, i) => Math.floor(i / 3)),
    ...[0x2c, 0, 0, 0, 0, ...eight, 0, 8],
    ...blocks,
    0,
    0x3b,
  ]);
}

const sixtyFour = Array.from({ length: 64 }, (_, i) => i);
const gifs: readonly (readonly [
  what: string,
  file: Uint8Array,
  says: RegExp | undefined,
])[] = [
  ["right", gifOf(gifCodes([256, ...sixtyFour, 257])), undefined],
  ["without an end", gifOf(gifCodes([256, ...sixtyFour])), undefined],
  [
    "with a pixel too few",
    gifOf(gifCodes([256, ...sixtyFour.slice(1), 257])),
    /found: fewer pixels than stated$/,
  ],
  [
    "with a pixel too many",
    gifOf(gifCodes([256, ...sixtyFour, 0, 257])),
    /found: more pixels than stated$/,
  ],
  [
    "with a colour beyond its palette",
    gifOf(gifCodes([256, ...sixtyFour, 257]), 32),
    /found: a colour beyond the palette$/,
  ],
  [
    // Code 301 is not defined yet. String 259 would begin with string 301, and later
    // string 301 with string 259: omggif 1.0.10 follows them without end.
    "whose codes go round",
    gifOf(gifCodes([
      ...[256, 7, 301, ...Array(41).fill(7)],
      ...[259, 259, 301, 301, 301, 301, 257],
    ])),
    /found: codes of LZW that are damaged$/,
  ],
];

for (const [what, file, says] of gifs) {
  inFolder(`pictures: a GIF file ${what}`, async (folder) => {
    await Deno.writeFile(`${folder}/a.gif`, file);
    const read = async () => await readAll(await openFolderStack(folder));
    if (says !== undefined) await refuses(says, read);
    else {
      const expected = sixtyFour.map((value) => Math.fround(value / 255));
      assertEquals((await read()).values, expected);
    }
  });
}
