import {
  type ArraySource,
  openArrayFrames,
  openArrayStack,
} from "./array_stack.ts";
import { plainBytes } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import type { FrameStack } from "./frame_pairs.ts";
import type { OpenOptions } from "./image_axes.ts";
import type { ImageStack } from "./image_stack.ts";

/**
 * Opens the images of a .npy file, as {@linkcode openArrayStack} reads them.
 *
 * @param options channels: the axis of the channels.
 * @throws UserError if the file is not valid.
 */
export function openNpyStack(
  path: string,
  options: OpenOptions = {},
  files: FileStore = disk,
): Promise<ImageStack> {
  return openArrayStack(sourceOf(path, files), options);
}

/**
 * Opens the sequences of frames of a .npy file, as {@linkcode openArrayFrames} reads
 * them.
 *
 * @param options channels: the axis of the channels.
 * @throws UserError if the file is not valid.
 */
export function openNpyFrames(
  path: string,
  options: OpenOptions = {},
  files: FileStore = disk,
): Promise<FrameStack> {
  return openArrayFrames(sourceOf(path, files), options);
}

const sourceOf = (path: string, files: FileStore): ArraySource => ({
  name: path,
  expected: "a whole .npy file",
  async open() {
    const { size } = await files.stat(path);
    return {
      size,
      bytes: () => plainBytes(path, files),
      [Symbol.dispose]: () => {},
    };
  },
});
