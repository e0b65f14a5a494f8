import { assert, assertEquals } from "@std/assert";
import { encode } from "fast-png";
import { zlibSync } from "fflate";
import { deflateSync } from "node:zlib";
import { openFolderStack, picturesIn } from "#lib/datasets/folder_stack.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../allclose.ts";
import { modesForbid } from "./closed_files.ts";
import { needs } from "../needs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import {
  inFolder,
  readAll,
  readBytes,
  refuses,
  valuesOf,
  written,
} from "./image_files.ts";
import { flatJpeg } from "./jpeg_file.ts";
import { pngEnd, pngHeader, pngOf } from "./png_file.ts";
import { joined } from "./zip_file.ts";

/** Makes a file the only image of a folder; returns its path. */
async function one(folder: string, file: string): Promise<string> {
  const path = `${folder}/${file.split("/").at(-1)}`;
  await Deno.copyFile(`${written}/${file}`, path);
  return path;
}

const grey = valuesOf(72), rgb = valuesOf(216);
const palette = Array.from({ length: 72 }, (_, k) => [k, 255 - k, 7]).flat();
const readable: readonly (readonly [string, number, readonly number[]])[] = [
  ["grey.png", 1, grey],
  ["1bit.png", 1, grey.map((value) => value > 100 ? 255 : 0)],
  ["key.png", 1, grey.map((value) => value === 37 ? 128 : value)],
  [
    "2bit-palette.png",
    3,
    grey.flatMap((_, i) => {
      const index = (Math.floor(i / 9) + i % 9) % 4;
      return [80 * index, 255 - 80 * index, 7];
    }),
  ],
  ["la.png", 1, grey],
  ["rgb.png", 3, rgb],
  ["rgba.png", 3, rgb],
  ["palette.png", 3, palette],
];

for (const [file, channels, values] of readable) {
  inFolder(`folder: Pillow's ${file} comes back to the bit`, async (folder) => {
    await one(folder, file);
    const stack = await openFolderStack(folder);
    const { pieces: _, ...sizes } = stack;
    assertEquals<unknown>(sizes, {
      name: folder,
      count: 1,
      height: 8,
      width: 9,
      channels,
      type: "uint8",
    });
    assertEquals(await readBytes(stack), values);
  });
}

/** Pictures with transparent pixels: their values and their opacity, in bytes. */
const transparent: readonly (readonly [
  file: string,
  values: readonly number[],
  alpha: (i: number) => number,
])[] = [
  ["shines.png", rgb, () => 254],
  [
    "palette-alpha.png",
    palette,
    (i) => i < 150 ? 3 * Math.floor(i / 3) : 255,
  ],
];

for (const [file, values, alpha] of transparent) {
  inFolder(`folder: ${file} is put on middle gray`, async (folder) => {
    await one(folder, file);
    const stack = await openFolderStack(folder);
    allclose(
      (await readAll(stack)).values,
      values.map((value, i) =>
        (alpha(i) * value / 255 + (255 - alpha(i)) / 2) / 255
      ),
      { absolute: 1e-6 },
    );
  });
}

const jpegs = ["grey.jpg", "rgb.jpg", "progressive.jpg", "cmyk.jpg"];
for (const file of jpegs) {
  inFolder(`folder: Pillow's ${file} comes back nearly`, async (folder) => {
    await one(folder, file);
    const stack = await openFolderStack(folder);
    const channels = file === "grey.jpg" ? 1 : 3;
    assertEquals([stack.height, stack.width, stack.channels], [
      16,
      24,
      channels,
    ]);
    const ramp = Array.from({ length: 16 * 24 }, (_, i) => {
      const value = 10 * (i % 24) + Math.floor(5 * Math.floor(i / 24) / 4);
      return [value, 255 - value, Math.floor(value / 2)].slice(0, channels);
    }).flat();
    allclose(await readBytes(stack), ramp, { absolute: 6 });
  });
}

inFolder(
  "folder: 16 bits are kept, as floating-point numbers",
  async (folder) => {
    const image = Uint8Array.from(
      Array.from({ length: 64 }, (_, i) => [0, i % 5, i]).flatMap(
        (row, y) =>
          y < 8 ? [0, ...Array(7).fill(row).flat().slice(0, 14), 1, y] : [],
      ),
    );
    await Deno.writeFile(
      `${folder}/a.png`,
      pngOf([
        pngHeader(8, 8, [16, 0, 0]),
        ["IDAT", zlibSync(image)],
        pngEnd,
      ]),
    );
    const stack = await openFolderStack(folder);
    assertEquals(stack.type, "float32");
    const { values } = await readAll(stack);
    // In the last column the 16-bit value is 256 + row.
    allclose(
      values.filter((_, i) => i % 8 === 7),
      Array.from({ length: 8 }, (_, y) => (256 + y) / 65535),
      { absolute: 1e-7 },
    );
    await Deno.remove(`${folder}/a.png`);
    await one(folder, "16bit.png");
    assertEquals(await readBytes(await openFolderStack(folder)), grey);
  },
);

/** The seven passes of Adam7: first column, first row, and steps. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

inFolder("folder: an interlaced PNG comes back to the bit", async (folder) => {
  for (const [height, width] of [[8, 9], [13, 11]]) {
    const rows: number[][] = [];
    for (const [x, y, stepX, stepY] of adam7) {
      for (let row = y; row < height; row += stepY) {
        const values = [0]; // no filter
        for (let column = x; column < width; column += stepX) {
          values.push(37 * (row * width + column) % 256);
        }
        if (values.length > 1) rows.push(values);
      }
    }
    const packed = zlibSync(Uint8Array.from(rows.flat()));
    const png = pngOf([
      pngHeader(width, height, [8, 0, 1]),
      ["IDAT", packed],
      pngEnd,
    ]);
    await Deno.writeFile(`${folder}/a.png`, png);
    const stack = await openFolderStack(folder);
    assertEquals(await readBytes(stack), valuesOf(height * width));
  }
});

const zeros = deflateSync(new Uint8Array(8 * 9));
/**
 * Compressed a thousandfold at its start; the damaged bytes after that are never read.
 */
const bomb = joined([
  deflateSync(new Uint8Array(2 ** 25)).subarray(0, 10_000),
  new Uint8Array(100).fill(0xff),
]);
const damaged: readonly (readonly [string, Uint8Array, string])[] = [
  ["nothing in it", new Uint8Array(), "an empty file"],
  [
    "a web page",
    new TextEncoder().encode("<html>"),
    "an HTML page, probably a failed download; open it in a text editor to see why, and fetch the file again",
  ],
  ["other bytes", Uint8Array.of(1, 2, 3, 0), "other bytes"],
  ["a PNG's beginning only", pngOf([]), "a PNG file that is cut off"],
  ["a PNG without a header", pngOf([pngEnd]), "a PNG file without a header"],
  [
    "a PNG without pixels",
    pngOf([pngHeader(8, 8, [8, 0, 0]), pngEnd]),
    "fewer pixels than 8 x 8",
  ],
  [
    "a PNG with a row missing",
    pngOf([pngHeader(8, 9, [8, 0, 0]), ["IDAT", zeros], pngEnd]),
    "fewer pixels than 9 x 8",
  ],
  [
    "a PNG with too many",
    pngOf([pngHeader(8, 7, [8, 0, 0]), ["IDAT", zeros], pngEnd]),
    "more pixels than 7 x 8",
  ],
  [
    "a PNG bomb",
    pngOf([pngHeader(8, 8, [8, 0, 0]), ["IDAT", bomb], pngEnd]),
    "more pixels than 8 x 8",
  ],
  [
    "a PNG of absurd size",
    pngOf([pngHeader(2 ** 31, 2 ** 31, [8, 6, 0]), ["IDAT", zeros], pngEnd]),
    "2147483648 x 2147483648 pixels, more than the 64 megapixels that are read; scale it down first",
  ],
  [
    "a PNG of no size",
    pngOf([pngHeader(0, 8, [8, 6, 0]), ["IDAT", zeros], pngEnd]),
    "8 x 0 pixels",
  ],
  [
    "a PNG of 16 bits that takes too much memory",
    pngOf([pngHeader(8000, 8000, [16, 6, 0]), ["IDAT", zeros], pngEnd]),
    "8000 x 8000 pixels of 4 values of 16 bits, more than the 256 MiB that are unpacked; save it with 8 bits, or scale it down first",
  ],
  [
    "a PNG that states 64 megapixels and holds a few",
    pngOf([pngHeader(8192, 8192, [8, 0, 0]), ["IDAT", zeros], pngEnd]),
    "fewer pixels than 8192 x 8192",
  ],
  [
    "an interlaced PNG of 1 bit",
    pngOf([pngHeader(8, 8, [1, 0, 1]), ["IDAT", zeros], pngEnd]),
    "an interlaced image of 1 bit per value; save it without interlacing, or with 8 bits",
  ],
  [
    "a PNG of 4 bits in RGB",
    pngOf([pngHeader(8, 8, [4, 2, 0]), ["IDAT", zeros], pngEnd]),
    "4 bits per value of colour type 2",
  ],
  [
    "a PNG of an unknown colour type",
    pngOf([pngHeader(8, 8, [8, 5, 0]), ["IDAT", zeros], pngEnd]),
    "colour type 5",
  ],
  [
    "a PNG of a colour beyond its palette",
    pngOf([
      pngHeader(8, 8, [8, 3, 0]),
      ["PLTE", Uint8Array.of(1, 2, 3)],
      ["IDAT", deflateSync(new Uint8Array(72).with(9, 0).with(71, 1))],
      pngEnd,
    ]),
    "a colour beyond the palette",
  ],
  [
    "a PNG without its palette",
    pngOf([
      pngHeader(8, 8, [8, 3, 0]),
      ["IDAT", deflateSync(new Uint8Array(72))],
      pngEnd,
    ]),
    "a palette that is missing",
  ],
  [
    "a PNG with a chunk that no decoder may pass over",
    pngOf([
      pngHeader(8, 8, [8, 0, 0]),
      ["ABCD", zeros],
      ["IDAT", zeros],
      pngEnd,
    ]),
    "an unknown chunk",
  ],
  [
    "a JPEG's beginning only",
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
    "a JPEG file without an image",
  ],
  [
    "a JPEG of absurd size",
    flatJpeg(65_535, 65_535, { missing: 2 ** 24 }),
    "65535 x 65535 pixels, more than the 64 megapixels that are read; scale it down first",
  ],
  [
    "a JPEG of 65 megapixels",
    flatJpeg(8192, 8193),
    "8192 x 8193 pixels, more than the 64 megapixels that are read; scale it down first",
  ],
  [
    "a JPEG that states 64 megapixels and holds a few",
    flatJpeg(8192, 8192, { missing: 2 ** 18 - 2000 }),
    "too few bytes for 8192 x 8192 pixels",
  ],
  [
    "a JPEG of very many scans",
    flatJpeg(16, 16, { moreScans: 200 }),
    "201 scans; at most 200 are read",
  ],
  [
    "a JPEG for print that is large",
    flatJpeg(4096, 4097, { components: 4 }),
    "4096 x 4097 pixels for print (CMYK), of which 16 megapixels are read; save it as RGB",
  ],
  [
    "a JPEG of 2 colours",
    flatJpeg(16, 16, { components: 2 }),
    "2 colours; save it as RGB",
  ],
  [
    "an arithmetic-coded JPEG",
    flatJpeg(16, 16, { frame: 0xc9 }),
    "a JPEG file of a rare kind (SOF9, 8 bits a value); save it anew, as baseline or progressive JPEG",
  ],
  [
    "a JPEG of 12 bits",
    flatJpeg(16, 16, { frame: 0xc1, bits: 12 }),
    "a JPEG file of a rare kind (SOF1, 12 bits a value); save it anew, as baseline or progressive JPEG",
  ],
  [
    "a JPEG that ends too soon",
    flatJpeg(512, 512, { missing: 400 }),
    "Corrupt JPEG data: premature end of data segment",
  ],
];

for (const [what, bytes, says] of damaged) {
  inFolder(`folder: ${what} is refused`, async (folder) => {
    await Deno.writeFile(`${folder}/a.png`, bytes);
    await refuses(
      `${folder}/a.png: expected a whole PNG, JPEG, WebP, GIF, BMP or TIFF file, found: ${says}`,
      () => openFolderStack(folder),
    );
  });
}

inFolder(
  "folder: colour profiles and texts are not unpacked",
  async (folder) => {
    const profile = joined([new TextEncoder().encode("icc\0\0"), bomb]);
    await Deno.writeFile(
      `${folder}/a.png`,
      pngOf([pngHeader(8, 8, [8, 0, 0]), ["iCCP", profile], ["zTXt", profile], [
        "IDAT",
        zeros,
      ], pngEnd]),
    );
    assertEquals(
      await readBytes(await openFolderStack(folder)),
      Array(64).fill(0),
    );
  },
);

for (const file of ["rgb.png", "palette.png", "grey.jpg", "progressive.jpg"]) {
  inFolder(
    `folder: ${file} cut off anywhere is refused by name`,
    async (folder) => {
      const path = await one(folder, file);
      const bytes = await Deno.readFile(path);
      for (let length = 0; length < bytes.length; length++) {
        await Deno.writeFile(path, bytes.subarray(0, length));
        await refuses(
          /^\S+: expected a whole PNG, JPEG, WebP, GIF, BMP or TIFF file, found: /,
          () => openFolderStack(folder),
        );
      }
    },
  );

  inFolder(
    `folder: ${file} with a byte changed is read, or refused by name`,
    async (folder) => {
      const path = await one(folder, file);
      const bytes = await Deno.readFile(path);
      const expected = await readBytes(await openFolderStack(folder));
      let refusals = 0;
      for (let at = 0; at < bytes.length; at += 3) {
        await Deno.writeFile(path, bytes.with(at, bytes[at] ^ 0x55));
        try {
          const values = await readBytes(await openFolderStack(folder));
          // A PNG has check sums, so any change in its pixels is refused; a JPEG has
          // none.
          if (file.endsWith(".png")) assertEquals(values, expected);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          await refuses(/^\S+: expected /, () => Promise.reject(error));
          refusals++;
        }
      }
      assert(refusals > 5, `${refusals}`);
    },
  );
}

/** A small grey PNG with one value. */
const plain = (value: number, height = 8, width = 8) =>
  encode({
    width,
    height,
    data: new Uint8Array(height * width).fill(value),
    channels: 1,
    depth: 8,
  });

inFolder(
  "folder: in order of the names, hidden files and others left out",
  async (folder) => {
    const files = ["b.png", "a10.png", "a2.PNG", "ä.png", "c d.jpeg"];
    for (const [i, name] of files.entries()) {
      await Deno.writeFile(`${folder}/${name}`, plain(i));
    }
    for (const name of [".DS_Store", "._b.png", ".png", "notes.txt", "png"]) {
      await Deno.writeTextFile(`${folder}/${name}`, "no image");
    }
    await Deno.mkdir(`${folder}/more.png`);
    const names = ["a10.png", "a2.PNG", "b.png", "c d.jpeg", "ä.png"];
    assertEquals(await picturesIn(folder), names);
    const bytes = await readBytes(await openFolderStack(folder));
    assertEquals(bytes.filter((_, i) => i % 64 === 0), [1, 2, 0, 4, 3]);
  },
);

inFolder(
  "folder: many files come in pieces of whole images",
  async (folder) => {
    for (let i = 0; i < 20; i++) {
      await Deno.writeFile(`${folder}/${i + 100}.png`, plain(i, 256, 256));
    }
    const stack = await openFolderStack(folder);
    const first: number[] = [], counts: number[] = [];
    for await (const piece of stack.pieces()) {
      counts.push(piece.length / 256 ** 2);
      first.push(Math.round(255 * piece[0]));
    }
    assertEquals([counts, first], [[16, 4], [0, 16]]);
  },
);

const among =
  "expected a whole PNG, JPEG, WebP, GIF, BMP or TIFF file, found: ";
const faults: readonly {
  readonly what: string;
  readonly make: (path: string) => Promise<void>;
  readonly says: RegExp;
  /** Whether the fault shows only if the folder was opened before it. */
  readonly onlyLater?: boolean;
}[] = [
  {
    what: "is damaged",
    make: (path) => Deno.writeFile(path, plain(1).subarray(0, 60)),
    says: new RegExp(`: ${among}a PNG file that is cut off$`),
  },
  {
    what: "has another size",
    make: (path) => Deno.writeFile(path, plain(1, 8, 9)),
    says:
      /: expected 8 x 8 pixels as in 00\.png, found 8 x 9 pixels; give all files one size$/,
  },
  {
    what: "becomes one in colour",
    make: (path) =>
      Deno.writeFile(
        path,
        encode({
          width: 8,
          height: 8,
          data: new Uint8Array(192),
          channels: 3,
          depth: 8,
        }),
      ),
    says:
      /: expected a gray picture, as it was before, found one in colour; do not change files while they are read$/,
    onlyLater: true,
  },
  {
    what: "is gone",
    make: (path) => Deno.remove(path),
    says: new RegExp(`: ${among}No such file`),
    onlyLater: true,
  },
  {
    what: "has become a folder",
    make: async (path) => {
      await Deno.remove(path);
      await Deno.mkdir(path);
    },
    says: new RegExp(`: ${among}no file$`),
    onlyLater: true,
  },
  {
    what: "is a link to itself",
    make: async (path) => {
      await Deno.remove(path);
      await Deno.symlink(path, path);
    },
    says: new RegExp(`: ${among}Too many levels of symbolic links`),
  },
  {
    what: "is large",
    make: (path) => Deno.truncate(path, 2 ** 29 + 1),
    says: new RegExp(
      `: ${among}536870913 bytes, more than the 512 MiB that are read; scale it down first$`,
    ),
  },
];

for (const { what, make, says, onlyLater = false } of faults) {
  inFolder(
    `folder: one file among many that ${what} is named`,
    async (folder) => {
      for (let i = 0; i < 30; i++) {
        await Deno.writeFile(
          `${folder}/${`${i}`.padStart(2, "0")}.png`,
          plain(i),
        );
      }
      const stack = await openFolderStack(folder);
      await make(`${folder}/17.png`);
      await refuses(
        new RegExp(`^${folder}/17\\.png${says.source}`),
        () => readAll(stack),
      );
      if (onlyLater) return;
      await refuses(
        new RegExp(`^${folder}/17\\.png${says.source}`),
        async () => {
          await readAll(await openFolderStack(folder));
        },
      );
    },
  );
}

Deno.test({
  ...needs(modesForbid),
  name: "folder: a file that may not be read is named",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await Deno.writeFile(`${folder}/a.png`, plain(1));
      await Deno.chmod(`${folder}/a.png`, 0);
      await refuses(
        new RegExp(`^${folder}/a\\.png: ${among}Permission denied`),
        () => openFolderStack(folder),
      );
    }),
});

inFolder(
  "folder: a path that is no folder, or has no image, is refused",
  async (folder) => {
    await refuses(
      `${folder}: expected PNG, JPEG, WebP, GIF, BMP or TIFF files in this folder, found none`,
      () => openFolderStack(folder),
    );
    await Deno.writeTextFile(`${folder}/a`, "");
    await refuses(
      new RegExp(
        `^${folder}/a: expected a folder of PNG, JPEG, WebP, GIF, BMP or TIFF files, found: Not a directory`,
      ),
      () => openFolderStack(`${folder}/a`),
    );
    await Deno.writeFile(`${folder}/b.png`, plain(1, 7, 8));
    await refuses(
      `${folder}/b.png: expected images of 8 to 512 pixels per side, found 7 x 8; scale them first`,
      () => openFolderStack(folder),
    );
  },
);
