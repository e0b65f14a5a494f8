import { framePairs } from "../datasets/frame_pairs.ts";
import { checkStack, imagesPerPiece } from "../datasets/image_stack.ts";
import type { StackPair } from "../datasets/stack_pair.ts";
import type { GrayFrames } from "./messages.ts";

/**
 * Pairs of frames of one video; frames i and i + lag are a pair.
 *
 * @throws UserError for too few frames, and for frames of a size that is not read.
 */
export function openFrames(
  { name, count, height, width, pixels }: GrayFrames,
  lag = 1,
): StackPair {
  const sizes = { name, count, height, width, channels: 1 };
  const stack = { ...sizes, type: "uint8" as const };
  checkStack(stack);
  const step = imagesPerPiece(height * width) * height * width;
  async function* pieces() {
    for (let at = 0; at < pixels.length; at += step) {
      yield await Promise.resolve(
        Float32Array.from(pixels.subarray(at, at + step), (v) => v / 255),
      );
    }
  }
  return framePairs({ stack: { ...stack, pieces }, lengths: [count] }, lag);
}
