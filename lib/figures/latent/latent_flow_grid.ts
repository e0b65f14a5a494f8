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
import { light, paleDiverging } from "../palette.ts";

/** One experiment: its title, its field and the patch that it moves. */
export interface LatentFlowRow extends MovedPatch {
  /** The title of the row. */
  readonly title: string;
}

/** What the figure of several experiments' latent flows shows. */
export interface LatentFlowGridData {
  /** At least one. */
  readonly rows: readonly LatentFlowRow[];
}

const WIDTH = 980, FIELD = 126, TOP = 32, MARGIN = 14, BAR = 220;
const ROW = FIELD + LATENT_BOTTOM + 16, STRIP = LATENT_LEFT + FIELD + 32;

/** Bold text is that much wider. */
const BOLD = 1.15;

/** So that a row's title finds room above its patches. */
const WIDEST_PATCH = 104;

/**
 * Figure 2 of the paper, experiment by experiment, one per row: the learned
 * vector field over the patch at rest, and the patch as exp(-tG) moves it.
 * Each row has its own colour scale, to the largest magnitude among its
 * patches. x points right and y down, as in the images.
 *
 * @throws {RangeError} if there is no row, a row has no frame, or a patch
 * hasn't size^2 finite values
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
      list(rows)
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

/** A row's panels, on one base line, its title above the patches. */
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

/** "a", "a and b", "a, b and c". */
function list(rows: readonly LatentFlowRow[]): string {
  const titles = rows.map(({ title }) => title);
  return new Intl.ListFormat("en-GB").format(titles);
}
