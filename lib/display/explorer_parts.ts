import { extent, quantile } from "d3-array";
import { htmlElement } from "../figures/document.ts";

/** JupyterLab leaves the keys to an element that says so, while it has the focus. */
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/** The outermost t of a few pairs may be wrong, and are not shown. */
const SHARE = 0.02;

/** The range of the t of held-out pairs that an explorer shows, with 0 in it. */
export function shownRange(t: Iterable<number>): [low: number, high: number] {
  const known = Array.from(t).filter(Number.isFinite);
  return extent([
    0,
    ...[SHARE, 1 - SHARE].map((share) => quantile(known, share) ?? 0),
  ]) as [number, number];
}

/** The attributes of a panel's frame that a script draws from. */
export type FrameData = Readonly<Record<`data-${string}`, string | number>>;

/** A title over a frame with the still image, which a script replaces by a canvas. */
export function explorerPanel(
  document: Document,
  { title, source, data, arrows }: {
    readonly title: string;
    /** The still image, as the address of its data. */
    readonly source: string;
    readonly data: FrameData;
    /** Lies over the image. */
    readonly arrows?: Element;
  },
): HTMLElement {
  return htmlElement(
    document,
    "figure",
    {},
    htmlElement(document, "figcaption", {}, title),
    htmlElement(
      document,
      "div",
      { class: "frame", ...data },
      htmlElement(document, "img", {
        src: source,
        alt: title,
        width: 208,
        height: 208,
      }),
      ...(arrows === undefined ? [] : [arrows]),
    ),
  );
}

/**
 * A slider over frames or places, 0 at the still one, and an output that says which is
 * chosen.
 */
export function explorerSlider(
  document: Document,
  { label, labels, still, data = {} }: {
    readonly label: string;
    /** The slider's text at each of its places. */
    readonly labels: readonly string[];
    readonly still: number;
    readonly data?: FrameData;
  },
): [slider: HTMLElement, output: HTMLElement] {
  return [
    htmlElement(
      document,
      "label",
      {},
      htmlElement(document, "span", {}, label),
      htmlElement(document, "input", {
        ...OWN_KEYS,
        type: "range",
        min: -still,
        max: labels.length - 1 - still,
        step: 1,
        value: 0,
        autocomplete: "off",
        "aria-valuetext": labels[still],
        "data-labels": JSON.stringify(labels),
        ...data,
      }),
    ),
    // The slider says its value itself.
    htmlElement(document, "output", { "aria-live": "off" }, labels[still]),
  ];
}
