import { extent, quantile } from "d3-array";
import { htmlElement } from "../figures/document.ts";

/** Attributes that make JupyterLab pass keys to an element while it has the focus. */
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/** Share of the outermost t that is not shown, because t of a few pairs may be wrong. */
const SHARE = 0.02;

/** Computes the range of the held-out t that an explorer shows; it includes 0. */
export function shownRange(t: Iterable<number>): [low: number, high: number] {
  const known = Array.from(t).filter(Number.isFinite);
  return extent([
    0,
    ...[SHARE, 1 - SHARE].map((share) => quantile(known, share) ?? 0),
  ]) as [number, number];
}

/** The data attributes of a panel's frame, which a script draws from. */
export type FrameData = Readonly<Record<`data-${string}`, string | number>>;

/**
 * Makes a panel: a title over a frame with the still image, which a script replaces by a
 * canvas.
 */
export function explorerPanel(
  document: Document,
  { title, source, data, arrows }: {
    readonly title: string;
    /** The still image, as a data URI. */
    readonly source: string;
    readonly data: FrameData;
    /** Arrows over the image. */
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
 * Makes a slider over frames or places, with 0 at the still one, and an output that
 * names the chosen one.
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
    // The slider itself announces its value.
    htmlElement(document, "output", { "aria-live": "off" }, labels[still]),
  ];
}
