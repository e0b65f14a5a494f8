import { ticks } from "d3-array";
import type { SeveralGenerators } from "../detection/detection.ts";
import { alphaOf, type Found, isUsable } from "../detection/found.ts";
import type { Picture } from "../detection/use.ts";
import {
  createDocument,
  htmlElement,
  svgElement,
} from "../figures/document.ts";
import { grays } from "../figures/images/grays.ts";
import { bytesImage, pixelBytes } from "../figures/images/pixel_image.ts";
import { serialize } from "../figures/serialize.ts";
import { tFormat } from "../figures/t_format.ts";
import { naturalInWords } from "../figures/t_words.ts";
import { FAR } from "../flow/follow_orbit.ts";
import type { Basis } from "../lie/basis.ts";
import { powersOf } from "../lie/monomials.ts";
import type { HtmlOutput } from "./display.ts";
import {
  explorerPanel,
  explorerSlider,
  OWN_KEYS,
  shownRange,
} from "./explorer_parts.ts";
import { EXPLORER_CLASS, EXPLORER_STYLE } from "./flow_explorer_page.ts";
import {
  type ScriptFlow,
  SEVERAL_CLASS,
  startSeveralExplorers,
} from "./several_explorer_page.ts";

/** Approximate number of places of a slider. */
const PLACES = 40;

/** Number of arrows along a side of the image. */
const ARROWS = 9;

/**
 * Number of steps per unit, whose error is far below a pixel (see flow_walk.ts), and the
 * largest number that is fast enough on a page.
 */
const STEPS_PER_UNIT = 16, MOST_STEPS = 64;

/** Found generators that act together. */
export type FoundTogether = Found & { readonly several: SeveralGenerators };

/**
 * Makes one slider per generator that moves an image, each over the range of that
 * generator's held-out t and 0. The page's script moves the image by exp(-sum_k t_k G_k)
 * and draws the arrows of sum_k t_k G_k.
 *
 * @param image a square image of one channel
 * @throws {RangeError} if a term of the basis is not a monomial, because the page's
 * script has no user-defined functions
 */
export function severalExplorer(
  found: FoundTogether,
  { pixels, height: side }: Picture,
): HtmlOutput {
  const { generators } = found.several;
  const fields = generators.map((generator) =>
    monomialsOf(found.basis, alphaOf(generator))
  );
  const gray = grays([pixels]);
  const bytes = pixelBytes(gray(pixels));
  const flow: ScriptFlow = {
    fields,
    side,
    beyond: pixelBytes(gray([0]))[0],
    far: FAR,
    stepsPerUnit: STEPS_PER_UNIT,
    mostSteps: MOST_STEPS,
    arrows: ARROWS,
  };
  const document = createDocument();
  const caption =
    `A held-out image moved by exp(-sum t_k G_k), one slider for each of the ${generators.length} generators: ${
      generators.map(({ description }) => description.name).join("; ")
    }. The arrows are the field sum t_k G_k.`;
  const root = htmlElement(
    document,
    "div",
    { class: SEVERAL_CLASS, role: "group", "aria-label": caption },
    htmlElement(document, "style", {}, SEVERAL_STYLE),
    htmlElement(
      document,
      "div",
      { class: "panels" },
      panelOf(document, bytes, flow),
    ),
    htmlElement(
      document,
      "div",
      { class: "controls", hidden: "" },
      ...generators.flatMap((_, k) => sliderOf(document, found, k)),
      htmlElement(
        document,
        "button",
        { type: "button", ...OWN_KEYS },
        "All to 0",
      ),
    ),
    htmlElement(
      document,
      "p",
      { class: "still" },
      "Shown at t = 0; sliders move the image if scripts may run.",
    ),
    htmlElement(
      document,
      "script",
      {},
      `(${startSeveralExplorers})(document);`,
    ),
  );
  return { html: serialize(root, "html"), caption };
}

/**
 * The style of an explorer, with the names, sliders and outputs in columns. If it is
 * narrow, a name is above its slider.
 */
export const SEVERAL_STYLE = `${
  EXPLORER_STYLE.replaceAll(EXPLORER_CLASS, SEVERAL_CLASS)
}
.${SEVERAL_CLASS} { container-type: inline-size; }
.${SEVERAL_CLASS} .controls { display: grid; grid-template-columns: auto minmax(120px, 1fr) max-content; }
.${SEVERAL_CLASS} label { display: contents; }
.${SEVERAL_CLASS} output { min-width: 12em; }
.${SEVERAL_CLASS} button { justify-self: start; }
@container (max-width: 560px) {
  .${SEVERAL_CLASS} .controls { grid-template-columns: minmax(120px, 1fr) max-content; }
  .${SEVERAL_CLASS} label span { grid-column: 1 / -1; }
}
`;

/**
 * Makes one row per term that is not 0: its exponents, and its velocity along x and y.
 */
function monomialsOf({ name, terms }: Basis, alpha: Float64Array): number[][] {
  return terms.flatMap((term, k) => {
    const powers = powersOf(term);
    if (powers === undefined) {
      throw new RangeError(
        `foundExplorer: expected a basis of monomials for several generators, found ${
          JSON.stringify(term.label)
        } in the basis "${name}"`,
      );
    }
    if (alpha[k] === 0) return [];
    const velocity = term.component === "x" ? [alpha[k], 0] : [0, alpha[k]];
    return [[...powers, ...velocity]];
  });
}

/** Makes the panel of the image at t = 0, with arrows that the script draws. */
function panelOf(
  document: Document,
  bytes: Uint8Array,
  flow: ScriptFlow,
): HTMLElement {
  const { side } = flow;
  const path = (stroke: string, width: number) =>
    svgElement(document, "path", { d: "", stroke, "stroke-width": width });
  return explorerPanel(document, {
    title: "x0 along the learned flows",
    source: bytesImage(bytes, { height: side, width: side, channels: 1 }),
    data: {
      "data-flow": JSON.stringify(flow),
      "data-image": bytes.toBase64(),
    },
    arrows: svgElement(
      document,
      "svg",
      { viewBox: "-1 -1 2 2", fill: "none", "aria-hidden": "true" },
      path("#333", 0.036),
      path("#f5954a", 0.016),
    ),
  });
}

/** Makes a slider over the held-out t of a generator, with its labels. */
function sliderOf(
  document: Document,
  found: FoundTogether,
  generator: number,
): HTMLElement[] {
  const { name, parameter } = found.several.generators[generator].description;
  const natural = isUsable(found) ? parameter : undefined;
  const times = ticks(
    ...shownRange(timesOf(found.several, generator)),
    PLACES,
  );
  const write = tFormat(times);
  const still = times.findIndex((t) => t === 0);
  const labels = times.map((t) =>
    `${write(t)}${natural ? ` (${naturalInWords(t, natural)})` : ""}`
  );
  return explorerSlider(document, {
    label: `t of ${name}`,
    labels,
    still,
    data: { "data-step": times.length > 1 ? times[1] - times[0] : 0 },
  });
}

/** Lists the t of a generator in the held-out pairs that it moves. */
function timesOf(
  { areMixed, generators, parameters, moving }: SeveralGenerators,
  generator: number,
): number[] {
  const number = generators.length;
  return Array.from(parameters).filter((_, at) =>
    at % number === generator &&
    (!areMixed || moving[Math.floor(at / number)] === generator)
  );
}
