import { oneOf, UserError } from "../runtime/errors.ts";
import { LARGEST_SIDE, LEAST_SIDE, MOST_CHANNELS } from "./image_stack.ts";

/** The position of the axis of channels: first in (N, C, H, W), last in (N, H, W, C). */
export type ChannelsAxis = "first" | "last";

/** All positions of the axis of channels. */
export const CHANNELS_AXES: readonly ChannelsAxis[] = ["first", "last"];

/** Options for reading files. */
export interface OpenOptions {
  /**
   * The axis of the channels in an array of four axes. By default it is derived from the
   * shape; an ambiguous shape is then an error.
   */
  readonly channels?: ChannelsAxis;
}

/** Options for opening pairs. */
export interface PairOptions extends OpenOptions {
  /**
   * Number of frames from the first image of a pair to the second one, if a path
   * contains sequences of frames; by default 1.
   */
  readonly lag?: number;
}

/** The axes of an array of images. */
export interface ImageAxes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The axis of channels; absent for (N, H, W), which has none. */
  readonly order?: ChannelsAxis;
}

/**
 * Interprets the axes of an array of images.
 *
 * No side is shorter than 8 pixels, so a shorter axis is that of the channels:
 * (N, 3, 32, 32) has them first, as in PyTorch, (N, 32, 32, 3) last. More than 16
 * channels are not read, so (N, 32, 32, 12) has them last. For (N, 12, H, W) the caller
 * has to decide, because the 12 may be channels or rows.
 *
 * @param name Name in messages.
 * @throws UserError for another number of axes, for an ambiguous shape, and for images
 * that are too narrow.
 */
export function imageAxes(
  name: string,
  shape: readonly number[],
  { channels }: OpenOptions = {},
): ImageAxes {
  if (channels !== undefined) oneOf("channels", CHANNELS_AXES, channels);
  if (shape.length === 3) {
    const [count, height, width] = shape;
    return { count, height, width, channels: 1 };
  }
  if (shape.length !== 4) {
    throw new UserError(
      `${name}: expected the shape (N, H, W), (N, H, W, C) or (N, C, H, W), found ${
        tupleOf(shape)
      }${shape.length === 2 ? "; reshape the rows to images" : ""}`,
    );
  }
  return axesIn(shape, channels ?? orderOf(name, shape));
}

/** Whether an axis is too short for a side. */
const isShort = (size: number) => size < LEAST_SIDE;

function orderOf(name: string, shape: readonly number[]): ChannelsAxis {
  const [, second, , last] = shape;
  if (isShort(second) && isShort(last)) throw tooNarrow(name, shape);
  if (isShort(second)) return "first";
  if (isShort(last) || second > MOST_CHANNELS) return "last";
  throw ambiguous(name, shape);
}

function axesIn(shape: readonly number[], order: ChannelsAxis): ImageAxes {
  const [count, a, b, c] = shape;
  return order === "first"
    ? { count, channels: a, height: b, width: c, order }
    : { count, height: a, width: b, channels: c, order };
}

function tooNarrow(name: string, shape: readonly number[]): UserError {
  const [last, first] = (["last", "first"] as const).map((order) => {
    const { height, width } = axesIn(shape, order);
    return `${height} x ${width}`;
  });
  return new UserError(
    `${name}: expected images of ${LEAST_SIDE} to ${LARGEST_SIDE} pixels per side, found ${
      tupleOf(shape)
    }, which is ${last} if the channels are last and ${first} if they are first; images this narrow are not read`,
  );
}

function ambiguous(name: string, shape: readonly number[]): UserError {
  const [first, last] = CHANNELS_AXES.map((order) => {
    const { height, width, channels } = axesIn(shape, order);
    const more = channels > MOST_CHANNELS
      ? `, more than the ${MOST_CHANNELS} that are read`
      : "";
    return `${channels} channels of ${height} x ${width} pixels${more}, with --channels ${order}`;
  });
  return new UserError(
    `${name}: expected a shape that shows which axis holds the channels, found ${
      tupleOf(shape)
    }: ${first}, or ${last}; say which (in code, the option channels)`,
  );
}

/** Formats a shape like a Python tuple. */
export const tupleOf = (shape: readonly number[]): string => {
  const sizes = shape.slice(0, 8).join(", ");
  return `(${sizes}${
    shape.length === 1 ? "," : shape.length > 8 ? ", ..." : ""
  })`;
};

/**
 * Converts images with their channels first to images with their channels last.
 *
 * @param images Whole images, one after another, each channels x height x width.
 */
export function channelsLast(
  images: Float32Array,
  { height, width, channels }: Omit<ImageAxes, "count">,
): Float32Array {
  const plane = height * width, size = plane * channels;
  const out = new Float32Array(images.length);
  for (let start = 0; start < images.length; start += size) {
    for (let channel = 0; channel < channels; channel++) {
      const from = start + channel * plane;
      for (let pixel = 0; pixel < plane; pixel++) {
        out[start + pixel * channels + channel] = images[from + pixel];
      }
    }
  }
  return out;
}
