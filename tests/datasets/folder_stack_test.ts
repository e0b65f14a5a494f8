import { assert, assertEquals } from "@std/assert";
import { encode } from "fast-png";
import { zlibSync } from "fflate";
import { crc32, deflateSync } from "node:zlib";
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
import { joined } from "./zip_file.ts";

/** A folder's only image. */
async function one(folder: string, file: string): Promise<string> {
  const path = `${folder}/${file.split("/").at(-1)}`;
  await Deno.copyFile(`${written}/${file}`, path);
  return path;
}

const grey = valuesOf(72), rgb = valuesOf(216);
const palette = Array.from({ length: 72 }, (_, k) => [k, 255 - k, 7]).flat();
const readable: readonly (readonly [string, number, readonly number[]])[] = [
  ["grey.png", 1, grey],
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

for (const file of ["grey.jpg", "rgb.jpg", "progressive.jpg"]) {
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

const refused: Readonly<Record<string, string>> = {
  "16bit.png": "16 bits a value; save it with 8",
  "1bit.png": "1 bit a value; save it with 8",
  "shines.png": "transparent pixels; save it without an alpha channel",
  "key.png": "a colour that is transparent; save it without",
  "cmyk.jpg": "4 colours as for print; save it as RGB",
};

for (const [file, says] of Object.entries(refused)) {
  inFolder(`folder: ${file} is refused, with what to do`, async (folder) => {
    const path = await one(folder, file);
    await refuses(
      `${path}: expected a whole PNG or JPEG file, found: ${says}`,
      () => openFolderStack(folder),
    );
  });
}

/** A PNG file of these chunks. */
function pngOf(
  chunks: readonly (readonly [type: string, content: Uint8Array])[],
): Uint8Array {
  return joined([
    Uint8Array.fromHex("89504e470d0a1a0a"),
    ...chunks.flatMap(([type, content]) => {
      const [length, crc] = [
        new DataView(new ArrayBuffer(4)),
        new DataView(new ArrayBuffer(4)),
      ];
      const body = joined([new TextEncoder().encode(type), content]);
      length.setUint32(0, content.length);
      crc.setUint32(0, crc32(body));
      return [new Uint8Array(length.buffer), body, new Uint8Array(crc.buffer)];
    }),
  ]);
}

function headerOf(
  width: number,
  height: number,
  [depth, colour, interlace]: readonly [number, number, number],
): readonly [string, Uint8Array] {
  const view = new DataView(new ArrayBuffer(13));
  view.setUint32(0, width);
  view.setUint32(4, height);
  view.setUint8(8, depth);
  view.setUint8(9, colour);
  view.setUint8(12, interlace);
  return ["IHDR", new Uint8Array(view.buffer)];
}

const end = ["IEND", new Uint8Array()] as const;

/** Rows of Adam7's seven grids: first column and row, and steps. */
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
      headerOf(width, height, [8, 0, 1]),
      ["IDAT", packed],
      end,
    ]);
    await Deno.writeFile(`${folder}/a.png`, png);
    const stack = await openFolderStack(folder);
    assertEquals(await readBytes(stack), valuesOf(height * width));
  }
});

const zeros = deflateSync(new Uint8Array(8 * 9));
/** What comes after the first thousandfold packed bytes is not looked at. */
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
  ["a PNG without a header", pngOf([end]), "a PNG file without a header"],
  [
    "a PNG without pixels",
    pngOf([headerOf(8, 8, [8, 0, 0]), end]),
    "fewer pixels than 8 x 8",
  ],
  [
    "a PNG with a row missing",
    pngOf([headerOf(8, 9, [8, 0, 0]), ["IDAT", zeros], end]),
    "fewer pixels than 9 x 8",
  ],
  [
    "a PNG with too many",
    pngOf([headerOf(8, 7, [8, 0, 0]), ["IDAT", zeros], end]),
    "more pixels than 7 x 8",
  ],
  [
    "a PNG bomb",
    pngOf([headerOf(8, 8, [8, 0, 0]), ["IDAT", bomb], end]),
    "more pixels than 8 x 8",
  ],
  [
    "a PNG of absurd size",
    pngOf([headerOf(2 ** 31, 2 ** 31, [8, 6, 0]), ["IDAT", zeros], end]),
    "2147483648 x 2147483648 pixels, more than 256 a side; scale it first",
  ],
  [
    "a PNG of an unknown colour type",
    pngOf([headerOf(8, 8, [8, 5, 0]), ["IDAT", zeros], end]),
    "colour type 5",
  ],
  [
    "a PNG of a colour beyond its palette",
    pngOf([
      headerOf(8, 8, [8, 3, 0]),
      ["PLTE", Uint8Array.of(1, 2, 3)],
      ["IDAT", deflateSync(new Uint8Array(72).with(9, 0).with(71, 1))],
      end,
    ]),
    "a colour beyond the palette",
  ],
  [
    "a PNG without its palette",
    pngOf([
      headerOf(8, 8, [8, 3, 0]),
      ["IDAT", deflateSync(new Uint8Array(72))],
      end,
    ]),
    "a palette that is missing",
  ],
  [
    "a PNG with a chunk that no decoder may pass over",
    pngOf([headerOf(8, 8, [8, 0, 0]), ["ABCD", zeros], ["IDAT", zeros], end]),
    "an unknown chunk",
  ],
  [
    "a JPEG's beginning only",
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
    "a JPEG file without an image",
  ],
];

for (const [what, bytes, says] of damaged) {
  inFolder(`folder: ${what} is refused`, async (folder) => {
    await Deno.writeFile(`${folder}/a.png`, bytes);
    await refuses(
      `${folder}/a.png: expected a whole PNG or JPEG file, found: ${says}`,
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
      pngOf([headerOf(8, 8, [8, 0, 0]), ["iCCP", profile], ["zTXt", profile], [
        "IDAT",
        zeros,
      ], end]),
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
          /^\S+: expected a whole PNG or JPEG file, found: /,
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
          // A PNG has check sums, a JPEG none.
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

/** A small grey PNG of one value. */
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

const among = "expected a whole PNG or JPEG file, found: ";
const faults: readonly {
  readonly what: string;
  readonly make: (path: string) => Promise<void>;
  readonly says: RegExp;
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
      /: expected 8 x 8 pixels of grey as in 00\.png, found 8 x 9 pixels of grey; give all files one size$/,
  },
  {
    what: "is in colour",
    make: (path) => Deno.copyFile(`${written}/rgb.png`, path),
    says:
      /: expected 8 x 8 pixels of grey as in 00\.png, found 8 x 9 pixels in colour; give all files one size$/,
  },
  {
    what: "is gone",
    make: (path) => Deno.remove(path),
    says: new RegExp(`: ${among}No such file`),
  },
  {
    what: "has become a folder",
    make: async (path) => {
      await Deno.remove(path);
      await Deno.mkdir(path);
    },
    says: new RegExp(`: ${among}no file$`),
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
    make: (path) => Deno.writeFile(path, new Uint8Array(2 ** 20 + 1)),
    says: new RegExp(`: ${among}1048577 bytes; at most 1048576 are read$`),
  },
];

for (const { what, make, says } of faults) {
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
  "folder: none of its files is an image, or it is none",
  async (folder) => {
    await refuses(
      `${folder}: expected PNG or JPEG files in this folder, found none`,
      () => openFolderStack(folder),
    );
    await Deno.writeTextFile(`${folder}/a`, "");
    await refuses(
      new RegExp(
        `^${folder}/a: expected a folder of PNG or JPEG files, found: Not a directory`,
      ),
      () => openFolderStack(`${folder}/a`),
    );
    await Deno.writeFile(`${folder}/b.png`, plain(1, 7, 8));
    await refuses(
      `${folder}/b.png: expected images of 8 to 256 pixels a side, found 7 x 8; scale them first`,
      () => openFolderStack(folder),
    );
  },
);
