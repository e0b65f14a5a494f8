import { elementsOf } from "../figures/elements.ts";
import type { ShownImage, ShownPairs } from "./messages.ts";

/** The first pairs as a list of two canvases each. */
export function drawPairs(
  { height, width, images }: ShownPairs,
): HTMLElement {
  const element = elementsOf(document);
  return element(
    "ul",
    { class: "pairs" },
    ...images.map(([x0, xt], i) =>
      element(
        "li",
        {},
        canvasOf(x0, height, width, `x0 of pair ${i + 1}`),
        canvasOf(xt, height, width, `xt of pair ${i + 1}`),
      )
    ),
  );
}

function canvasOf(
  pixels: ShownImage,
  height: number,
  width: number,
  label: string,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { height, width });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  canvas.getContext("2d")!.putImageData(
    new ImageData(pixels, width, height),
    0,
    0,
  );
  return canvas;
}
