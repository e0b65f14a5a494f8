import { dark, light, type Theme } from "./palette.ts";

/** Class of every figure's root; the rules below reach no other SVG of a page. */
export const FIGURE_CLASS = "symmetry-figure";

/**
 * The style that turns a figure drawn in the light colours into a dark one
 * where the reader prefers that: one rule a colour and attribute.
 */
export function darkStyle(): string {
  const names = Object.keys(light) as (keyof Theme)[];
  const rules = names.flatMap((name) =>
    ["fill", "stroke", "color", "stop-color"].map((attribute) => {
      const from = `[${attribute}='${light[name]}']`;
      const root = `.${FIGURE_CLASS}`;
      return `${root} ${from},${root}${from}{${attribute}:${dark[name]}}`;
    })
  );
  return `@media (prefers-color-scheme: dark){${rules.join("")}}`;
}

/**
 * The figure in its light colours only: for a page whose theme doesn't follow
 * the reader's system, and for a renderer that knows no media queries.
 *
 * @param svg markup of a figure
 */
export function lightOnly(svg: string): string {
  return svg.replace(`<style>${darkStyle()}</style>`, "");
}
