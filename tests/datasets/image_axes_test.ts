import { assertEquals, assertThrows } from "@std/assert";
import {
  CHANNELS_AXES,
  type ChannelsAxis,
  channelsLast,
  imageAxes,
} from "#lib/datasets/image_axes.ts";
import { UserError } from "#lib/runtime/errors.ts";

/** [height, width, channels, order] that a shape is read as. */
const readAs = (shape: readonly number[], channels?: ChannelsAxis) => {
  const found = imageAxes("a", shape, { channels });
  assertEquals(found.count, shape[0]);
  return [found.height, found.width, found.channels, found.order];
};

const clear: readonly (readonly [readonly number[], readonly unknown[]])[] = [
  [[70, 20, 30], [20, 30, 1, undefined]],
  [[70, 8, 8], [8, 8, 1, undefined]],
  [[3, 32, 32], [32, 32, 1, undefined]],
  // PyTorch's order of axes.
  [[70, 1, 20, 30], [20, 30, 1, "first"]],
  [[70, 3, 20, 30], [20, 30, 3, "first"]],
  [[70, 4, 20, 30], [20, 30, 4, "first"]],
  [[70, 2, 8, 8], [8, 8, 2, "first"]],
  [[70, 7, 256, 256], [256, 256, 7, "first"]],
  [[70, 3, 16, 12], [16, 12, 3, "first"]],
  // The order of axes of NumPy and Pillow.
  [[70, 20, 30, 1], [20, 30, 1, "last"]],
  [[70, 20, 30, 3], [20, 30, 3, "last"]],
  [[70, 8, 8, 2], [8, 8, 2, "last"]],
  [[70, 12, 16, 4], [12, 16, 4, "last"]],
  [[70, 20, 20, 12], [20, 20, 12, "last"]],
  [[70, 17, 12, 12], [17, 12, 12, "last"]],
  // These sizes are too large, but their order is clear.
  [[70, 3, 300, 400], [300, 400, 3, "first"]],
  [[70, 300, 400, 3], [300, 400, 3, "last"]],
  [[70, 20, 20, 20], [20, 20, 20, "last"]],
];

for (const [shape, expected] of clear) {
  Deno.test(`(${shape.join(", ")}) tells its axes`, () => {
    assertEquals(readAs(shape), expected);
  });
}

const ambiguous: readonly (readonly [readonly number[], string])[] = [
  [
    [70, 12, 16, 16],
    "12 channels of 16 x 16 pixels, with --channels first, or 16 channels of 12 x 16 pixels, with --channels last",
  ],
  [
    [70, 12, 20, 20],
    "12 channels of 20 x 20 pixels, with --channels first, or 20 channels of 12 x 20 pixels, more than the 16 that are read, with --channels last",
  ],
  [
    [70, 8, 8, 8],
    "8 channels of 8 x 8 pixels, with --channels first, or 8 channels of 8 x 8 pixels, with --channels last",
  ],
  [
    [70, 16, 64, 9],
    "16 channels of 64 x 9 pixels, with --channels first, or 9 channels of 16 x 64 pixels, with --channels last",
  ],
];

for (const [shape, says] of ambiguous) {
  Deno.test(`(${shape.join(", ")}) is asked about, and read as answered`, () => {
    const { message } = assertThrows(() => imageAxes("a", shape), UserError);
    assertEquals(
      message,
      `a: expected a shape that shows which axis holds the channels, found (${
        shape.join(", ")
      }): ${says}; say which (in code, the option channels)`,
    );
    const [, a, b, c] = shape;
    assertEquals(readAs(shape, "first"), [b, c, a, "first"]);
    assertEquals(readAs(shape, "last"), [a, b, c, "last"]);
  });
}

Deno.test("the caller's order counts, even if the shape suggests another", () => {
  assertEquals(readAs([70, 3, 20, 9], "last"), [3, 20, 9, "last"]);
  assertEquals(readAs([70, 20, 30, 3], "first"), [30, 3, 20, "first"]);
  // (N, H, W) has no axis of channels.
  for (const channels of CHANNELS_AXES) {
    assertEquals(readAs([70, 20, 30], channels), [20, 30, 1, undefined]);
  }
});

const narrow: readonly (readonly [readonly number[], string, string])[] = [
  [[70, 3, 32, 3], "3 x 32", "32 x 3"],
  [[70, 1, 28, 1], "1 x 28", "28 x 1"],
  [[70, 7, 7, 7], "7 x 7", "7 x 7"],
];

for (const [shape, last, first] of narrow) {
  Deno.test(`(${shape.join(", ")}) is too narrow either way`, () => {
    const { message } = assertThrows(() => imageAxes("a", shape), UserError);
    assertEquals(
      message,
      `a: expected images of 8 to 512 pixels per side, found (${
        shape.join(", ")
      }), which is ${last} if the channels are last and ${first} if they are first; images this narrow are not read`,
    );
  });
}

const others: readonly (readonly [readonly number[], string])[] = [
  [[], "()"],
  [[5], "(5,)"],
  [[70, 784], "(70, 784); reshape the rows to images"],
  [[70, 1, 3, 20, 20], "(70, 1, 3, 20, 20)"],
  [Array(60).fill(1), "(1, 1, 1, 1, 1, 1, 1, 1, ...)"],
];

for (const [shape, found] of others) {
  Deno.test(`${shape.length} axes are not those of images`, () => {
    const { message } = assertThrows(() => imageAxes("a", shape), UserError);
    assertEquals(
      message,
      `a: expected the shape (N, H, W), (N, H, W, C) or (N, C, H, W), found ${found}`,
    );
  });
}

Deno.test("another word than first and last is refused", () => {
  const channels = "middle" as "first";
  assertThrows(
    () => imageAxes("a", [70, 20, 20], { channels }),
    UserError,
    'channels: expected one of first, last, found "middle"',
  );
});

Deno.test("channelsLast puts every value in its place", () => {
  const [count, channels, height, width] = [3, 4, 5, 6];
  const images = Float32Array.from({ length: 360 }, (_, i) => i);
  const found = channelsLast(images, { channels, height, width });
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < channels; c++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          assertEquals(
            found[((i * height + y) * width + x) * channels + c],
            images[((i * channels + c) * height + y) * width + x],
          );
        }
      }
    }
  }
});
