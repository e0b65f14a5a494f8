import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { FONT_SIZE } from "../figures/finish.ts";
import { lightOnly } from "../figures/theme.ts";

/**
 * Draws an SVG as a PNG: light colours on white, with the font of the npm
 * package dejavu-fonts-ttf, so that every machine makes the same picture.
 *
 * @param svg markup with width and height
 * @param options scale: pixels of the PNG for one of the SVG; 2 if left out
 * @returns the PNG file's bytes
 * @throws {RangeError} if the scale is not positive
 * @throws {TypeError} if the markup is no SVG
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
    // Cells of an image stay crisp; the renderer doesn't know "pixelated".
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

/** Starts the renderer, once; the fonts come back. */
async function load(): Promise<Uint8Array[]> {
  // The names stand in the calls: `deno publish` rewrites them there.
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
