import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { dark, light } from "#lib/figures/palette.ts";
import { lightOnly } from "#lib/figures/theme.ts";
import { exampleFigures } from "./examples.ts";
import { parseSvg } from "./parse_svg.ts";

Deno.test("every figure stands on its own: namespace, size, caption", () => {
  const names = exampleFigures().map((figure) => {
    const svg = parseSvg(figure);
    assertEquals(svg.getAttribute("xmlns"), "http://www.w3.org/2000/svg");
    const [width, height] = [
      svg.getAttribute("width"),
      svg.getAttribute("height"),
    ];
    assertEquals(svg.getAttribute("viewBox"), `0 0 ${width} ${height}`);
    assertEquals(svg.querySelector("title")?.textContent, figure.caption);
    assert(!figure.svg.includes("NaN"), `${figure.name} draws NaN`);
    return figure.name;
  });
  assertEquals(new Set(names).size, names.length);
});

Deno.test("the same input gives the same figure", () => {
  assertEquals(exampleFigures(), exampleFigures());
});

Deno.test("a figure follows the reader's dark colour scheme, except with lightOnly", () => {
  for (const { svg } of exampleFigures()) {
    assertStringIncludes(svg, "prefers-color-scheme: dark");
    assertStringIncludes(svg, `[fill='${light.ink}']{fill:${dark.ink}}`);
    assert(!lightOnly(svg).includes("prefers-color-scheme"));
  }
});

Deno.test("each theme's colours stand out against its surface", () => {
  const { band: _, grid: __, truth: ___, ...drawn } = light;
  for (const name of Object.keys(drawn) as (keyof typeof drawn)[]) {
    if (name === "surface") continue;
    for (const theme of [light, dark]) {
      const found = contrast(theme[name], theme.surface);
      assert(found >= 3, `${name}: contrast ${found}`);
    }
  }
  assertEquals(new Set(Object.values(light)).size, Object.keys(light).length);
});

/** Contrast of two colours as WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
