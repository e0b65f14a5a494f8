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

/** Makes the label of an axis of the parameter: "angle t (radians)". */
export function parameterLabel(
  parameter: string | undefined,
  unit: string,
): string {
  return `${parameterName(parameter, unit)} (${unit})`;
}

/**
 * Makes the name of the parameter: "angle t", or "t" if the parameter is named like its
 * unit, or "t".
 */
export function parameterName(
  parameter: string | undefined,
  unit: string,
): string {
  return parameter === undefined || parameter === unit || parameter === "t"
    ? "t"
    : `${parameter} t`;
}

/** Makes the singular of a unit: "radians" -> "radian". */
export function singular(unit: string): string {
  return unit.endsWith("s") ? unit.slice(0, -1) : unit;
}
