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
 * The images of one array of a NumPy .npz archive, as
 * {@linkcode openArrayStack} reads them. Nothing is unpacked to disk.
 *
 * @param path The archive.
 * @param array The array's name, for example `x0`.
 * @param options channels: which axis holds them.
 * @throws UserError when the archive or the array is not what it should be.
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
 * The sequences of frames of an .npz archive, as {@linkcode openArrayFrames} reads
 * them: those of its array `frames`, or of its only array.
 *
 * @param options channels: which axis holds them.
 * @returns Undefined for what is no archive, has neither of these, or is for pairs.
 * @throws UserError when the array is not what it should be.
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

/** The arrays of pairs of images, which are no sequences. */
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
