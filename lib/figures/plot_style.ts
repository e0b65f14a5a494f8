import { FONT, FONT_SIZE } from "./finish.ts";
import { light } from "./palette.ts";

/** What every plot of this room shares: spread it into `Plot.plot`. */
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
 * Options of an axis: its label in the middle, without Plot's arrow.
 *
 * @param labelOffset pixels from the axis; as far as the margin allows if left
 * out
 */
export function axisLabel(label: string, labelOffset?: number): {
  readonly label: string;
  readonly labelAnchor: "center";
  readonly labelArrow: "none";
  readonly labelOffset?: number;
} {
  return { label, labelAnchor: "center", labelArrow: "none", labelOffset };
}

/** "angle t (radians)": what an axis of the parameter says. */
export function parameterLabel(
  parameter: string | undefined,
  unit: string,
): string {
  return `${parameterName(parameter, unit)} (${unit})`;
}

/** "angle t"; just "t" where the parameter is named like its unit, or "t". */
export function parameterName(
  parameter: string | undefined,
  unit: string,
): string {
  return parameter === undefined || parameter === unit || parameter === "t"
    ? "t"
    : `${parameter} t`;
}

/** The unit for one of it: "radians" -> "radian". */
export function singular(unit: string): string {
  return unit.endsWith("s") ? unit.slice(0, -1) : unit;
}
