import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { range } from "d3-array";
import { decode } from "fast-png";
import { parseHTML } from "linkedom";
import {
  flowExplorer,
  type FlowExplorerData,
} from "#lib/display/flow_explorer.ts";
import { fakePage } from "./fake_page.ts";

/** A frame of 2 x 2 pixels; all values of all frames differ. */
const frame = (k: number, values = 4) =>
  range(values).map((i) => (10 * k + i) / 255);

const output = range(6).map((k) => frame(10 + k));

const data: FlowExplorerData = {
  transformation: "rotation",
  parameter: "angle",
  unit: "radians",
  times: [-0.2, -0.1, 0, 0.1, 0.2, 0.3],
  side: 2,
  channels: 1,
  moved: range(6).map((k) => frame(k)),
  output,
  latent: range(6).map((k) => range(9).map((i) => i === k ? 4 : -2)),
  latentSize: 3,
  field: (x, y) => [-y, x],
};

const pageOf = (...all: FlowExplorerData[]) =>
  fakePage(all.map((one) => flowExplorer(one).html).join(""));

const bytes = (k: number, values = 4) => range(values).map((i) => 10 * k + i);

/** The values of a PNG in a data URI. */
function pixelsOf(image: { readonly src: string }): number[] {
  const [, base64] = image.src.split(",");
  return [...decode(Uint8Array.fromBase64(base64)).data];
}

Deno.test("one labelled slider over the frames, 0 at t = 0, with every t in words", () => {
  const { document } = pageOf(data);
  const sliders = document.querySelectorAll("input");
  assertEquals(sliders.length, 1);
  const named = ["type", "min", "max", "step", "value", "aria-valuetext"];
  assertEquals(named.map((name) => sliders[0].getAttribute(name)), [
    "range",
    "-2",
    "3",
    "1",
    "0",
    "0 radians",
  ]);
  // Without this attribute JupyterLab takes the arrow keys from the slider.
  for (const control of document.querySelectorAll("input, button")) {
    assert(control.hasAttribute("data-lm-suppress-shortcuts"));
  }
  assertEquals(
    sliders[0].closest("label")!.textContent!.trim(),
    "angle t (radians)",
  );
  assertEquals(
    JSON.parse(sliders[0].getAttribute("data-labels")!),
    ["−0.2", "−0.1", "0", "0.1", "0.2", "0.3"].map((t) => `${t} radians`),
  );
});

Deno.test("before a script runs, the frame at t = 0 is shown, and no control", () => {
  const { document } = pageOf(data);
  const images = [...document.querySelectorAll("img")];
  assertEquals(images.map(({ alt }) => alt), [
    "x0 along the learned flow",
    "model's output",
    "latent patch",
  ]);
  assertEquals(images.slice(0, 2).map(pixelsOf), [bytes(2), bytes(12)]);
  // In frame 2, cell 2 has the largest magnitude and is orange; the others are blue.
  const colors = pixelsOf(images[2]);
  assertEquals(
    range(9).map((cell) => colors[3 * cell] > colors[3 * cell + 2]),
    range(9).map((cell) => cell === 2),
  );
  assert(document.querySelector(".controls")!.hasAttribute("hidden"));
  assertEquals(
    document.querySelector(".still")!.textContent,
    "Shown at t = 0; a slider moves the image if scripts may run.",
  );
});

Deno.test("the script draws the frame at t = 0, and then that of the slider", () => {
  const page = pageOf(data);
  page.run();
  assertEquals(page.document.querySelectorAll("img").length, 0);
  assertEquals(page.document.querySelector(".still"), null);
  assert(!page.document.querySelector(".controls")!.hasAttribute("hidden"));
  const gray = (k: number) => bytes(k).flatMap((v) => [v, v, v, 255]);
  const [moved, output, latent] = page.canvases;
  const before = [...latent.shown];
  const sizeOf = ({ element: { width, height } }: typeof moved) => [
    width,
    height,
  ];
  assertEquals(sizeOf(moved), [2, 2]);
  assertEquals(sizeOf(latent), [3, 3]);
  assertEquals([moved.shown, output.shown], [gray(2), gray(12)]);
  page.slide(0, -2);
  assertEquals([moved.shown, output.shown], [gray(0), gray(10)]);
  page.slide(0, 3);
  assertEquals([moved.shown, output.shown], [gray(5), gray(15)]);
  assertNotEquals(latent.shown, before);
  assertEquals(page.words(0), ["0.3 radians", "0.3 radians"]);
});

Deno.test("without a model only the moved image is shown", () => {
  const { output: _, latent, latentSize, ...flow } = data;
  const titles = (one: FlowExplorerData) =>
    Array.from(
      pageOf(one).document.querySelectorAll("figcaption"),
      ({ textContent }) => textContent,
    );
  assertEquals(titles(flow), ["x0 along the learned flow"]);
  assertEquals(titles({ ...flow, latent, latentSize }).length, 2);
  assertEquals(
    flowExplorer(flow).caption,
    "A held-out image along the flow learned for rotation, angle t from −0.2 to 0.3 radians: moved by the flow, whose vector field is shown by arrows.",
  );
  const page = pageOf(flow);
  page.run();
  page.slide(0, 3);
  assertEquals(page.canvases.length, 1);
  assertEquals(page.words(0), ["0.3 radians", "0.3 radians"]);
});

Deno.test("colours stay in their channels", () => {
  const page = pageOf({
    ...data,
    channels: 3,
    moved: range(6).map((k) => frame(k, 12)),
    output: range(6).map((k) => frame(k, 12)),
  });
  page.run();
  page.slide(0, 1);
  const [r, g, b, a, next] = page.canvases[0].shown;
  assertEquals([r, g, b, a, next], [30, 31, 32, 255, 33]);
});

Deno.test("explorers on one page are independent, and start once", () => {
  const page = pageOf(data, { ...data, times: range(6).map((k) => k / 2) });
  page.run();
  page.run();
  assertEquals(page.canvases.length, 6);
  const shown = () => page.canvases.map(({ shown }) => shown.join());
  const before = shown();
  page.slide(1, 4);
  assertEquals(shown().slice(0, 3), before.slice(0, 3));
  shown().slice(3).forEach((now, i) => assertNotEquals(now, before[3 + i]));
  assertEquals(page.words(0), ["0 radians", "0 radians"]);
  assertEquals(page.words(1), ["2.0 radians", "2.0 radians"]);
  assertEquals(page.document.querySelectorAll("[id]").length, 0);
});

Deno.test("playing goes to and fro, until it is paused or the slider is moved", () => {
  const page = pageOf(data);
  page.run();
  const value = () => Number(page.document.querySelector("input")!.value);
  const button = page.document.querySelector("button")!;
  assertEquals(button.textContent, "Play");
  page.click();
  assertEquals(button.textContent, "Pause");
  const seen = range(9).map(() => {
    page.tick();
    return value();
  });
  assertEquals(seen, [1, 2, 3, 2, 1, 0, -1, -2, -1]);
  page.click();
  assertEquals([button.textContent, page.timers.size], ["Play", 0]);
  page.click();
  page.slide(0, 2);
  assertEquals([button.textContent, page.timers.size], ["Play", 0]);
  page.click();
  page.document.querySelector(".symmetry-flow-explorer")!.remove();
  page.tick();
  assertEquals(page.timers.size, 0, "a removed output went on");
});

Deno.test("arrows over the image and the patch point along the field, y down", () => {
  const { document } = pageOf({ ...data, field: () => [0, 1] });
  const drawings = [...document.querySelectorAll(".frame svg")];
  assertEquals(
    drawings.map((svg) => svg.closest("figure")!.textContent),
    ["x0 along the learned flow", "latent patch"],
  );
  const shafts = drawings.map((svg) =>
    [
      ...svg.querySelector("path")!.getAttribute("d")!
        .matchAll(/M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)M/g),
    ].map(([, ...ends]) => ends.map(Number))
  );
  assertEquals(shafts.map(({ length }) => length), [81, 9]);
  for (const [x1, y1, x2, y2] of shafts.flat()) {
    assert(Math.abs(x1 - x2) < 0.2 && y2 > y1 + 15, `${[x1, y1, x2, y2]}`);
  }
  const none = pageOf({ ...data, field: () => [0, 0] }).document;
  assertEquals(none.querySelector(".frame path")!.getAttribute("d"), "");
});

const hostile =
  `"></div><script>alert('x')</script><img src=x onerror=alert(1)>`;

Deno.test("no name becomes markup, and nothing comes from elsewhere", () => {
  const named = {
    ...data,
    transformation: hostile,
    parameter: hostile,
    unit: `${hostile}</script>`,
  };
  const { html, caption } = flowExplorer(named);
  const { document } = parseHTML(
    `<!doctype html><html><body>${html}</body></html>`,
  );
  assertEquals(document.querySelectorAll("script").length, 1);
  assertEquals(document.querySelectorAll("img").length, 3);
  assertEquals(document.querySelectorAll("[onerror]").length, 0);
  assertEquals(document.body.children.length, 1);
  assert(caption.includes(hostile));
  const page = fakePage(html);
  page.run();
  assertEquals(page.words(0), Array(2).fill(`0 ${named.unit}`));
  assertEquals(page.document.querySelectorAll("img").length, 0);
  const { html: plain } = flowExplorer(data);
  assertEquals(
    plain.match(/https?:|\burl\(|@import|\beval\b|Function\(/g),
    null,
  );
  for (const { src } of document.querySelectorAll("img")) {
    assert(src.startsWith("data:image/png;base64,"));
  }
});

Deno.test("the text has the page's colour, so that every theme can show it", () => {
  const { document } = pageOf(data);
  const style = document.querySelector("style")!.textContent!;
  const rules = style.trim().split("\n");
  for (const rule of rules) {
    assert(rule.startsWith(".symmetry-flow-explorer"), rule);
  }
  assertEquals(style.match(/[^-]color: [^;]+/g), [
    " color: inherit",
    " color: inherit",
  ]);
});

Deno.test("flowExplorer names what is wrong", () => {
  const fails = (part: Partial<FlowExplorerData>, message: string) =>
    assertThrows(
      () => flowExplorer({ ...data, ...part }),
      RangeError,
      `flowExplorer: ${message}`,
    );
  fails({ times: [0] }, "times: expected two or more, evenly ascending");
  fails({ times: [0, 1, 2, 3, 4, 6] }, "times: expected two or more, evenly");
  fails({ times: data.times.toReversed() }, "times: expected two or more");
  fails({ channels: 2 }, "channels: expected 1 or 3, found 2");
  fails({ moved: [frame(0)] }, "moved: expected 6 values, found 1");
  fails({ side: 3 }, "frame 0 of moved: expected 9 values, found 4");
  fails({ latentSize: 2 }, "frame 0 of latent: expected 4 values, found 9");
  fails(
    { output: output.with(4, [0, 0, NaN, 0]) },
    "frame 4 of output: expected finite numbers, found NaN",
  );
});
