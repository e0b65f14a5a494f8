import { areaAverage, fittedSize } from "../images/area_average.ts";
import { namingFile } from "./byte_stream.ts";
import type { FrameStack } from "./frame_pairs.ts";
import { gifFrames } from "./gif_picture.ts";
import { checkStack, LARGEST_SIDE } from "./image_stack.ts";
import { MOST_FILE_BYTES } from "./picture_file.ts";

/** What the file has to be, for messages. */
const EXPECTED = "a whole GIF file";

/**
 * Opens an animated GIF file as one sequence. Frames larger than 256 pixels a side
 * are scaled down. The file is kept in memory, its frames are decoded one at a time.
 *
 * @throws UserError that names the file and what is wrong with it.
 */
export function openGifFrames(path: string): Promise<FrameStack> {
  return namingFile(path, EXPECTED, async () => {
    const { size: bytes } = await Deno.stat(path);
    if (bytes > MOST_FILE_BYTES) {
      throw new Error(
        `${bytes} bytes, more than the ${
          MOST_FILE_BYTES / 2 ** 20
        } MiB that are read; take a part of it`,
      );
    }
    const { head, count, frames } = gifFrames(await Deno.readFile(path));
    const size = fittedSize(head, LARGEST_SIDE);
    const sizes = {
      name: path,
      count,
      ...size,
      channels: head.channels,
      type: "uint8" as const,
      ...size.height !== head.height && {
        scaledFrom: { height: head.height, width: head.width },
        notes: [
          `${path}: frames of ${head.height} x ${head.width} pixels, scaled down to ${size.height} x ${size.width}`,
        ],
      },
    };
    checkStack(sizes);
    const stack = {
      ...sizes,
      async *pieces() {
        const pictures = frames();
        for (;;) {
          const next = await namingFile(
            path,
            EXPECTED,
            // deno-lint-ignore require-await -- an error is to reject
            async () => pictures.next(),
          );
          if (next.done) return;
          yield areaAverage(next.value, size);
        }
      },
    };
    return { stack, lengths: [count] };
  });
}
