import { COLOR_BAR_HEIGHT, colorBar } from "../images/color_bar.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { heading } from "../heading.ts";
import {
  checkFrames,
  fieldPanel,
  LATENT_BOTTOM,
  LATENT_LEFT,
  latentLimit,
  type MovedPatch,
  movedPatchNumbers,
  stripPanel,
} from "./latent_panels.ts";
import { paleDiverging } from "../palette.ts";

export type { LatentFrame } from "./latent_panels.ts";

/** Data of the figure of the latent flow. */
export interface LatentFlowData extends MovedPatch {
  /** The name that the heading shows. */
  readonly transformation: string;
}

const WIDTH = 840, FIELD = 180, TOP = 30, MARGIN = 14;
const STRIP = LATENT_LEFT + FIELD + 36, WIDEST_PATCH = 110;

/**
 * Draws figure 2 of the paper: the learned vector field, and the latent patch moved by
 * exp(-tG). x points right and y down, as in the images.
 *
 * @throws {RangeError} if there is no frame, or a patch does not have size^2 finite
 * values
 */
export function latentFlowFigure(data: LatentFlowData): Figure {
  checkFrames("latentFlowFigure", data);
  const { transformation, frames, size } = data;
  const document = createDocument();
  const pitch = Math.min(
    WIDEST_PATCH,
    (WIDTH - MARGIN - STRIP) / frames.length,
  );
  const field = fieldPanel(document, data, FIELD, "y (half-frames, down)");
  const bar = colorBar(document, {
    color: paleDiverging,
    limit: latentLimit(data),
    title: "latent value",
    width: 200,
  });
  const height = TOP + FIELD + LATENT_BOTTOM + 4;
  return finishFigure(document, {
    name: "latent-flow",
    caption:
      `Latent flow learned for ${transformation}: the vector field (arrows), and the ${size} × ${size} latent patch as the flow moves it.`,
    numbers: movedPatchNumbers(data),
    width: Math.ceil(STRIP + Math.max(230, pitch * frames.length) + MARGIN),
    height,
    parts: [
      {
        element: heading(document, "learned vector field"),
        x: LATENT_LEFT,
        y: 18,
      },
      { element: field, x: 0, y: TOP },
      {
        element: heading(document, "latent patch along the flow"),
        x: STRIP,
        y: 18,
      },
      { element: stripPanel(document, data, pitch), x: STRIP, y: TOP },
      { element: bar, x: STRIP, y: height - COLOR_BAR_HEIGHT - 4 },
    ],
  });
}
