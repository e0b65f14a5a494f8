import { FONT, FONT_SIZE } from "./finish.ts";
import { light } from "./palette.ts";

/** The options that all plots share, to be spread into `Plot.plot`. */
export function plotStyle(document: Document): {
  readonly document: Document;
  readonly style: Readonly<Record<string, string>>;
} {
  return {
    document,
    style: {
      fontFamily: FONT,
      fontSize: `${FONT_SIZE}px`,
      color: light.ink,
      background: "none",
    },
  };
}

/**
 * Makes the options of an axis with its label in the middle, without Plot's arrow.
 *
 * @param labelOffset distance of the label from the axis, pixels; by default as far as
 * the margin allows
 */
export function axisLabel(label: string, labelOffset?: number): {
  readonly label: string;
  readonly labelAnchor: "center";
  readonly labelArrow: "none";
  readonly labelOffset?: number;
} {
  return { label, labelAnchor: "center", labelArrow: "none", labelOffset };
}
