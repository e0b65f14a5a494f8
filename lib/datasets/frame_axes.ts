import { UserError } from "../runtime/errors.ts";
import {
  type ImageAxes,
  imageAxes,
  type OpenOptions,
  tupleOf,
} from "./image_axes.ts";
import { LEAST_SIDE } from "./image_stack.ts";

/** The axes of an array of sequences of frames. */
export interface FrameAxes {
  /** The axes of an array of the frames of all sequences. */
  readonly axes: ImageAxes;
  readonly sequences: number;
  /** Number of frames per sequence. */
  readonly frames: number;
}

/**
 * Interprets the axes of an array of frames.
 *
 * Three axes are one sequence, (frames, H, W). Five axes are several sequences in
 * colour, (count, frames, H, W, C) or (count, frames, C, H, W). Four axes are several
 * gray sequences, (count, frames, H, W), or one in colour, (frames, H, W, C) or
 * (frames, C, H, W). It is one in colour if `channels` is given, or if the last axis is
 * shorter than 8 pixels. For (100, 3, 28, 28) the caller has to decide, because the 3
 * may be frames or channels.
 *
 * @param name Name in messages.
 * @throws UserError for another number of axes, and for an ambiguous shape.
 */
export function frameAxes(
  name: string,
  shape: readonly number[],
  options: OpenOptions = {},
): FrameAxes {
  if (shape.length < 3 || shape.length > 5) {
    throw new UserError(
      `${name}: expected a sequence of the shape (frames, H, W), (frames, H, W, C) or (frames, C, H, W) in colour, or several as (count, frames, H, W) or (count, frames, H, W, C), found ${
        tupleOf(shape)
      }`,
    );
  }
  const [first, second, ...rest] = shape;
  if (shape.length === 3 || isOneInColour(name, shape, options)) {
    const axes = imageAxes(name, shape, options);
    return { axes, sequences: 1, frames: axes.count };
  }
  const axes = imageAxes(name, [first * second, ...rest], options);
  return { axes, sequences: first, frames: second };
}

function isOneInColour(
  name: string,
  shape: readonly number[],
  { channels }: OpenOptions,
): boolean {
  if (shape.length !== 4) return false;
  const [first, second, , last] = shape;
  if (channels !== undefined || last < LEAST_SIDE) return true;
  if (second >= LEAST_SIDE) return false;
  throw new UserError(
    `${name}: expected a shape that shows which axis holds the frames, found ${
      tupleOf(shape)
    }: one sequence of ${first} frames with ${second} channels, with --channels first (in code, the option channels), or ${first} sequences of ${second} frames, stored as array[..., None]`,
  );
}
