import { dark, light, type Theme } from "./palette.ts";

/** Class of every figure's root, so that the style applies to no other SVG of a page. */
export const FIGURE_CLASS = "symmetry-figure";

/**
 * Makes the style that replaces the light colours of a figure by dark ones if the reader
 * prefers these: one rule per colour and attribute.
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
 * Removes the dark theme of a figure, for a page whose theme does not follow the
 * reader's system, and for a renderer without media queries.
 *
 * @param svg markup of a figure
 */
export function lightOnly(svg: string): string {
  return svg.replace(`<style>${darkStyle()}</style>`, "");
}
