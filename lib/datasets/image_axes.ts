import { oneOf, UserError } from "../runtime/errors.ts";
import { LARGEST_SIDE, LEAST_SIDE, MOST_CHANNELS } from "./image_stack.ts";

/** Where an array of images has its channels: (N, C, H, W) or (N, H, W, C). */
export type ChannelsAxis = "first" | "last";

/** The places that an array's channels may have. */
export const CHANNELS_AXES: readonly ChannelsAxis[] = ["first", "last"];

/** How files are read. */
export interface OpenOptions {
  /**
   * Which axis of an array of four axes holds the channels. If left out, the
   * shape tells it, and where it does not, that is an error.
   */
  readonly channels?: ChannelsAxis;
}

/** How pairs are opened. */
export interface PairOptions extends OpenOptions {
  /**
   * Frames from the first image of a pair to the second one, where a path holds
   * sequences of frames; by default 1.
   */
  readonly lag?: number;
}

/** An array's axes as those of images. */
export interface ImageAxes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Absent for (N, H, W), which has no axis of channels. */
  readonly order?: ChannelsAxis;
}

/**
 * Tells the axes of an array of images apart.
 *
 * No side is shorter than 8 pixels, so that an axis shorter than that holds the
 * channels: (N, 3, 32, 32) has them first, as PyTorch does, (N, 32, 32, 3) last.
 * More than 16 channels are not read, so that (N, 32, 32, 12) has them last. Of
 * (N, 12, H, W), whose 12 may be channels or rows, the caller has to say it.
 *
 * @param name For messages.
 * @throws UserError for another number of axes, for a shape that says nothing of
 * its channels, and for one of strips too narrow to read.
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

/** An axis too short for a side. */
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

/** A shape as Python writes it. */
export const tupleOf = (shape: readonly number[]): string => {
  const sizes = shape.slice(0, 8).join(", ");
  return `(${sizes}${
    shape.length === 1 ? "," : shape.length > 8 ? ", ..." : ""
  })`;
};

/**
 * Images with their channels last, of images with their channels first.
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
