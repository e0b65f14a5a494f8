import { assert, assertEquals } from "@std/assert";
import { openFolderStack } from "#lib/datasets/folder_stack.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../allclose.ts";
import {
  inFolder,
  readAll,
  readBytes,
  refuses,
  valuesOf,
  written,
} from "./image_files.ts";

/** The stack of one of Pillow's files, copied alone into a folder. */
async function only(folder: string, file: string) {
  await Deno.copyFile(`${written}/${file}`, `${folder}/${file}`);
  return await openFolderStack(folder);
}

const grey = valuesOf(72), rgb = valuesOf(216);
const black = grey.map((value) => value > 100 ? 255 : 0);
const palette = Array.from({ length: 72 }, (_, k) => [k, 255 - k, 7]).flat();

/** Pictures of 8 x 9 pixels that must be read exactly. */
const exact: Readonly<Record<string, readonly number[]>> = {
  "rgb.webp": rgb,
  "grey.gif": grey,
  "palette.gif": palette,
  "plain.gif": palette,
  "grey.bmp": grey,
  "1bit.bmp": black,
  "rgb.bmp": rgb,
  "palette.bmp": palette,
  // Pillow writes the opacity into bytes that this kind of file ignores.
  "rgba.bmp": rgb,
  "grey.tif": grey,
  "1bit.tif": black,
  "raw.tif": rgb,
  "lzw.tif": rgb,
  "deflate.tif": rgb,
  "palette.tif": palette,
};

for (const [file, values] of Object.entries(exact)) {
  inFolder(
    `pictures: Pillow's ${file} comes back to the bit`,
    async (folder) => {
      const { pieces, ...sizes } = await only(folder, file);
      assertEquals<unknown>(sizes, {
        name: folder,
        count: 1,
        height: 8,
        width: 9,
        channels: values.length / 72,
        type: "uint8",
      });
      assertEquals(await readBytes({ pieces, ...sizes }), values);
    },
  );
}

for (const file of ["16bit.tif", "16bit-lzw.tif", "16bit-big-endian.tif"]) {
  inFolder(`pictures: ${file} keeps its 16 bits`, async (folder) => {
    const stack = await only(folder, file);
    assertEquals([stack.type, stack.channels], ["float32", 1]);
    allclose(
      (await readAll(stack)).values,
      grey.map((value) => 257 * value / 65535),
      { absolute: 1e-7 },
    );
  });
}

inFolder("pictures: LZW with codes of 12 bits is read", async (folder) => {
  const stack = await only(folder, "large-lzw.tif");
  assertEquals(await readBytes(stack), valuesOf(30_000));
});

inFolder("pictures: GIF with a full table of codes is read", async (folder) => {
  const bytes = await readBytes(await only(folder, "large.gif"));
  await Deno.remove(`${folder}/large.gif`);
  assertEquals(bytes, await readBytes(await only(folder, "large-gif.png")));
});

/** Pictures with an opacity: colours in bytes, and the opacity of pixel k. */
const transparent: Readonly<
  Record<string, readonly [readonly number[], (pixel: number) => number]>
> = {
  "rgba.webp": [rgb, (pixel) => pixel % 2 === 0 ? 1 : 0.2],
  "rgba.tif": [rgb, (pixel) => pixel % 2 === 0 ? 1 : 0.2],
  "transparent.gif": [palette, (pixel) => pixel === 5 ? 0 : 1],
};

for (const [file, [values, alpha]] of Object.entries(transparent)) {
  inFolder(`pictures: ${file} is put on middle gray`, async (folder) => {
    allclose(
      (await readAll(await only(folder, file))).values,
      values.map((value, i) => {
        const opaque = alpha(Math.floor(i / 3));
        return opaque * value / 255 + (1 - opaque) / 2;
      }),
      { absolute: 1e-6 },
    );
  });
}

inFolder(
  "pictures: a WebP file with loss is as Pillow decodes it",
  async (folder) => {
    const bytes = await readBytes(await only(folder, "lossy.webp"));
    await Deno.remove(`${folder}/lossy.webp`);
    const pillow = await readBytes(await only(folder, "lossy-webp.png"));
    assertEquals(bytes.length, 16 * 24 * 3);
    allclose(bytes, pillow, { absolute: 1 });
  },
);

inFolder("pictures: CMYK in TIFF becomes RGB", async (folder) => {
  const stack = await only(folder, "cmyk.tif");
  assertEquals(stack.channels, 3);
  assertEquals(await readBytes(stack), rgb);
});

for (const file of ["orientation-6.webp", "orientation-6.tif"]) {
  inFolder(`pictures: ${file} is put upright`, async (folder) => {
    const stack = await only(folder, file);
    assertEquals([stack.height, stack.width], [8, 9]);
    assertEquals(await readBytes(stack), rgb);
  });
}

const read = "expected a whole PNG, JPEG, WebP, GIF, BMP or TIFF file, found: ";
const packed = "save it without compression, or with LZW or Deflate";
const refused: Readonly<Record<string, string>> = {
  "animated.webp": "an animated WebP image; save one image of it",
  "animated.gif": "an animated GIF image of 2 images; save one of them",
  "pages.tif": "a TIFF file of several pictures; save one of them",
  "packbits.tif": `a TIFF file packed with PackBits; ${packed}`,
  "jpeg.tif": `a TIFF file packed as JPEG; ${packed}`,
  "float32.tif":
    "numbers that are signed or floating-point; store them with numpy.save",
};

for (const [file, says] of Object.entries(refused)) {
  inFolder(`pictures: ${file} is refused, with what to do`, async (folder) => {
    await refuses(
      `${folder}/${file}: ${read}${says}`,
      () => only(folder, file),
    );
  });
}

/** Files of each format, to be damaged. */
const whole = [
  "rgb.webp",
  "rgba.webp",
  "lossy.webp",
  "orientation-6.webp",
  "plain.gif",
  "transparent.gif",
  "palette.bmp",
  "rgb.bmp",
  "raw.tif",
  "lzw.tif",
  "deflate.tif",
  "16bit.tif",
  "palette.tif",
  "rgba.tif",
];

/** Number of bytes at the end of a file that are not needed to read it. */
const SPARE: Readonly<Record<string, number>> = {
  // The trailer is one byte.
  "plain.gif": 1,
  "transparent.gif": 1,
};

for (const file of whole) {
  inFolder(
    `pictures: ${file} cut off anywhere is refused by name`,
    async (folder) => {
      const bytes = await Deno.readFile(`${written}/${file}`);
      const path = `${folder}/${file}`;
      for (
        let length = 0;
        length < bytes.length - (SPARE[file] ?? 0);
        length++
      ) {
        await Deno.writeFile(path, bytes.subarray(0, length));
        await refuses(/^\S+: expected /, async () => {
          await readAll(await openFolderStack(folder));
          throw new Error(`${length} bytes are read`);
        });
      }
    },
  );

  inFolder(
    `pictures: ${file} with bytes changed is read, or refused by name`,
    async (folder) => {
      const bytes = await Deno.readFile(`${written}/${file}`);
      const path = `${folder}/${file}`;
      let refusals = 0;
      for (let at = 0; at < bytes.length; at += 5) {
        for (const change of [0x01, 0xff]) {
          await Deno.writeFile(path, bytes.with(at, bytes[at] ^ change));
          try {
            await readAll(await openFolderStack(folder));
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            await refuses(/^\S+: expected /, () => Promise.reject(error));
            refusals++;
          }
        }
      }
      assert(refusals > 5, `${refusals}`);
    },
  );
}
