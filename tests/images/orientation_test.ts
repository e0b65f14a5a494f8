import { assertEquals } from "@std/assert";
import {
  isOrientation,
  upright,
  uprightSize,
} from "#lib/images/orientation.ts";

/**
 * An upright F of 3 x 2 pixels as it is stored under each orientation, after the table
 * of the EXIF standard. Row 0 is the top (1), the top (2), the bottom (3), the bottom
 * (4), the left side (5), the right side (6), the right side (7), the left side (8).
 * Column 0 is the left side, the right, the right, the left, the top, the top, the
 * bottom, the bottom.
 */
const stored: Readonly<Record<number, readonly string[]>> = {
  1: ["ab", "cd", "ef"],
  2: ["ba", "dc", "fe"],
  3: ["fe", "dc", "ba"],
  4: ["ef", "cd", "ab"],
  5: ["ace", "bdf"],
  6: ["bdf", "ace"],
  7: ["fdb", "eca"],
  8: ["eca", "fdb"],
};

/** An image of letters in two channels, with a different number in each. */
const pixelsOf = (rows: readonly string[]) =>
  Float32Array.from(
    [...rows.join("")].flatMap((letter) => {
      const number = letter.charCodeAt(0) - "a".charCodeAt(0);
      return [number, 10 * number + 1];
    }),
  );

for (const [orientation, rows] of Object.entries(stored)) {
  Deno.test(`orientation ${orientation} puts the stored image upright`, () => {
    const size = { height: rows.length, width: rows[0].length };
    assertEquals(uprightSize(size, Number(orientation)), {
      height: 3,
      width: 2,
    });
    assertEquals(
      upright(pixelsOf(rows), { ...size, channels: 2 }, Number(orientation)),
      pixelsOf(stored[1]),
    );
  });
}

Deno.test("there are eight orientations, and nothing else is one", () => {
  const all = Array.from({ length: 20 }, (_, i) => i - 5);
  assertEquals(all.filter(isOrientation), [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals(["6", 1.5, NaN, undefined, [6]].filter(isOrientation), []);
});
