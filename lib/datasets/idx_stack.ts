import {
  fileBytes,
  firstOf,
  named,
  namingFile,
  skipping,
} from "./byte_stream.ts";
import { disk } from "./disk.ts";
import { contentOf } from "./file_content.ts";
import type { FileStore } from "./file_store.ts";
import { IDX_HEADER_BYTES, idxHeader } from "./idx.ts";
import { checkStack, imagePieces, type ImageStack } from "./image_stack.ts";

/** The expected kind of file, for messages. */
const WHOLE = "a whole idx file of images, gzipped or not";

/**
 * Opens the images of an idx file, the format of MNIST; it may be gzipped.
 *
 * @throws UserError if the file is not valid.
 */
export async function openIdxStack(
  path: string,
  files: FileStore = disk,
): Promise<ImageStack> {
  const header = await namingFile(path, WHOLE, async () => {
    const begin = await firstOf(fileBytes(path, files));
    const content = contentOf(begin);
    if (content !== undefined && content.kind !== "idx") {
      throw new Error(content.words);
    }
    return idxHeader(begin, path);
  });
  const type = "uint8" as const;
  const sizes = { name: path, ...header, channels: 1, type };
  checkStack(sizes);
  return {
    ...sizes,
    pieces() {
      const pixels = skipping(IDX_HEADER_BYTES, fileBytes(path, files));
      return imagePieces(sizes, named(path, WHOLE, pixels));
    },
  };
}
