import { max } from "d3-array";
import { checkNotEmpty } from "../check.ts";
import { COLOR_BAR_HEIGHT, colorBar } from "../images/color_bar.ts";
import { createDocument, svgElement } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, type Part } from "../finish.ts";
import { heading } from "../heading.ts";
import { textWidth } from "../legend.ts";
import {
  checkFrames,
  fieldPanel,
  LATENT_BOTTOM,
  LATENT_LEFT,
  type MovedPatch,
  movedPatchNumbers,
  patchSide,
  stripPanel,
} from "./latent_panels.ts";
import { listInWords } from "../number_words.ts";
import { light, paleDiverging } from "../palette.ts";

/** One experiment: its title, its field and the patch that it moves. */
export interface LatentFlowRow extends MovedPatch {
  /** The title of the row. */
  readonly title: string;
}

/** Data of the figure of several experiments' latent flows. */
export interface LatentFlowGridData {
  /** The rows, at least one. */
  readonly rows: readonly LatentFlowRow[];
}

const WIDTH = 980, FIELD = 126, TOP = 32, MARGIN = 14, BAR = 220;
const ROW = FIELD + LATENT_BOTTOM + 16, STRIP = LATENT_LEFT + FIELD + 32;

/** Relative width of bold text. */
const BOLD = 1.15;

/** Largest side of a patch in pixels, so that a row's title fits above its patches. */
const WIDEST_PATCH = 104;

/**
 * Draws figure 2 of the paper, one row per experiment: the learned vector field over the
 * unmoved patch, and the patch moved by exp(-tG). Each row has its own colour scale, up
 * to the largest magnitude of its patches. x points right and y down, as in the images.
 *
 * @throws {RangeError} if there is no row, a row has no frame, or a patch does not have
 * size^2 finite values
 */
export function latentFlowGridFigure({ rows }: LatentFlowGridData): Figure {
  checkNotEmpty("latentFlowGridFigure: rows", rows);
  for (const row of rows) {
    checkFrames(`latentFlowGridFigure: row "${row.title}"`, row);
  }
  const document = createDocument();
  const most = max(rows, ({ frames }) => frames.length)!;
  const pitch = Math.min(WIDEST_PATCH, (WIDTH - MARGIN - STRIP) / most);
  const bottom = TOP + rows.length * ROW;
  const columns = {
    "learned vector field": LATENT_LEFT,
    "latent patch along the flow": STRIP,
  };
  const right = max(rows, ({ title }) => textWidth(title) * BOLD)!;
  return finishFigure(document, {
    name: "figure-2",
    caption: `Latent flows learned for ${
      listInWords(rows.map(({ title }) => title))
    }: the vector field (arrows) over the patch at rest, and the patch as the flow moves it.`,
    numbers: rows.map((row) => `${row.title}: ${movedPatchNumbers(row)}`)
      .join(" "),
    width: Math.ceil(STRIP + Math.max(right, pitch * most) + MARGIN),
    height: bottom + COLOR_BAR_HEIGHT + 4,
    parts: [
      ...Object.entries(columns).map(([text, x]) => ({
        element: svgElement(document, "text", { fill: light.muted }, text),
        x,
        y: 18,
      })),
      ...rows.flatMap((row, i) =>
        rowParts(document, row, pitch, TOP + i * ROW)
      ),
      { element: bar(document), x: STRIP, y: bottom },
    ],
  });
}

/** Places a row's panels on one base line, with its title above the patches. */
function rowParts(
  document: Document,
  row: LatentFlowRow,
  pitch: number,
  y: number,
): Part[] {
  const above = FIELD - patchSide(pitch);
  return [
    { element: heading(document, row.title), x: STRIP, y: y + above - 9 },
    {
      element: fieldPanel(document, row, FIELD, "y (half-frames)"),
      x: 0,
      y,
    },
    { element: stripPanel(document, row, pitch), x: STRIP, y: y + above },
  ];
}

function bar(document: Document): Element {
  return colorBar(document, {
    color: paleDiverging,
    limit: 1,
    title: "latent value, 1 = its row's largest",
    width: BAR,
  });
}
