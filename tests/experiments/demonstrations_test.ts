import { assert, assertEquals } from "@std/assert";
import {
  demonstrate,
  demonstrationFigure,
  demonstrations,
} from "#lib/experiments/demonstrations.ts";
import { catalogue } from "#lib/experiments/catalogue.ts";
import { parseSvg } from "../figures/parse_svg.ts";

for (const demonstration of demonstrations) {
  const small = { ...demonstration, side: 32 };

  Deno.test(`${demonstration.id}: exp of the generator agrees with the exact map up to the pixels' resolution`, () => {
    const { exact, exponential, differences } = demonstrate(small);
    const image = small.draw(small.side);
    small.times.forEach((t, i) => {
      assertEquals(exponential[i].length, small.side ** 2);
      if (t === 0) {
        assertEquals(exact[i], image);
        assert(differences[i] < 1e-5);
      }
      // The warp smooths edges of one pixel, and the series rings there.
      assert(differences[i] < 0.12, `t = ${t}: ${differences[i]}`);
    });
    // A wrong sign of t would give a different image.
    const [first, last] = [exact[0], exponential.at(-1)!];
    const wrong = Math.hypot(...first.map((v, i) => v - last[i])) /
      Math.hypot(...first);
    assert(wrong > 0.3, String(wrong));
  });

  Deno.test(`${demonstration.id}: its figure shows every t by both methods`, () => {
    const figure = demonstrationFigure(small, demonstrate(small));
    const images = parseSvg(figure).querySelectorAll("image");
    assertEquals(images.length, 3 * small.times.length);
  });

  Deno.test(`${demonstration.id}: no experiment has its name`, () => {
    assertEquals(catalogue.some(({ id }) => id === demonstration.id), false);
  });
}
