import { encode } from "fast-png";
import type { BatchFile, BatchFiles } from "#lib/datasets/cifar10_files.ts";
import type { BatchCache } from "#lib/datasets/cifar10_cache.ts";

const PIXELS = 32 * 32;
/** Images per batch. */
export const RECORDS = 3;
const TRAIN = ["data_batch_1", "data_batch_2"];
const TEST = ["test_batch"];

/** The value of a pixel's channel; images are numbered across all batches. */
const valueOf = (image: number, pixel: number, channel: number): number =>
  (97 * image + 7 * pixel + 51 * channel) % 256;
const labelOf = (image: number): number => (3 * image + 1) % 10;

/** The numbers of a batch's images. */
const imagesOf = (batch: number): number[] =>
  Array.from({ length: RECORDS }, (_, i) => batch * RECORDS + i);

/** A batch in the authors' format: label, red, green, blue. */
function recordsOf(batch: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    imagesOf(batch).flatMap((image) => [
      labelOf(image),
      ...[0, 1, 2].flatMap((channel) =>
        Array.from(
          { length: PIXELS },
          (_, pixel) => valueOf(image, pixel, channel),
        )
      ),
    ]),
  );
}

/**
 * A sheet in the package's format: one row per image; red, green and blue of each
 * pixel.
 */
export function sheetOf(batch: number, width = PIXELS): Uint8Array {
  const data = Uint8Array.from(
    imagesOf(batch).flatMap((image) =>
      Array.from({ length: width }, (_, pixel) => pixel).flatMap((pixel) =>
        [0, 1, 2].map((channel) => valueOf(image, pixel, channel))
      )
    ),
  );
  return encode({ width, height: RECORDS, data, channels: 3, depth: 8 });
}

/** The pixels of a split, channels last, 0 to 255. */
export function bytesOf(split: "train" | "test"): number[] {
  const batches = split === "train" ? [0, 1] : [2];
  return batches.flatMap(imagesOf).flatMap((image) =>
    Array.from({ length: PIXELS }, (_, pixel) => pixel).flatMap((pixel) =>
      [0, 1, 2].map((channel) => valueOf(image, pixel, channel))
    )
  );
}

const batchNames = [...TRAIN, ...TEST];

async function describe(name: string): Promise<BatchFile> {
  const records = recordsOf(batchNames.indexOf(name));
  const digest = await crypto.subtle.digest("SHA-256", records);
  return { name: `${name}.bin`, sha256: new Uint8Array(digest).toHex() };
}

/** Two training batches of three images, and one test batch. */
export const smallFiles: BatchFiles = {
  records: RECORDS,
  train: await Promise.all(TRAIN.map(describe)),
  test: await Promise.all(TEST.map(describe)),
};

/** Writes the binary batches in the authors' format. */
export async function writeSmallBatches(folder: string): Promise<void> {
  for (const [i, name] of batchNames.entries()) {
    await Deno.writeFile(`${folder}/${name}.bin`, recordsOf(i));
  }
}

/** Writes the package with the sheets; returns their folder. */
export async function writeSmallPackage(folder: string): Promise<string> {
  const sheets = `${folder}/node_modules/sheets`;
  await Deno.mkdir(sheets, { recursive: true });
  for (const [i, name] of batchNames.entries()) {
    await Deno.writeFile(`${sheets}/${name}.png`, sheetOf(i));
  }
  const write = (file: string, batches: readonly number[]) =>
    Deno.writeTextFile(
      `${sheets}/${file}`,
      JSON.stringify(batches.flatMap(imagesOf).map(labelOf)),
    );
  await write("train_lables.json", [0, 1]);
  await write("test_lables.json", [2]);
  return sheets;
}

/** A cache in a folder that does not exist yet. */
export function smallCache(
  folder: string,
  fetch: BatchCache["fetch"] = writeSmallPackage,
): BatchCache {
  return {
    files: smallFiles,
    folder: `${folder}/cache/batches`,
    size: "20 kB",
    fetch,
  };
}
