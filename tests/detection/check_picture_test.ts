import { assert, assertEquals, assertThrows } from "@std/assert";
import { answerOf } from "#lib/detection/answer.ts";
import { augment } from "#lib/detection/augment.ts";
import { foundFlow } from "#lib/detection/use.ts";
import { detectionExample } from "./detection_example.ts";
import { severalExample } from "./several_example.ts";

const found = detectionExample();
const image = {
  pixels: Float32Array.from({ length: 16 }, (_, i) => i / 16),
  height: 4,
  width: 4,
  channels: 1,
};

/** Programs in JavaScript can pass anything. */
type Anything = Readonly<Record<string, unknown>>;

const images: readonly [changed: Anything, message: string][] = [
  [
    { pixels: Array.from(image.pixels) },
    "pixels: expected a Float32Array or a Uint8Array, found a list of 16",
  ],
  [
    { pixels: Float64Array.from(image.pixels) },
    "pixels: expected a Float32Array or a Uint8Array, found an array, Float64Array",
  ],
  [{ pixels: undefined }, "pixels: expected a Float32Array or a Uint8Array"],
  [{ height: -4 }, "height: expected an integer from 1 to 65536, found -4"],
  [{ height: 2.5 }, "height: expected an integer from 1 to 65536, found 2.5"],
  [{ width: "4" }, 'width: expected an integer from 1 to 65536, found "4"'],
  [{ channels: undefined }, "channels: expected an integer"],
  [{ channels: 2 }, "expected 4 x 4 x 2 values in pixels, found 16"],
];

for (const [changed, message] of images) {
  Deno.test(`an image is refused: ${message}`, () => {
    const wrong = { ...image, ...changed } as never;
    assertThrows(
      () => foundFlow(found)(wrong, 0.3),
      Error,
      `foundFlow: image${
        message.startsWith("expected") ? ":" : ","
      } ${message}`,
    );
    assertThrows(
      () => augment([image, wrong], found, { seed: 0 }),
      Error,
      "augment: image 1",
    );
  });
}

Deno.test("the bytes of a canvas are moved like other bytes", () => {
  const bytes = Uint8Array.from(image.pixels, (value) => 255 * value);
  const canvas = Uint8ClampedArray.from(bytes) as never;
  const move = foundFlow(found);
  assertEquals(
    move({ ...image, pixels: canvas }, 0.3).pixels,
    move({ ...image, pixels: bytes }, 0.3).pixels,
  );
});

Deno.test("the value beyond an image has to be finite", () => {
  assertThrows(
    () => foundFlow(found)(image, 0.3, { beyond: NaN }),
    RangeError,
    "foundFlow: options: beyond: expected a finite number, found NaN",
  );
  assertThrows(
    () => augment([image], found, undefined as never),
    TypeError,
    "augment: options: expected an object, found undefined",
  );
});

Deno.test("a parsed generator.json is no detection", () => {
  const parsed = JSON.parse(JSON.stringify(answerOf(found))) as never;
  for (
    const use of [
      () => foundFlow(parsed),
      () => augment([image], parsed, { seed: 0 }),
    ]
  ) {
    assertThrows(use, TypeError, "a detection or the result of readAnswer");
  }
  const { coefficients } = found;
  const cut = { ...found, coefficients: coefficients.slice(1) };
  assertThrows(() => foundFlow(cut), TypeError, "found a list of 11");
  const unknown = {
    ...found,
    coefficients: coefficients.map((one) => ({ ...one, value: NaN })),
  };
  assertThrows(
    () => foundFlow(unknown),
    TypeError,
    "value of coefficient 0: expected a finite number, found NaN",
  );
});

Deno.test("t of several generators is a list, in any kind of array", () => {
  const move = foundFlow(severalExample());
  const typed = Float64Array.of(0.1, 0, 0) as never;
  const { pixels } = move(image, [0.1, 0, 0]);
  assertEquals(move(image, typed).pixels, pixels);
  assert(pixels.some((value, i) => value !== image.pixels[i]));
  for (const t of [undefined, null, "abc"]) {
    assertThrows(
      () => move(image, t as never),
      RangeError,
      "expected a list of 3 finite numbers, one t per generator, found",
    );
  }
});
