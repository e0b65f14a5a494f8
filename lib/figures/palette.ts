import { interpolateRgb, piecewise } from "d3-interpolate";
import { interpolateRdBu } from "d3-scale-chromatic";

/** The colours of a theme, all of them distinct. */
export interface Theme {
  readonly surface: string;
  /** Colour of text and axes. */
  readonly ink: string;
  /** Colour of notes and secondary text. */
  readonly muted: string;
  readonly grid: string;
  /** Colour of the area of the true distribution. */
  readonly truth: string;
  readonly network: string;
  readonly refined: string;
  readonly green: string;
  readonly purple: string;
  readonly amber: string;
  /** Colour of areas behind the data, for example a stage of the curriculum. */
  readonly band: string;
}

/**
 * The colours of figures: those of Okabe and Ito (2008), which people with colour
 * blindness can distinguish, darkened until each has a contrast of at least 3 against
 * white.
 */
export const light: Theme = {
  surface: "#ffffff",
  ink: "#1b1f24",
  muted: "#59636e",
  grid: "#d9dee4",
  truth: "#bfc7d0",
  network: "#0072b2",
  refined: "#c44f00",
  green: "#008a64",
  purple: "#a4508b",
  amber: "#9a6a00",
  band: "#f1f4f7",
};

/** The colours of the dark theme. */
export const dark: Theme = {
  surface: "#16191d",
  ink: "#e6e9ec",
  muted: "#a3adb8",
  grid: "#343b43",
  truth: "#525c67",
  network: "#56b4e9",
  refined: "#f5954a",
  green: "#2fc795",
  purple: "#e08fc6",
  amber: "#e3b341",
  band: "#20252b",
};

/** Colours of lines, in the order in which they are used. */
export const series: readonly string[] = [
  light.network,
  light.refined,
  light.green,
  light.purple,
  light.amber,
  light.muted,
];

/** The colour of the i-th line, from 0; colours repeat when all are used. */
export const seriesColor = (i: number): string => series[i % series.length];

/** Colour of arrows over cells, equal in both themes because the cells are. */
export const arrowInk = "#101418";

/** Computes a diverging colour for a value from -1 to 1: blue, white at 0, red. */
export function diverging(value: number): string {
  return interpolateRdBu((1 - value) / 2);
}

const pale = piecewise(interpolateRgb, ["#62a6d8", "#fafafa", "#f39a58"]);

/** Computes a pale diverging colour, blue to orange, as a background of `arrowInk`. */
export function paleDiverging(value: number): string {
  return pale((1 + value) / 2);
}
