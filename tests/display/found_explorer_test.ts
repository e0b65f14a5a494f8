import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseHTML } from "linkedom";
import { foundExplorer } from "#lib/display/found_explorer.ts";
import { detectionExample } from "../detection/detection_example.ts";

const found = detectionExample();
const { side, worst } = found.pictures;
const image = { pixels: worst[0].x0, height: side, width: side, channels: 1 };

Deno.test("an image moves under a slider over the range of t, with no model beside it", () => {
  const { html, caption } = foundExplorer(found, image);
  const { document } = parseHTML(`<body>${html}</body>`);
  assertEquals(document.querySelectorAll("[data-frames]").length, 1);
  const labels: string[] = JSON.parse(
    document.querySelector("input")!.getAttribute("data-labels")!,
  );
  const t = labels.map((label) =>
    Number(label.split(" ")[0].replace("−", "-"))
  );
  assert(t[0] < -0.7 && t[0] > -1 && t.at(-1)! > 0.7 && t.at(-1)! < 1);
  assert(t.includes(0));
  assert(!caption.includes("model"), caption);
  assertEquals(labels[t.indexOf(0)], "0 generator units (0 degrees)");
  // The unit generator turns by 1 / sqrt(2) radians per unit of t.
  const angle = (t.at(-1)! * 180 / Math.PI / Math.SQRT2).toPrecision(3);
  assert(labels.at(-1)!.endsWith(` (${angle} degrees)`), labels.at(-1));
});

Deno.test("images that are not square or not gray are refused", () => {
  for (const wrong of [{ height: 2 * side }, { channels: 3 }]) {
    assertThrows(
      () => foundExplorer(found, { ...image, ...wrong }),
      RangeError,
      "foundExplorer: expected a square image of one channel",
    );
  }
});
