import { assert, assertEquals, assertRejects } from "@std/assert";
import { decode } from "fast-png";
import { renderPng } from "#lib/display/png.ts";
import { exampleFigures } from "../figures/examples.ts";
import { numberOf, parseSvg } from "../figures/parse_svg.ts";
import { readsFiles } from "../reads_files.ts";

Deno.test({
  ...readsFiles,
  name: "every figure becomes a PNG of its size, with ink on white",
  async fn() {
    for (const figure of exampleFigures()) {
      const { width, height, channels, data } = decode(
        await renderPng(figure.svg, { scale: 1 }),
      );
      const svg = parseSvg(figure);
      assertEquals(
        [width, height],
        [numberOf(svg, "width"), numberOf(svg, "height")],
        figure.name,
      );
      assertEquals([...data.slice(0, 3)], [255, 255, 255]);
      let inked = 0;
      for (let i = 0; i < data.length; i += channels) {
        if (data[i] < 128) inked++;
      }
      assert(inked > 0.002 * width * height, `${figure.name} is blank`);
    }
  },
});

Deno.test({
  ...readsFiles,
  name: "text is drawn, twice as large at twice the scale",
  async fn() {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" font-family="DejaVu Sans, sans-serif"><text x="4" y="15">∂x²</text></svg>';
    const dark = async (scale: number) => {
      const { data } = decode(await renderPng(svg, { scale }));
      return data.filter((value, i) => i % 4 === 0 && value < 128).length;
    };
    const [small, large] = [await dark(1), await dark(2)];
    assert(small > 40 && large > 3 * small, `${small}, ${large}`);
  },
});

Deno.test({
  ...readsFiles,
  name: "renderPng names what is wrong",
  async fn() {
    await assertRejects(() => renderPng("no svg"), TypeError, '"no svg"');
    await assertRejects(
      () => renderPng("<svg/>", { scale: 0 }),
      RangeError,
      "expected a scale above 0 and up to 16, found 0",
    );
  },
});
