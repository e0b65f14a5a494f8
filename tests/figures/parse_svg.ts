import { DOMParser } from "linkedom";
import type { Figure } from "#lib/figures/figure.ts";

/** The part of an element that the tests use; linkedom's own types lack it. */
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

/** The elements that match a selector. */
export function all(root: Marks, selector: string): Marks[] {
  return Array.from(root.querySelectorAll(selector));
}

/** The contents of all text elements of a figure. */
export function textsOf(root: Marks): string[] {
  return all(root, "text").map(({ textContent }) => textContent ?? "");
}

/**
 * Whether a figure contains NaN or undefined, outside of the encoded bytes of its
 * images.
 */
export function saysNothing({ svg }: Pick<Figure, "svg">): boolean {
  return /NaN|undefined/.test(svg.replace(/data:[^"']*/g, ""));
}

/** The value of a numeric attribute. */
export function numberOf(element: Marks, name: string): number {
  return Number(element.getAttribute(name));
}
