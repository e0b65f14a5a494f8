import { range } from "d3-array";
import type { ArchitectureData } from "./architecture_data.ts";
import { type DiagramPoint, formula } from "./diagram.ts";
import { svgElement } from "../document.ts";
import { layerStack } from "./layer_stack.ts";
import { light } from "../palette.ts";
import { pixelImage } from "../images/pixel_image.ts";

/** Side of an image and of a latent patch, pixels. */
export const IMAGE = 88, PATCH = 58;

/** Size of a network's layers, pixels. */
export const STACK = { width: 148, height: 96 };

/** Draws a title in bold, centred above a part. */
export function title(
  document: Document,
  text: string,
  at: DiagramPoint,
): Element {
  return formula(document, text, at, { "font-weight": "bold" });
}

/** Draws the name of a term of the loss, starting at a point. */
export function loss(
  document: Document,
  text: string,
  at: DiagramPoint,
): Element {
  return formula(document, text, at, {
    "text-anchor": "start",
    "font-weight": "bold",
    fill: light.amber,
  });
}

/** Draws a network with the middle of its first layer at a point. */
export function stack(
  document: Document,
  layers: readonly number[],
  [x, y]: DiagramPoint,
  color: string,
): Element {
  return svgElement(
    document,
    "g",
    { transform: `translate(${x},${y})` },
    layerStack(document, layers, { ...STACK, color }),
  );
}

/** Draws an image of the pair, centred on a point. */
export function picture(
  document: Document,
  { imageSide, channels = 1 }: ArchitectureData,
  values: ArrayLike<number>,
  [x, y]: DiagramPoint,
): Element {
  const place = {
    x: x - IMAGE / 2,
    y: y - IMAGE / 2,
    width: IMAGE,
    height: IMAGE,
  };
  const shape = { height: imageSide, width: imageSide, channels };
  return svgElement(
    document,
    "g",
    { class: "image" },
    svgElement(document, "image", {
      href: pixelImage(values, shape),
      ...place,
      "image-rendering": "pixelated",
    }),
    svgElement(document, "rect", {
      ...place,
      fill: "none",
      stroke: light.grid,
    }),
  );
}

/**
 * Offset of each further patch from the one before it, pixels, and the largest number of
 * patches.
 */
const BEHIND = 5, MOST_PATCHES = 3;

/**
 * Draws latent patches, one behind the other, centred on a point, with their size below.
 */
export function patches(
  document: Document,
  { latentSize, latentChannels }: ArchitectureData,
  [x, y]: DiagramPoint,
): Element {
  const shown = Math.min(latentChannels, MOST_PATCHES);
  const shift = (i: number) => BEHIND * (i - (shown - 1) / 2);
  const words = `${latentChannels} × ${latentSize} × ${latentSize}`;
  return svgElement(
    document,
    "g",
    { class: "patches" },
    ...range(shown).toReversed().map((i) =>
      patch(document, latentSize, [x + shift(i), y - shift(i)])
    ),
    formula(document, words, [x, y + PATCH / 2 + 24], {
      "font-size": 11,
      fill: light.muted,
    }),
  );
}

function patch(
  document: Document,
  size: number,
  [x, y]: DiagramPoint,
): Element {
  const [left, top, cell] = [x - PATCH / 2, y - PATCH / 2, PATCH / size];
  const lines = range(1, size).flatMap((i) => [
    `M${left + i * cell},${top}v${PATCH}`,
    `M${left},${top + i * cell}h${PATCH}`,
  ]);
  return svgElement(
    document,
    "g",
    { class: "patch" },
    svgElement(document, "rect", {
      x: left,
      y: top,
      width: PATCH,
      height: PATCH,
      fill: light.band,
      stroke: light.ink,
    }),
    svgElement(document, "path", { d: lines.join(""), stroke: light.truth }),
  );
}
