import { assertEquals } from "@std/assert";
import { encode } from "fast-png";
import { openFolderStack } from "#lib/datasets/folder_stack.ts";
import { openPairs } from "#lib/datasets/open_images.ts";
import { allclose } from "../allclose.ts";
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
import { deflateSync } from "node:zlib";

const eight = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * The picture in Pillow's orientation-N.jpg, upright; its values are within 6 of these.
 */
const ramp = Array.from({ length: 16 * 24 }, (_, i) => {
  const value = 10 * (i % 24) + Math.floor(5 * Math.floor(i / 24) / 4);
  return [value, 255 - value, Math.floor(value / 2)];
}).flat();

/** A PNG file with one gray value, or with one colour. */
const plain = (
  height: number,
  width: number,
  colour: readonly number[],
) =>
  encode({
    height,
    width,
    channels: colour.length,
    depth: 8,
    data: Uint8Array.from(
      Array.from({ length: height * width }, () => colour).flat(),
    ),
  });

async function folderOf(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
}

const fixture = (name: string) => Deno.readFile(`${written}/${name}`);

for (const orientation of eight) {
  inFolder(
    `photos: EXIF orientation ${orientation} is applied, in JPEG and PNG`,
    async (folder) => {
      const name = `orientation-${orientation}`;
      await folderOf(`${folder}/png`, {
        "a.png": await fixture(`${name}.png`),
      });
      const png = await openFolderStack(`${folder}/png`);
      assertEquals([png.height, png.width], [8, 9]);
      assertEquals(await readBytes(png), valuesOf(216));
      await folderOf(`${folder}/jpg`, {
        "a.jpg": await fixture(`${name}.jpg`),
      });
      const jpg = await openFolderStack(`${folder}/jpg`);
      assertEquals([jpg.height, jpg.width], [16, 24]);
      allclose(await readBytes(jpg), ramp, { absolute: 6 });
    },
  );
}

inFolder(
  "photos: pictures stored upright and turned fit into one stack, and into pairs",
  async (folder) => {
    const names = eight.map((orientation) => `orientation-${orientation}.png`);
    for (const [part, order] of [["x0", eight], ["xt", eight.toReversed()]]) {
      const files: Record<string, Uint8Array> = {};
      for (const [i, orientation] of [...order as number[]].entries()) {
        files[names[i]] = await fixture(`orientation-${orientation}.png`);
      }
      await folderOf(`${folder}/${part}`, files);
    }
    const { x0, xt } = await openPairs([folder]);
    const all = Array.from({ length: 8 }, () => valuesOf(216)).flat();
    assertEquals([await readBytes(x0), await readBytes(xt)], [all, all]);
  },
);

inFolder(
  "photos: the error on another size names the turn by EXIF",
  async (folder) => {
    await folderOf(folder, {
      "a.png": await fixture("orientation-1.png"),
      "b.png": await fixture("orientation-6.png"),
      "c.png": plain(9, 8, [1]),
    });
    await refuses(
      `${folder}/c.png: expected 8 x 9 pixels as in a.png, found 9 x 8 pixels; give all files one size`,
      () => openFolderStack(folder),
    );
    await Deno.remove(`${folder}/a.png`);
    await refuses(
      `${folder}/c.png: expected 8 x 9 pixels (once turned by its EXIF orientation, 6) as in b.png, found 9 x 8 pixels; give all files one size`,
      () => openFolderStack(folder),
    );
  },
);

/** Start and end of the EXIF data of a file, which include the orientation's tag. */
function exifIn(file: Uint8Array): readonly [number, number] {
  const isAt = (at: number, text: string) =>
    [...text].every((letter, i) => file[at + i] === letter.charCodeAt(0));
  for (let at = 0; at < file.length; at++) {
    if (isAt(at, "Exif\0\0")) {
      return [at, at - 2 + file[at - 2] * 256 + file[at - 1]];
    }
    if (isAt(at, "eXIf")) return [at + 4, at + 4 + file[at - 1]];
  }
  throw new Error("no EXIF data");
}

for (const ending of ["jpg", "png"]) {
  inFolder(
    `photos: damaged EXIF data leave a ${ending} file readable`,
    async (folder) => {
      const file = await fixture(`orientation-3.${ending}`);
      const [first, end] = exifIn(file);
      const path = `${folder}/a.${ending}`;
      await Deno.writeFile(path, file);
      const turned = await readBytes(await openFolderStack(folder));
      const upright = file.slice();
      for (let at = first; at < end; at++) upright[at] = 0;
      await Deno.writeFile(path, upright);
      const asStored = await readBytes(await openFolderStack(folder));
      const half = turned.length / 3;
      for (let pixel = 0; pixel < half; pixel++) {
        const other = half - 1 - pixel;
        assertEquals(
          asStored.slice(3 * pixel, 3 * pixel + 3),
          turned.slice(3 * other, 3 * other + 3),
        );
      }
      let damaged = 0;
      for (let at = first; at < end; at++) {
        for (const change of [0x01, 0x80, 0xff]) {
          await Deno.writeFile(path, file.with(at, file[at] ^ change));
          const values = await readBytes(await openFolderStack(folder));
          assertEquals(values.length, turned.length);
          if (values.every((value, i) => value === asStored[i])) damaged++;
        }
      }
      assertEquals(damaged > 10, true, `${damaged}`);
    },
  );
}

inFolder(
  "photos: gray pictures among colour ones get equal channels",
  async (folder) => {
    await folderOf(`${folder}/x0`, {
      "a.png": plain(8, 8, [10]),
      "b.png": plain(8, 8, [20]),
    });
    await folderOf(`${folder}/xt`, {
      "a.png": plain(8, 8, [30]),
      "b.png": plain(8, 8, [1, 2, 3]),
    });
    const colours = (...all: (readonly number[])[]) =>
      all.flatMap((colour) => Array.from({ length: 64 }, () => colour).flat());
    const alone = await openFolderStack(`${folder}/xt`);
    assertEquals(
      [alone.channels, await readBytes(alone)],
      [3, colours([30, 30, 30], [1, 2, 3])],
    );
    const { x0, xt } = await openPairs([folder]);
    assertEquals([x0.channels, xt.channels], [3, 3]);
    assertEquals(await readBytes(x0), colours([10, 10, 10], [20, 20, 20]));
    assertEquals(await readBytes(xt), colours([30, 30, 30], [1, 2, 3]));
  },
);

inFolder("photos: 8 bits beside 16 bits are pairs", async (folder) => {
  await folderOf(`${folder}/x0`, { "a.png": await fixture("grey.png") });
  await folderOf(`${folder}/xt`, { "a.png": await fixture("16bit.png") });
  const { x0, xt } = await openPairs([folder]);
  assertEquals([x0.type, xt.type], ["float32", "float32"]);
  assertEquals((await readAll(x0)).values, (await readAll(xt)).values);
});

/**
 * An image whose colours depend on the place, and which a box filter hardly changes.
 */
const scene = (height: number, width: number) =>
  Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    const [y, x] = [Math.floor(i / 3 / width), Math.floor(i / 3) % width];
    return [x * 255 / width, y * 255 / height, (x + y) % 2 * 255][i % 3];
  });

inFolder("photos: large pictures are scaled down, upright", async (folder) => {
  // It is stored as 1022 x 1536 and upright by orientation 6 as 1536 x 1022, to be
  // scaled by 3.
  const [height, width] = [1022, 1536];
  const data = scene(height, width);
  const file = encode({ height, width, data, channels: 3, depth: 8 });
  const exif = exifIn(await fixture("orientation-6.png"));
  const chunk = (await fixture("orientation-6.png")).slice(...exif);
  const whole = new Uint8Array(file.length + chunk.length + 12);
  const eXIf = pngOf([["eXIf", chunk]]).subarray(8);
  whole.set(file.subarray(0, 33));
  whole.set(eXIf, 33);
  whole.set(file.subarray(33), 33 + eXIf.length);
  await folderOf(folder, { "a.png": whole });
  const stack = await openFolderStack(folder);
  assertEquals([stack.height, stack.width, stack.scaledFrom], [512, 340, {
    height: width,
    width: height,
  }]);
  const { values } = await readAll(stack);
  const at = (y: number, x: number, c: number) => values[(y * 340 + x) * 3 + c];
  for (const [y, x] of [[0, 0], [0, 339], [511, 0], [511, 339], [100, 37]]) {
    // Upright row y is stored column y, and upright column x is stored row 1021 - x. Of
    // the 1022 columns, one is cut off at each end.
    let [red, green] = [0, 0];
    for (let i = 0; i < 3; i++) {
      red += Math.floor((3 * y + i) * 255 / width) / 3 / 255;
      green += Math.floor((1020 - 3 * x - i) * 255 / height) / 3 / 255;
    }
    allclose([at(y, x, 0), at(y, x, 1)], [red, green], { absolute: 1e-5 });
    // A chequered pattern becomes its mean, of five of nine pixels or of four.
    allclose([at(y, x, 2)], [0.5], { absolute: 0.06 });
  }
});

inFolder("photos: a JPEG of many megapixels is read", async (folder) => {
  await folderOf(`${folder}/x0`, { "a.jpg": flatJpeg(3000, 4000) });
  await folderOf(`${folder}/xt`, {
    "a.jpg": flatJpeg(3000, 4000, { components: 3 }),
  });
  const { x0, xt } = await openPairs([folder]);
  assertEquals([x0.height, x0.width, x0.channels], [384, 512, 3]);
  assertEquals(new Set(await readBytes(x0)), new Set([136]));
  assertEquals(new Set(await readBytes(xt)), new Set([136]));
});

inFolder(
  "photos: pairs of two sizes are refused with the sizes before scaling",
  async (folder) => {
    await folderOf(`${folder}/x0`, { "a.jpg": flatJpeg(600, 800) });
    await folderOf(`${folder}/xt`, { "a.jpg": flatJpeg(300, 400) });
    await refuses(
      `${folder}/xt: expected 600 x 800 pixels as in ${folder}/x0, found 300 x 400 pixels; images belong together in order`,
      () => openPairs([folder]),
    );
  },
);

inFolder("photos: long and narrow ones are refused", async (folder) => {
  await folderOf(folder, { "a.jpg": flatJpeg(4000, 60) });
  await refuses(
    `${folder}/a.jpg: expected at least 8 pixels on the shorter side once the longer one is scaled down to 512, found 4000 x 60; cut them first`,
    () => openFolderStack(folder),
  );
});

inFolder(
  "photos: a decoder that failed once reads the next file",
  async (folder) => {
    const path = `${folder}/a.jpg`;
    await Deno.writeFile(path, flatJpeg(64, 64, { missing: 10 }));
    await refuses(
      /premature end of data segment$/,
      () => openFolderStack(folder),
    );
    await Deno.writeFile(path, flatJpeg(64, 64).fill(0xff, 100, 140));
    await refuses(
      /: expected a whole PNG, JPEG, WebP, GIF, BMP or TIFF file, found: /,
      () => openFolderStack(folder),
    );
    await Deno.writeFile(path, flatJpeg(64, 64));
    const bytes = await readBytes(await openFolderStack(folder));
    assertEquals(new Set(bytes), new Set([136]));
  },
);

inFolder("photos: bytes between segments are skipped", async (folder) => {
  const file = flatJpeg(64, 64);
  const end = file.length - 2;
  const longer = new Uint8Array(file.length + 3);
  longer.set(file.subarray(0, end));
  longer.set(file.subarray(end), end + 3);
  await folderOf(folder, { "a.jpg": longer });
  const bytes = await readBytes(await openFolderStack(folder));
  assertEquals(new Set(bytes), new Set([136]));
});

inFolder("photos: an interlaced PNG of 16 bits is read", async (folder) => {
  // Adam7 of 8 x 8 pixels has 15 rows. The value of a pixel is 1000 times its pass.
  const grids = [[1, 1], [1, 1], [1, 2], [2, 2], [2, 4], [4, 4], [4, 8]];
  const rows = grids.flatMap(([height, width], pass) =>
    Array.from({ length: height }, () => [
      0,
      ...Array.from({ length: width }, () => {
        const value = 1000 * (pass + 1);
        return [value >> 8, value & 0xff];
      }).flat(),
    ]).flat()
  );
  await folderOf(folder, {
    "a.png": pngOf([
      pngHeader(8, 8, [16, 0, 1]),
      ["IDAT", deflateSync(Uint8Array.from(rows))],
      pngEnd,
    ]),
  });
  const { values } = await readAll(await openFolderStack(folder));
  const firstRow = [1, 6, 4, 6, 2, 6, 4, 6];
  allclose(
    values.slice(0, 16),
    [...firstRow, ...Array(8).fill(7)].map((pass) => pass * 1000 / 65535),
    { absolute: 1e-7 },
  );
});
