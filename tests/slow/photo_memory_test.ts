import { assert, assertEquals } from "@std/assert";
import { createDeflate } from "node:zlib";
import { flatJpeg } from "../datasets/jpeg_file.ts";
import { pngEnd, pngHeader, pngOf } from "../datasets/png_file.ts";
import { stripFields, tiffOf } from "../datasets/tiff_file.ts";
import { joined } from "../datasets/zip_file.ts";
import { needs, programs, projectFiles, temporaryFolder } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import type { Reading } from "./photo_memory_program.ts";

/** Size of the pictures of sensors that are sold as 64 megapixels. */
const [height, width] = [6936, 9248];

/**
 * Bound on the process's memory, in bytes. One picture takes 0.7 GB as JPEG and 0.9 GB
 * as PNG, while the previous one may not be collected yet: 1.4 GB was measured, and 1.6
 * GB for uncompressed TIFF.
 */
const MOST_BYTES = 2e9;

/** An RGB PNG file of that size, all of one value. */
async function flatPng(value: number): Promise<Uint8Array> {
  const deflate = createDeflate();
  const row = new Uint8Array(1 + 3 * width).fill(value).with(0, 0);
  const packing = (async () => {
    for (let y = 0; y < height; y++) {
      if (!deflate.write(row)) {
        await new Promise<void>((go) => deflate.once("drain", go));
      }
    }
    deflate.end();
  })();
  const parts: Uint8Array[] = [];
  for await (const part of deflate) parts.push(Uint8Array.from(part));
  await packing;
  return pngOf([
    pngHeader(width, height, [8, 2, 0]),
    ["IDAT", joined(parts)],
    pngEnd,
  ]);
}

async function reading(folder: string): Promise<Reading> {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "--allow-all"],
    ...["tests/slow/photo_memory_program.ts", folder],
  ]);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

const files: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  "a.jpg": () => Promise.resolve(flatJpeg(height, width, { components: 3 })),
  "a.png": () => flatPng(136),
  "a.tif": () => {
    const content = new Uint8Array(3 * height * width).fill(136);
    const fields = stripFields([height, width], 3, 8, content.length);
    return Promise.resolve(tiffOf(fields, content));
  },
};

for (const [name, make] of Object.entries(files)) {
  Deno.test({
    ...needs(projectFiles, programs, temporaryFolder),
    name:
      `three pictures of 64 megapixels, as ${name}, are read in bounded memory`,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        const file = await make();
        for (const at of [1, 2, 3]) {
          await Deno.writeFile(`${folder}/${at}${name}`, file);
        }
        const { values, least, largest, mostBytes } = await reading(folder);
        assertEquals(values, 3 * 384 * 512 * 3);
        assert(Math.abs(least - 136 / 255) < 1e-5, `${least}`);
        assert(Math.abs(largest - 136 / 255) < 1e-5, `${largest}`);
        assert(mostBytes < MOST_BYTES, `${mostBytes} bytes`);
        assert(mostBytes > 2e8, `${mostBytes} bytes: not measured`);
        console.log(`${name}: ${(mostBytes / 1e9).toFixed(2)} GB`);
      }),
  });
}
