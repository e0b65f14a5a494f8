import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { parseIdxImages } from "#lib/datasets/idx.ts";
import { allclose } from "../allclose.ts";

/** An idx file with two images of 2 x 3 pixels. */
function idxFile(): Uint8Array {
  const bytes = new Uint8Array(16 + 12);
  const view = new DataView(bytes.buffer);
  [0x0803, 2, 2, 3].forEach((value, i) => view.setUint32(4 * i, value));
  for (let i = 0; i < 12; i++) bytes[16 + i] = 23 * i;
  return bytes;
}

function changed(change: (bytes: Uint8Array, view: DataView) => void) {
  const bytes = idxFile();
  change(bytes, new DataView(bytes.buffer));
  return bytes;
}

Deno.test("parseIdxImages reads sizes and pixels", () => {
  const set = parseIdxImages(idxFile(), "two");
  const { pixels, ...rest } = set;
  assertEquals(rest, {
    name: "two",
    count: 2,
    height: 2,
    width: 3,
    channels: 1,
  });
  allclose(pixels, Array.from({ length: 12 }, (_, i) => 23 * i / 255), {
    relative: 1e-7,
  });
});

Deno.test("parseIdxImages reads a view that does not start its buffer", () => {
  const buffer = new Uint8Array(40);
  buffer.set(idxFile(), 5);
  const set = parseIdxImages(buffer.subarray(5, 33), "view");
  assertEquals(set.pixels, parseIdxImages(idxFile(), "two").pixels);
});

const damaged: readonly (readonly [string, Uint8Array, string])[] = [
  ["an empty file", new Uint8Array(0), "header of 16 bytes, found 0"],
  ["a cut header", idxFile().slice(0, 15), "header of 16 bytes, found 15"],
  ["a cut image", idxFile().slice(0, -1), "expected 28 bytes .* found 27"],
  [
    "extra bytes",
    Uint8Array.of(...idxFile(), 0),
    "expected 28 bytes .* found 29",
  ],
  [
    "a wrong magic number",
    changed((_, view) => view.setUint32(0, 0x1f8b0800)),
    "magic number 0x00000803 .* found 0x1f8b0800",
  ],
  [
    "labels in place of images",
    changed((_, view) => view.setUint32(0, 0x0801)),
    "3 dimensions.* found 0x00000801",
  ],
  [
    "pixels of another type",
    changed((_, view) => view.setUint32(0, 0x0d03)),
    "unsigned bytes.* found 0x00000d03",
  ],
  [
    "a wrong count",
    changed((_, view) => view.setUint32(4, 3)),
    "expected 34 bytes for 3 images of 2 x 3, found 28",
  ],
  [
    "an enormous count",
    changed((_, view) => view.setUint32(4, 0xffffffff)),
    "4294967295 images",
  ],
  [
    "no images",
    changed((_, view) => view.setUint32(4, 0)),
    "found 0 of 2 x 3",
  ],
  [
    "images without rows",
    changed((_, view) => view.setUint32(8, 0)),
    "found 2 of 0 x 3",
  ],
];

for (const [what, bytes, words] of damaged) {
  Deno.test(`parseIdxImages names the file and the fault of ${what}`, () => {
    const { message } = assertThrows(
      () => parseIdxImages(bytes, "some/file"),
      RangeError,
      "some/file: expected ",
    );
    assertMatch(message, new RegExp(words));
    assertMatch(message, /^[^\n]*$/);
  });
}
