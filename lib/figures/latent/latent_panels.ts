import * as Plot from "@observablehq/plot";
import { least, max, range } from "d3-array";
import { format } from "d3-format";
import type { VectorField } from "../../lie/basis.ts";
import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import { arrowsOf, fieldMark, patchCells, patchMark } from "./latent_marks.ts";
import { light } from "../palette.ts";
import { fieldInWords, threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { parameterLabel } from "../t_words.ts";
import { tFormat } from "../t_format.ts";

/** One patch of the latent code, moved by the flow for a time t. */
export interface LatentFrame {
  /** The time t, in the transformation's unit. */
  readonly t: number;
  /** The moved patch, size x size values, row-major. */
  readonly image: ArrayLike<number>;
}

/** A learned field and the patch that it moves. */
export interface MovedPatch {
  /** Name of t, for example "angle". */
  readonly parameter?: string;
  /** Unit of t. */
  readonly unit: string;
  /** The learned field, in half-frames. */
  readonly field: VectorField;
  /** The frames, at least one, by ascending t. */
  readonly frames: readonly LatentFrame[];
  /** Cells per side of a patch; 5 in the paper. */
  readonly size: number;
}

/** Margins of both panels, for ticks and labels, pixels. */
export const LATENT_LEFT = 52, LATENT_BOTTOM = 46;

/**
 * Distance of a panel's bottom to its axis' label, pixels, and gap between patches, as a
 * share of their pitch.
 */
const LABEL = 38, GAP = 0.06;

/**
 * @throws {RangeError} if there is no frame, or a patch does not have size^2 finite
 * values
 */
export function checkFrames(
  name: string,
  { frames, size }: MovedPatch,
): void {
  checkNotEmpty(`${name}: frames`, frames);
  for (const { t, image } of frames) {
    checkLength(`${name}: image at t = ${t}`, image, size * size);
    checkFinite(`${name}: image at t = ${t}`, image);
  }
}

/** Computes the largest magnitude of all frames; 1 if all are 0. */
export function latentLimit({ frames }: MovedPatch): number {
  return max(frames, ({ image }) => max(Array.from(image), Math.abs)) || 1;
}

/** Describes the range of t, the largest latent value, and the field at three points. */
export function movedPatchNumbers(patch: MovedPatch): string {
  const { frames, unit, field } = patch;
  const [first, last] = [frames[0].t, frames.at(-1)!.t].map(threeDigits);
  return `${frames.length} patches, t from ${first} to ${last} in ${unit}, latent values up to ${
    threeDigits(latentLimit(patch))
  } in magnitude; field: ${fieldInWords(field)}.`;
}

/**
 * Draws the field on a fine grid, over the patch whose t is nearest to 0. The frame
 * begins `LATENT_LEFT` pixels from the left.
 *
 * @param side side of the frame, pixels
 * @param yLabel label of the axis that points down
 */
export function fieldPanel(
  document: Document,
  flow: MovedPatch,
  side: number,
  yLabel: string,
) {
  const still = least(flow.frames, ({ t }) => Math.abs(t))!;
  const axis = { ticks: [-1, 0, 1], tickFormat: format("d") };
  return Plot.plot({
    ...plotStyle(document),
    width: LATENT_LEFT + side + 8,
    height: side + LATENT_BOTTOM + 1,
    marginTop: 1,
    marginLeft: LATENT_LEFT,
    marginBottom: LATENT_BOTTOM,
    marginRight: 8,
    x: { domain: [-1, 1] },
    y: { domain: [1, -1] },
    fx: { axis: null, padding: 0, round: false },
    marks: [
      patchMark(patchCells(still.image, flow.size, latentLimit(flow))),
      fieldMark(arrowsOf(flow.field, 2 * flow.size - 1, side), 1.5),
      Plot.axisX({ ...axis, ...axisLabel("x (half-frames)", LABEL) }),
      Plot.axisY({ ...axis, ...axisLabel(yLabel, LATENT_LEFT - 8) }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

/** Computes the side of a patch in a strip from the pitch, pixels. */
export function patchSide(pitch: number): number {
  return (1 - GAP) * pitch;
}

/** Draws a row of patches at a given pitch, with arrows at their cells' centres. */
export function stripPanel(
  document: Document,
  flow: MovedPatch,
  pitch: number,
) {
  const { frames, size, field, parameter, unit } = flow;
  const write = tFormat(frames.map(({ t }) => t));
  const limit = latentLimit(flow);
  const side = patchSide(pitch);
  return Plot.plot({
    ...plotStyle(document),
    width: pitch * (frames.length - GAP),
    height: side + LATENT_BOTTOM + 1,
    margin: 0,
    marginTop: 1,
    marginBottom: LATENT_BOTTOM,
    x: { domain: [-1, 1], axis: null },
    y: { domain: [1, -1], axis: null },
    fx: {
      domain: range(frames.length),
      paddingInner: frames.length > 1 ? GAP : 0,
      paddingOuter: 0,
      round: false,
    },
    marks: [
      patchMark(
        frames.flatMap(({ image }, i) => patchCells(image, size, limit, i)),
      ),
      fieldMark(frames.flatMap((_, i) => arrowsOf(field, size, side, i)), 1),
      Plot.axisFx({
        anchor: "bottom",
        tickFormat: (i: number) => write(frames[i].t),
        ...axisLabel(parameterLabel(parameter, unit), LABEL),
      }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}
