import * as Plot from "@observablehq/plot";
import { format, least, max, min, pairs, range } from "d3";
import type { VectorField } from "../lie/basis.ts";
import { checkFinite, checkLength, checkNotEmpty } from "./check.ts";
import { COLOR_BAR_HEIGHT, colorBar } from "./color_bar.ts";
import { createDocument, svgElement } from "./document.ts";
import type { Figure } from "./figure.ts";
import { finishFigure } from "./finish.ts";
import { arrowsOf, cellsOf, fieldMark, patchMark } from "./latent_marks.ts";
import { light, paleDiverging } from "./palette.ts";
import { axisLabel, parameterLabel, plotStyle } from "./plot_style.ts";

/** One patch of the latent code, moved by the flow for a time t. */
export interface LatentFrame {
  /** In the transformation's unit. */
  readonly t: number;
  /** size x size values, row-major. */
  readonly image: ArrayLike<number>;
}

/** What the figure of the latent flow shows. */
export interface LatentFlowData {
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter?: string;
  /** Unit of t. */
  readonly unit: string;
  /** The learned field, half-frames to half-frames. */
  readonly field: VectorField;
  /** At least one, t increasing. */
  readonly frames: readonly LatentFrame[];
  /** Cells a side of a patch; 5 in the paper. */
  readonly size: number;
}

const WIDTH = 980, FIELD = 180, LEFT = 48, TOP = 30, BOTTOM = 46, MARGIN = 14;
const STRIP = LEFT + FIELD + 36, WIDEST_PATCH = 110;

/**
 * Figure 2 of the paper: the learned vector field, and the latent patch as
 * exp(-tG) moves it. x points right and y down, as in the images.
 *
 * @throws {RangeError} if there is no frame, or a patch hasn't size^2 finite values
 */
export function latentFlowFigure(data: LatentFlowData): Figure {
  check(data);
  const { transformation, frames, size } = data;
  const document = createDocument();
  const limit = max(frames, ({ image }) => max(Array.from(image), Math.abs)) ||
    1;
  const pitch = Math.min(
    WIDEST_PATCH,
    (WIDTH - MARGIN - STRIP) / frames.length,
  );
  const heading = (text: string) =>
    svgElement(document, "text", { "font-weight": "bold" }, text);
  const bar = colorBar(document, {
    color: paleDiverging,
    limit,
    title: "latent value",
    width: 200,
  });
  const height = TOP + FIELD + BOTTOM + 4;
  return finishFigure(document, {
    name: "latent-flow",
    caption:
      `Latent flow learned for ${transformation}: the vector field (arrows), and the ${size} × ${size} latent patch as the flow moves it.`,
    width: Math.ceil(STRIP + Math.max(230, pitch * frames.length) + MARGIN),
    height,
    parts: [
      { element: heading("learned vector field"), x: LEFT, y: 18 },
      { element: fieldPanel(document, data, limit), x: 0, y: TOP },
      { element: heading("latent patch along the flow"), x: STRIP, y: 18 },
      { element: strip(document, data, limit, pitch), x: STRIP, y: TOP },
      { element: bar, x: STRIP, y: height - COLOR_BAR_HEIGHT - 4 },
    ],
  });
}

/** The field on a fine grid, over the patch whose t is nearest to 0. */
function fieldPanel(document: Document, data: LatentFlowData, limit: number) {
  const still = least(data.frames, ({ t }) => Math.abs(t))!;
  const axis = { ticks: [-1, 0, 1], tickFormat: format("d") };
  return Plot.plot({
    ...plotStyle(document),
    width: LEFT + FIELD + 8,
    height: FIELD + BOTTOM + 1,
    marginTop: 1,
    marginLeft: LEFT,
    marginBottom: BOTTOM,
    marginRight: 8,
    x: { domain: [-1, 1] },
    y: { domain: [1, -1] },
    fx: { axis: null },
    marks: [
      patchMark(cellsOf(still.image, data.size, limit)),
      fieldMark(arrowsOf(data.field, 2 * data.size - 1, FIELD), 1.5),
      Plot.axisX({ ...axis, ...axisLabel("x (half-frames)") }),
      Plot.axisY({ ...axis, ...axisLabel("y (half-frames, down)") }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

/** A row of patches, the arrows at their cells' centres. */
function strip(
  document: Document,
  { frames, size, field, parameter, unit }: LatentFlowData,
  limit: number,
  pitch: number,
) {
  const write = tFormat(frames.map(({ t }) => t));
  const side = 0.94 * pitch;
  return Plot.plot({
    ...plotStyle(document),
    width: pitch * frames.length,
    height: side + BOTTOM + 1,
    margin: 0,
    marginTop: 1,
    marginBottom: BOTTOM,
    x: { domain: [-1, 1], axis: null },
    y: { domain: [1, -1], axis: null },
    fx: { domain: range(frames.length), paddingInner: 0.06, paddingOuter: 0 },
    marks: [
      patchMark(
        frames.flatMap(({ image }, i) => cellsOf(image, size, limit, i)),
      ),
      fieldMark(frames.flatMap((_, i) => arrowsOf(field, size, side, i)), 1),
      Plot.axisFx({
        anchor: "bottom",
        tickFormat: (i: number) => write(frames[i].t),
        ...axisLabel(parameterLabel(parameter, unit), 38),
      }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

/** As few decimals as tell the frames' t apart by a glance. */
function tFormat(values: readonly number[]): (t: number) => string {
  const gap = min(pairs(values), ([a, b]) => Math.abs(b - a)) || 1;
  const tolerance = 0.06 * gap;
  const decimals =
    range(6).find((places) =>
      values.every((t) => Math.abs(Number(t.toFixed(places)) - t) <= tolerance)
    ) ?? 6;
  const write = format(`.${decimals}f`);
  return (t) => Math.abs(t) < tolerance ? "0" : write(t);
}

function check({ frames, size }: LatentFlowData): void {
  checkNotEmpty("latentFlowFigure: frames", frames);
  for (const { t, image } of frames) {
    checkLength(`latentFlowFigure: image at t = ${t}`, image, size * size);
    checkFinite(`latentFlowFigure: image at t = ${t}`, image);
  }
}
