import { assert, assertEquals, assertThrows } from "@std/assert";
import { foundFlow } from "#lib/detection/use.ts";
import { foundExplorer } from "#lib/display/found_explorer.ts";
import { functionBasis } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../blobs.ts";
import { severalExample } from "../detection/several_example.ts";
import { fakePage } from "./fake_page.ts";

const found = severalExample();
const SIDE = 16;
const image = {
  pixels: blobs(1, SIDE, randomStream(0, "explorer")).pixels,
  height: SIDE,
  width: SIDE,
  channels: 1,
};
const largest = Math.max(...image.pixels);
const { html, caption } = foundExplorer(found, image);

const sliders = (page: ReturnType<typeof fakePage>) => [
  ...page.document.querySelectorAll("input"),
];

Deno.test("each generator has a slider over its held-out t, with 0 among its places", () => {
  const page = fakePage(html);
  assertEquals(sliders(page).length, 3);
  for (const [k, slider] of sliders(page).entries()) {
    const { several: { parameters, generators } } = found;
    const own = [...parameters].filter((_, at) => at % 3 === k);
    const step = Number(slider.dataset.step);
    const [low, high] = ["min", "max"].map((end) =>
      step * Number(slider.getAttribute(end))
    );
    assert(low >= Math.min(...own) && low < -0.2, `${low}`);
    assert(high <= Math.max(...own) && high > 0.2, `${high}`);
    assertEquals(
      slider.closest("label")!.textContent,
      `t of ${generators[k].description.name}`,
    );
    assert(caption.includes(generators[k].description.name));
  }
  assert(sliders(page)[2].getAttribute("aria-valuetext")!.includes("degrees"));
});

Deno.test("before a script runs, the image at t = 0 is shown, and no control", () => {
  const page = fakePage(html);
  assertEquals(page.document.querySelectorAll("img").length, 1);
  assert(page.document.querySelector(".controls")!.hasAttribute("hidden"));
  assert(page.document.querySelector(".still"));
});

Deno.test("the sliders together move the image as flow does", () => {
  const page = fakePage(html);
  page.run();
  const shown = () => page.canvases[0].shown.filter((_, i) => i % 4 === 0);
  const still = Array.from(
    image.pixels,
    (value) => Math.round(255 * value / largest),
  );
  assertEquals(shown(), still);
  for (const places of [[4, 0, 0], [0, -6, 0], [3, 5, -7]]) {
    places.forEach((place, k) => page.slide(k, place));
    const t = sliders(page).map(({ dataset }, k) =>
      places[k] * Number(dataset.step)
    );
    const { pixels } = foundFlow(found)(image, t);
    shown().forEach((value, i) => {
      const off = Math.abs(value - 255 * pixels[i] / largest);
      assert(off < 1.2, `t = ${t}, pixel ${i}: off by ${off}`);
    });
    assertEquals(
      page.document.querySelectorAll("output")[2].textContent,
      sliders(page)[2].getAttribute("aria-valuetext"),
    );
  }
  page.click();
  assertEquals(shown(), still, "all back at 0");
});

Deno.test("the arrows show the combined field", () => {
  const page = fakePage(html);
  page.run();
  const path = () => page.document.querySelector("path")!.getAttribute("d")!;
  assertEquals(path(), "");
  page.slide(1, 5);
  const shafts = [
    ...path().matchAll(/M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)M/g),
  ]
    .map(([, ...ends]) => ends.map(Number));
  assertEquals(shafts.length, 81);
  for (const [x1, y1, x2, y2] of shafts) {
    assertEquals(x1, x2);
    assert(y2 > y1 + 0.05);
  }
});

Deno.test("two explorers are independent, and load nothing from elsewhere", () => {
  const page = fakePage(html + html);
  page.run();
  page.run();
  assertEquals(page.canvases.length, 2);
  const before = page.canvases[0].shown;
  page.slide(3, 6);
  assertEquals(page.canvases[0].shown, before);
  assertEquals(
    html.match(/https?:|\burl\(|@import|\beval\b|Function\(/g),
    null,
  );
});

Deno.test("a basis of the user's own is refused", () => {
  const basis = functionBasis(
    "waves",
    found.basis.terms.map(({ component, label }) => ({
      component,
      label,
      value: Math.sin,
    })),
  );
  assertThrows(
    () => foundExplorer({ ...found, basis }, image),
    RangeError,
    'expected a basis of monomials for several generators, found "∂x"',
  );
});
