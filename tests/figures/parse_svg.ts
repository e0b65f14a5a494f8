import { DOMParser } from "linkedom";
import type { Figure } from "#lib/figures/figure.ts";

/** What the tests ask of an element; linkedom's own types lack them. */
export interface Marks {
  querySelector(selector: string): Marks | null;
  querySelectorAll(selector: string): ArrayLike<Marks>;
  getAttribute(name: string): string | null;
  readonly textContent: string | null;
}

/** The root of a figure's SVG. */
export function parseSvg({ svg }: Pick<Figure, "svg">): Marks {
  return new DOMParser().parseFromString(svg, "image/svg+xml")
    .documentElement as unknown as Marks;
}

/** The elements that a selector finds. */
export function all(root: Marks, selector: string): Marks[] {
  return Array.from(root.querySelectorAll(selector));
}

/** All words of the figure, text by text. */
export function textsOf(root: Marks): string[] {
  return all(root, "text").map(({ textContent }) => textContent ?? "");
}

/** Whether a figure says NaN or undefined; the bytes of its images may spell anything. */
export function saysNothing({ svg }: Pick<Figure, "svg">): boolean {
  return /NaN|undefined/.test(svg.replace(/data:[^"']*/g, ""));
}

/** A numeric attribute. */
export function numberOf(element: Marks, name: string): number {
  return Number(element.getAttribute(name));
}
