import { assertEquals, assertThrows } from "@std/assert";
import { pictureAt } from "#lib/detection/picture_at.ts";

const images = {
  name: "numbers",
  count: 2,
  height: 1,
  width: 2,
  channels: 1,
  pixels: Float32Array.of(1, 2, 3, 4),
};

Deno.test("an image of a set has its pixels and its size", () => {
  const second = pictureAt(images, 1);
  assertEquals(second, {
    pixels: Float32Array.of(3, 4),
    height: 1,
    width: 2,
    channels: 1,
  });
  second.pixels[0] = 9;
  assertEquals(images.pixels[2], 3, "the picture is a copy");
});

Deno.test("a number that no image has is refused", () => {
  for (const wrong of [-1, 2, 0.5, NaN]) {
    assertThrows(
      () => pictureAt(images, wrong),
      RangeError,
      `pictureAt: expected a number from 0 to 1, found ${wrong}`,
    );
  }
});
