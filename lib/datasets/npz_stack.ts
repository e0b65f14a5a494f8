import {
  type ArraySource,
  openArrayFrames,
  openArrayStack,
} from "./array_stack.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import type { FrameStack } from "./frame_pairs.ts";
import type { OpenOptions } from "./image_axes.ts";
import type { ImageStack } from "./image_stack.ts";
import { arrayNames, openArchive } from "./npz_archive.ts";

/**
 * Opens the images of one array of a NumPy .npz archive, as {@linkcode openArrayStack}
 * reads them. Nothing is unpacked to disk.
 *
 * @param path Path of the archive.
 * @param array The array's name, for example `x0`.
 * @param options channels: the axis of the channels.
 * @throws UserError if the archive or the array is not valid.
 */
export function openNpzStack(
  path: string,
  array: string,
  options: OpenOptions = {},
  files: FileStore = disk,
): Promise<ImageStack> {
  return openArrayStack(sourceOf(path, array, files), options);
}

/**
 * Opens the sequences of frames of an .npz archive, as {@linkcode openArrayFrames} reads
 * them, from its array `frames`, or from its only array.
 *
 * @param options channels: the axis of the channels.
 * @returns Undefined if the file is not an archive, has neither of these, or contains
 * pairs.
 * @throws UserError if the array is not valid.
 */
export async function openNpzFrames(
  path: string,
  options: OpenOptions = {},
  files: FileStore = disk,
): Promise<FrameStack | undefined> {
  const names = await arrayNames(path, files).catch((): string[] => []);
  if (names.some((name) => PAIR_ARRAYS.includes(name))) return undefined;
  const array = names.includes("frames") ? "frames" : names[0];
  if (array === undefined || array !== "frames" && names.length > 1) {
    return undefined;
  }
  return await openArrayFrames(sourceOf(path, array, files), options);
}

/** Names of the arrays of pairs of images, which are not sequences. */
const PAIR_ARRAYS = ["x0", "xt"];

const sourceOf = (
  path: string,
  array: string,
  files: FileStore,
): ArraySource => ({
  name: `${path}, array ${array}`,
  expected: "a whole .npz archive",
  async open() {
    const archived = await openArchive(path, array, files);
    return {
      size: archived.size,
      ...archived.name !== array && {
        note: `read from the array ${archived.name}`,
      },
      bytes: () => archived.bytes(),
      [Symbol.dispose]: () => archived[Symbol.dispose](),
    };
  },
});
