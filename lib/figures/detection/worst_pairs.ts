import { max, range } from "d3-array";
import {
  type NaturalParameter,
  naturalValue,
} from "../../detection/natural_parameter.ts";
import { checkLength, checkNotEmpty } from "../check.ts";
import { createDocument, svgElement } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, type Part, shifted } from "../finish.ts";
import { parameterOf } from "./generator_label.ts";
import { grays } from "../images/grays.ts";
import {
  type Grid,
  layout,
  MARGIN,
  type PairRowsData,
} from "../images/image_grid.ts";
import { imageRows } from "../images/image_rows.ts";
import { light } from "../palette.ts";
import { threeDigits } from "../number_words.ts";
import { naturalLabel } from "../t_words.ts";
import { fixedText } from "../fixed_text.ts";

/** A pair, and its x0 moved along the flow; side^2 signed values each. */
export interface WorstPair {
  /** Number of the pair in the files. */
  readonly index: number;
  /** The image before it moves. */
  readonly x0: ArrayLike<number>;
  /** x0 moved by t along the flow. */
  readonly moved: ArrayLike<number>;
  /** The moved image of the pair. */
  readonly xt: ArrayLike<number>;
  /** The t of the best match, in the unit generator's time. */
  readonly t: number;
  /** The t of every generator, if several act, which are shown instead of t. */
  readonly parameters?: readonly number[];
  /** Share of the pair's change that the flow explains. */
  readonly explained: number;
}

/** Data of the figure of the worst pairs. */
export interface WorstPairsData {
  /** Cells per side of every image. */
  readonly side: number;
  /** The pairs, at least one, the worst first. */
  readonly pairs: readonly WorstPair[];
  /** The quantity that is shown in addition to t, if there is one. */
  readonly natural?: NaturalParameter;
}

/**
 * Height of a line of text above the pictures, and margin below the last one, pixels.
 */
const LINE = 19, BELOW = 2;

/**
 * Draws the pairs that a flow explains worst, one per column: x0, x0 moved along the
 * flow, xt, and the difference of the last two. Above them are the pair's number, its t
 * (also in a natural unit, if there is one; of every generator, if several act) and the
 * share of its change that is explained.
 *
 * @throws {RangeError} if there is no pair, or an image does not have side^2 finite
 * values
 */
export function worstPairsFigure(
  { side, pairs, natural }: WorstPairsData,
): Figure {
  const by = "worstPairsFigure";
  checkNotEmpty(`${by}: pairs`, pairs);
  for (const { index, moved, xt } of pairs) {
    checkLength(`${by}: moved of pair ${index}`, moved, side * side);
    checkLength(`${by}: xt of pair ${index}`, xt, side * side);
  }
  const shown = grays(pairs.flatMap(({ x0, moved, xt }) => [x0, moved, xt]));
  const data: PairRowsData = {
    height: side,
    width: side,
    channels: 1,
    scaleTitle: "moved − xₜ",
    rows: [
      { label: "x₀", images: pairs.map(({ x0 }) => shown(x0)) },
      { label: "x₀ moved", images: pairs.map(({ moved }) => shown(moved)) },
      { label: "xₜ", images: pairs.map(({ xt }) => shown(xt)) },
      {
        label: "moved − xₜ",
        scale: "residual",
        images: pairs.map(({ moved, xt }) =>
          Array.from(moved, (value, i) => value - xt[i])
        ),
      },
    ],
  };
  const document = createDocument();
  const images = imageRows(by, document, data);
  const lines = words(pairs, natural);
  const top = lines.length * LINE + BELOW;
  return finishFigure(document, {
    name: "worst-pairs",
    caption: captionOf(pairs, natural),
    numbers: lines.map(({ label, cells }) => `${label}: ${cells.join(", ")}.`)
      .join(" "),
    width: images.width,
    height: images.height + top,
    parts: [
      ...headings(document, lines, layout(data)),
      ...shifted(images, 0, top),
    ],
  });
}

function captionOf(
  pairs: readonly WorstPair[],
  natural: NaturalParameter | undefined,
): string {
  const number = numberOf(pairs);
  const images = (flow: string, by: string) =>
    `Held-out pairs that the ${flow} explains worst, one per column: x₀, x₀ moved along the flow by the pair's ${by}, xₜ, and the difference of the last two. Pairs are numbered from 0.`;
  if (number > 0) {
    return `${
      images("flow of all generators", "t of every generator")
    } t₁, t₂, ... are in units of their generators.`;
  }
  return `${images("flow", "t")}${
    natural ? ` Below t stands the ${naturalLabel(natural)}.` : ""
  }`;
}

interface Line {
  readonly label: string;
  /** The texts, one per pair. */
  readonly cells: readonly string[];
}

/** Number of the generators whose t are shown; 0 if one acts. */
const numberOf = (pairs: readonly WorstPair[]): number =>
  max(pairs, ({ parameters }) => parameters?.length ?? 0)!;

function words(
  pairs: readonly WorstPair[],
  natural: NaturalParameter | undefined,
): Line[] {
  return [
    { label: "pair", cells: pairs.map(({ index }) => String(index)) },
    ...range(numberOf(pairs)).map((k) => ({
      label: parameterOf(k),
      cells: pairs.map(({ parameters }) =>
        parameters === undefined ? "" : fixedText(parameters[k], 3)
      ),
    })),
    ...(numberOf(pairs) > 0
      ? []
      : [{ label: "t", cells: pairs.map(({ t }) => fixedText(t, 3)) }]),
    ...(natural === undefined ? [] : [{
      label: natural.unit === "1" ? "factor" : natural.unit,
      cells: pairs.map(({ t }) => threeDigits(naturalValue(natural, t))),
    }]),
    {
      label: "explained",
      cells: pairs.map(({ explained }) =>
        explained < -1 ? "< −100 %" : `${fixedText(100 * explained, 0)} %`
      ),
    },
  ];
}

function headings(
  document: Document,
  lines: readonly Line[],
  { left, width, x }: Grid,
): Part[] {
  const text = (value: string, anchor: string) =>
    svgElement(
      document,
      "text",
      anchor === "end"
        ? { "text-anchor": anchor, fill: light.muted }
        : { "text-anchor": anchor },
      value,
    );
  return lines.flatMap(({ label, cells }, i) => {
    const y = MARGIN + 8 + i * LINE;
    return [
      { element: text(label, "end"), x: left - 10, y },
      ...cells.map((cell, j) => ({
        element: text(cell, "middle"),
        x: x(j) + width / 2,
        y,
      })),
    ];
  });
}
