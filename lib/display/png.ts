import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { FONT_SIZE } from "../figures/finish.ts";
import { lightOnly } from "../figures/theme.ts";

/**
 * Renders an SVG as a PNG, in light colours on white, with the font of the npm package
 * dejavu-fonts-ttf, so that the result does not depend on the machine.
 *
 * @param svg markup with width and height
 * @param options scale: number of pixels of the PNG per pixel of the SVG; 2 by default
 * @returns the PNG file's bytes
 * @throws {RangeError} if the scale is not positive
 * @throws {TypeError} if the markup is not SVG
 */
export async function renderPng(
  svg: string,
  { scale = 2 }: { readonly scale?: number } = {},
): Promise<Uint8Array> {
  if (!(scale > 0 && scale <= 16)) {
    throw new RangeError(
      `renderPng: expected a scale above 0 and up to 16, found ${scale}`,
    );
  }
  const fontBuffers = await (ready ??= load());
  const resvg = parse(lightOnly(svg), {
    background: "#ffffff",
    // Cells of an image stay sharp; the renderer does not support "pixelated".
    imageRendering: 1,
    fitTo: { mode: "zoom" as const, value: scale },
    font: {
      fontBuffers,
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
      defaultFontSize: FONT_SIZE,
    },
  });
  const image = resvg.render();
  const png = image.asPng();
  image.free();
  resvg.free();
  return png;
}

let ready: Promise<Uint8Array[]> | undefined;

/** Starts the renderer, once, and returns the fonts. */
async function load(): Promise<Uint8Array[]> {
  // The names are literals in the calls, because `deno publish` rewrites them.
  const [wasm, ...fonts] = await Promise.all([
    import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"),
    import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
    import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
  ].map((url) => Deno.readFile(new URL(url))));
  await initWasm(wasm);
  return fonts;
}

function parse(svg: string, options: ConstructorParameters<typeof Resvg>[1]) {
  try {
    return new Resvg(svg, options);
  } catch (cause) {
    throw new TypeError(
      `renderPng: expected SVG markup, found ${
        JSON.stringify(svg.slice(0, 40))
      }: ${cause}`,
      { cause },
    );
  }
}
