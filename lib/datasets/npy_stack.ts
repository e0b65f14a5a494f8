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
 * The images of a .npy file of NumPy's, as {@linkcode openArrayStack} reads them.
 *
 * @param options channels: which axis holds them.
 * @throws UserError when the file is not what it should be.
 */
export function openNpyStack(
  path: string,
  options: OpenOptions = {},
  files: FileStore = disk,
): Promise<ImageStack> {
  return openArrayStack(sourceOf(path, files), options);
}

/**
 * The sequences of frames of a .npy file, as {@linkcode openArrayFrames} reads them.
 *
 * @param options channels: which axis holds them.
 * @throws UserError when the file is not what it should be.
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
