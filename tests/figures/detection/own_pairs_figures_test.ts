import { assertEquals } from "@std/assert";
import { augment } from "#lib/detection/augment.ts";
import type { WorkingPairs } from "#lib/detection/working_pairs.ts";
import { augmentedFigure } from "#lib/figures/detection/augmented.ts";
import { grays } from "#lib/figures/images/grays.ts";
import { workingPairsFigure } from "#lib/figures/detection/working_pairs.ts";
import { detectionExample } from "../../detection/detection_example.ts";
import { all, parseSvg } from "../parse_svg.ts";

const found = detectionExample();
const { side, worst } = found.pictures;

Deno.test("grays span all images, with the background at 0 if nothing is darker", () => {
  assertEquals(grays([[0, 2], [1, 4]])([0, 2, 4]), [0, 0.5, 1]);
  assertEquals(grays([[-3, 0], [1]])([-3, 0, 1]), [0, 0.75, 1]);
  assertEquals(grays([[-0.1, 1]])([-0.1, 0.5]), [-0.1, 0.5]);
  assertEquals(grays([[0, 0]])([0, 0]), [0, 0]);
});

Deno.test("pairs stand in columns, eight at most", () => {
  const count = 10;
  const stack = (of: "x0" | "xt") => {
    const values = new Float32Array(count * side ** 2);
    for (let i = 0; i < count; i++) {
      values.set(worst[i % worst.length][of], i * side ** 2);
    }
    return values;
  };
  const pairs = { count, side, x0: stack("x0"), xt: stack("xt") };
  const shown = (some: Partial<WorkingPairs>) =>
    parseSvg(workingPairsFigure({ ...pairs, ...some } as WorkingPairs))
      .querySelectorAll("image").length;
  assertEquals(shown({}), 16);
  assertEquals(shown({ count: 3 }), 6);
});

Deno.test("copies stand below their own image", () => {
  const images = worst.slice(0, 3).map(({ x0 }) => (
    { pixels: x0, height: side, width: side, channels: 1 }
  ));
  const copies = augment(images, found, { seed: 0, copies: 2 });
  const hrefs = (figure: ReturnType<typeof augmentedFigure>) =>
    all(parseSvg(figure), "image").map((image) => image.getAttribute("href"));
  const before = hrefs(augmentedFigure(images, copies));
  assertEquals(before.length, 9);
  assertEquals(new Set(before).size, 9);
  // Only the middle image gets other copies, so the other columns stay the same.
  const still = copies.map((copy, i) =>
    i === 2 || i === 3 ? { ...images[1], t: 0 } : copy
  );
  const changed = hrefs(augmentedFigure(images, still));
  assertEquals([changed[4], changed[7]], [changed[1], changed[1]]);
  assertEquals(changed[3], before[3]);
});
