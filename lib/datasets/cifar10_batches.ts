import {
  type BatchFile,
  type BatchFiles,
  CHANNELS,
  CIFAR10,
  RECORD_BYTES,
  SIDE,
} from "./cifar10_files.ts";
import { ifThere, readIfThere } from "../runtime/read_if_there.ts";
import { DataError } from "./data_error.ts";
import type { ImageSet } from "./types.ts";

const PLANE = SIDE ** 2;
/** Number of values of an image. */
const VALUES = CHANNELS * PLANE;

/** Advice for a folder that the user named. */
const UNPACK =
  "name the folder that cifar-10-binary.tar.gz unpacks to, or leave --cifar out";

/**
 * Checks that a folder has all binary batches at their full length, without
 * reading them.
 *
 * @throws {DataError} that names the first one that is missing or cut short
 */
export async function checkBatches(
  folder: string,
  files: BatchFiles = CIFAR10,
  advice: string = UNPACK,
): Promise<void> {
  await check(
    folder,
    "a folder with the binary batches of CIFAR-10",
    ({ isDirectory }) => isDirectory ? undefined : "a file",
    advice,
  );
  const bytes = files.records * RECORD_BYTES;
  for (const { name } of [...files.train, ...files.test]) {
    await check(
      `${folder}/${name}`,
      `a binary batch of CIFAR-10, ${bytes} bytes`,
      ({ size, isFile }) =>
        isFile ? size === bytes ? undefined : `${size} bytes` : "no file",
      advice,
    );
  }
}

/**
 * Reads the images of one split from the binary batches in a folder: for each image a
 * byte for its label, which is skipped, then its red, green and blue plane.
 *
 * @returns 32 x 32 images of three channels, byte / 255
 * @throws {DataError} if a file is missing or not valid
 * @throws {UnreadableError} if a file cannot be read for another reason
 */
export async function readBatches(
  folder: string,
  split: "train" | "test",
  files: BatchFiles = CIFAR10,
  advice: string = UNPACK,
): Promise<ImageSet> {
  await checkBatches(folder, files, advice);
  const count = files[split].length * files.records;
  const pixels = new Float32Array(count * VALUES);
  for (const [i, batch] of files[split].entries()) {
    const file = `${folder}/${batch.name}`;
    const records = await readBatch(file, batch, advice);
    // The digest is computed on another thread at the same time.
    const checked = checkDigest(records, file, batch, advice);
    unpack(records, pixels.subarray(i * files.records * VALUES));
    await checked;
  }
  return {
    name: `cifar10-${split}`,
    count,
    height: SIDE,
    width: SIDE,
    channels: CHANNELS,
    surroundings: "unknown",
    pixels,
  };
}

async function readBatch(
  file: string,
  { name }: BatchFile,
  advice: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const records = await readIfThere(file);
  if (records !== undefined) return records;
  throw new DataError({
    file,
    expected: `the ${name} of CIFAR-10`,
    found: NOTHING,
    advice,
  });
}

const NOTHING = "nothing there";

/** @throws {DataError} if the bytes are not those of the batch */
export async function checkDigest(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  { name, sha256 }: BatchFile,
  advice: string,
): Promise<void> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const found = new Uint8Array(digest).toHex();
  if (found === sha256) return;
  throw new DataError({
    file,
    expected: `the ${name} of CIFAR-10 with SHA-256 ${sha256}`,
    found: `SHA-256 ${found}`,
    advice,
  });
}

/** @param fault describes the defect of the file, if it has one */
async function check(
  file: string,
  expected: string,
  fault: (info: Deno.FileInfo) => string | undefined,
  advice: string,
): Promise<void> {
  const info = await ifThere(file, () => Deno.stat(file));
  const found = info === undefined ? NOTHING : fault(info);
  if (found !== undefined) {
    throw new DataError({ file, expected, found, advice });
  }
}

const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Converts records of planes to images with their channels last. */
function unpack(records: Uint8Array, pixels: Float32Array): void {
  let at = 0;
  for (let record = 0; record < records.length; record += RECORD_BYTES) {
    const end = record + 1 + PLANE;
    for (let red = record + 1; red < end; red++) {
      pixels[at++] = UNIT[records[red]];
      pixels[at++] = UNIT[records[red + PLANE]];
      pixels[at++] = UNIT[records[red + 2 * PLANE]];
    }
  }
}
