import { areaAverage, fittedSize } from "../images/area_average.ts";
import { upright, uprightSize } from "../images/orientation.ts";
import { namingFile } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import type { FrameStack } from "./frame_pairs.ts";
import { checkStack, LARGEST_SIDE } from "./image_stack.ts";
import type { DecodedPicture, PictureHead } from "./picture.ts";
import { MOST_FILE_BYTES } from "./picture_file.ts";

/** The frames of an animated picture. */
export interface Animation {
  /** Header of every frame. */
  readonly head: PictureHead;
  readonly count: number;
  /**
   * Decodes every frame as it is shown, drawn over the frames before, after their
   * disposal. A picture is valid until the next one is requested. Every call starts
   * again.
   *
   * @throws Error that describes the defect of a frame.
   */
  frames(): Iterable<DecodedPicture> | AsyncIterable<DecodedPicture>;
}

/**
 * Opens an animated picture as one sequence. Frames larger than 512 pixels per side
 * are scaled down. The file is kept in memory, its frames are decoded one at a time.
 *
 * @param expected The expected kind of file, for messages.
 * @param animationOf Reads the headers of a file's frames.
 * @returns Undefined if `animationOf` finds no animation.
 * @throws UserError that names the file and its defect.
 */
export function openAnimation(
  path: string,
  expected: string,
  animationOf: (file: Uint8Array) => Animation | undefined,
  files: FileStore = disk,
): Promise<FrameStack | undefined> {
  return namingFile(path, expected, async () => {
    const { size: bytes } = await files.stat(path);
    if (bytes > MOST_FILE_BYTES) {
      throw new Error(
        `${bytes} bytes, more than the ${
          MOST_FILE_BYTES / 2 ** 20
        } MiB that are read; take a part of it`,
      );
    }
    const animation = animationOf(await files.whole(path));
    if (animation === undefined) return undefined;
    const { head, count } = animation;
    const { channels, orientation, deep } = head;
    const whole = uprightSize(head, orientation);
    const size = fittedSize(whole, LARGEST_SIDE);
    const sizes = {
      name: path,
      count,
      ...size,
      channels,
      type: deep ? "float32" as const : "uint8" as const,
      ...size.height !== whole.height && {
        scaledFrom: whole,
        notes: [
          `${path}: frames of ${whole.height} x ${whole.width} pixels, scaled down to ${size.height} x ${size.width}`,
        ],
      },
    };
    checkStack(sizes);
    const stored = fittedSize(head, LARGEST_SIDE);
    const stack = {
      ...sizes,
      async *pieces() {
        const pictures = eachOf(animation.frames());
        for (;;) {
          const next = await namingFile(path, expected, () => pictures.next());
          if (next.done) return;
          const pixels = areaAverage(next.value, stored);
          yield upright(pixels, { ...stored, channels }, orientation);
        }
      },
    };
    return { stack, lengths: [count] };
  });
}

async function* eachOf(
  pictures: Iterable<DecodedPicture> | AsyncIterable<DecodedPicture>,
): AsyncGenerator<DecodedPicture> {
  yield* pictures;
}
