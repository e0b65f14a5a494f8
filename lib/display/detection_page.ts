import { DOMParser } from "linkedom";
import type { Detection } from "../detection/detection.ts";
import { isUsable } from "../detection/found.ts";
import { detectionFigures } from "../figures/detection/detection_figures.ts";
import { elementsOf, htmlElement } from "../figures/document.ts";
import type { Figure } from "../figures/figure.ts";
import { blankPage, pageMarkup } from "./blank_page.ts";
import { DETECTION_STYLE } from "./detection_style.ts";
import {
  bracketTable,
  coefficientTable,
  detectionTables,
} from "./detection_tables.ts";
import { detectionWords, UNITS } from "./detection_words.ts";
import { captionedFigure } from "./page_box.ts";
import type { SeveralWords } from "./several_words.ts";
import { unbroken } from "./unbroken.ts";

const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** Headings of the figures on the page. */
const HEADINGS: Readonly<Record<string, string>> = {
  "field": "The field",
  "fields": "The field of each generator",
  "coefficient-intervals": "Its coefficients",
  "t-distribution": "Distribution of t",
  "joint-parameters": "Distribution of each generator's t",
  "generators-left": "Number of generators",
  "worst-pairs": "Pairs explained worst",
  "label-accuracy": "Labels of moved images",
};

/** Headings if several generators act. */
const HEADINGS_OF_SEVERAL: typeof HEADINGS = {
  ...HEADINGS,
  "coefficient-intervals": "Their coefficients",
};

/** Figures that show the generator itself. */
const OF_GENERATOR = [
  "field",
  "fields",
  "coefficient-intervals",
  "t-distribution",
  "joint-parameters",
];

/** Options of {@linkcode detectionPage}. */
export interface DetectionPageOptions {
  /** The command that repeats the detection, if there is one. */
  readonly command?: string;
  /** The figures of the page; by default all of the detection. */
  readonly figures?: readonly Figure[];
  /** Whether there is a graph model in the page's folder; true by default. */
  readonly flowModel?: boolean;
  /**
   * Whether generator.json and other files are in the page's folder; true by default.
   */
  readonly filesBeside?: boolean;
  /** Draws a figure; by default it becomes SVG of the page. */
  readonly picture?: (document: Document, figure: Figure) => Element;
}

/**
 * Makes one self-contained HTML page of a detection, which opens from disk: the verdict,
 * the generator, the evidence, and how to use it. If the verdict is that there is no
 * generator, the fitted field is hidden in a collapsed section.
 *
 * All content is inserted as text of DOM nodes, so that no name, path or message can
 * become markup.
 *
 * @returns the document's markup
 */
export function detectionPage(
  detection: Detection,
  options: DetectionPageOptions,
): string {
  const document = blankPage({
    title: detectionWords(detection).headline,
    style: DETECTION_STYLE,
    policy: POLICY,
  });
  document.body.append(detectionMain(document, detection, options));
  return pageMarkup(document);
}

/** Makes the content of the page of a detection, as its `main` element. */
export function detectionMain(
  document: Document,
  detection: Detection,
  {
    command,
    figures = detectionFigures(detection),
    flowModel = true,
    filesBeside = true,
    picture = inlineSvg,
  }: DetectionPageOptions,
): HTMLElement {
  const words = detectionWords(detection);
  const usable = isUsable(detection);
  const element = elementsOf(document);
  const whole = (text: string) => unbroken(document, text);
  const tables = detectionTables(document, words);
  const headings = detection.several ? HEADINGS_OF_SEVERAL : HEADINGS;
  const block = (figure: Figure) =>
    figureSection(
      document,
      figure,
      headings[figure.name] ?? figure.name,
      picture(document, figure),
    );
  const [ofLabels, notOfLabels] = [true, false].map((wanted) =>
    figures.filter(({ name }) => (name === "label-accuracy") === wanted)
  );
  const [ofGenerator, others] = [true, false].map((wanted) =>
    notOfLabels.filter(({ name }) => OF_GENERATOR.includes(name) === wanted)
  );
  const kind = detection.verdict.kind;
  const { several } = words;
  const generator = several === undefined
    ? [tables.coefficients, ...ofGenerator.map(block)]
    : [...severalSection(document, several), ...ofGenerator.map(block)];
  return element(
    "main",
    {},
    element(
      "div",
      { class: `verdict ${kind}` },
      element("h1", {}, ...whole(words.headline)),
      element("p", {}, ...whole(words.reason)),
      ...words.findings.map((finding) => element("p", {}, ...whole(finding))),
    ),
    element("p", {}, words.description),
    ...(usable && several === undefined ? [words.t, words.unitOfT ?? ""] : [])
      .filter(Boolean)
      .map((line) => element("p", { class: "t" }, line)),
    ...[words.source, ...words.notes].map((line) =>
      element("p", { class: "facts" }, line)
    ),
    ...(command === undefined
      ? []
      : [element("pre", {}, element("code", {}, command))]),
    ...(usable
      ? [
        element("h2", {}, several ? "The generators" : "The generator"),
        ...generator,
      ]
      : []),
    ...(words.labels.length === 0 ? [] : [
      element("h2", {}, "Does the symmetry keep the label?"),
      ...words.labels.map((line) => element("p", {}, line)),
      ...ofLabels.map(block),
    ]),
    element("h2", {}, "The evidence"),
    tables.evidence,
    ...others.map(block),
    element("h2", {}, "Methods"),
    element(
      "p",
      { class: "note" },
      "The share of the held-out pairs' change that each method explains, and the angle between its generator and the answer.",
    ),
    tables.methods,
    ...(usable ? [] : [
      element(
        "details",
        { class: "unused" },
        element("summary", {}, "The fitted field, which is not to be used"),
        ...generator,
      ),
    ]),
    element("h2", {}, "Units"),
    element("ul", {}, ...UNITS.map((line) => element("li", {}, line))),
    ...(filesBeside ? useSection(document, detection, usable, flowModel) : []),
  );
}

/**
 * Makes the section of several generators: their algebra, then each with its
 * coefficients.
 */
function severalSection(
  document: Document,
  several: SeveralWords,
): HTMLElement[] {
  const element = elementsOf(document);
  const line = (text: string) => element("p", {}, text);
  return [
    ...several.algebra.map(line),
    bracketTable(document, several),
    ...several.generators.flatMap(({ title, unit, coefficients }, k) => [
      element("h3", {}, title),
      ...[unit, several.parameters[k]].flatMap((text) =>
        text === undefined ? [] : [line(text)]
      ),
      coefficientTable(document, coefficients, `coefficients of ${title}`),
    ]),
  ];
}

/** Inserts a figure as SVG of the page. */
const inlineSvg = (_document: Document, { svg }: Figure): Element =>
  new DOMParser().parseFromString(svg, "image/svg+xml")
    .documentElement as unknown as Element;

/** Makes the section of a figure with its heading. */
function figureSection(
  document: Document,
  figure: Figure,
  heading: string,
  picture: Element,
): HTMLElement {
  return htmlElement(
    document,
    "section",
    {},
    htmlElement(document, "h3", {}, heading),
    captionedFigure(document, figure, picture),
  );
}

/** Lists the files in the page's folder, with their content. */
function filesOf(
  { several, coefficients }: Pick<Detection, "several" | "coefficients">,
): readonly (readonly [name: string, what: string])[] {
  const number = several?.generators.length;
  return [
    ["generator.json", "the whole answer"],
    [
      "coefficients.npy",
      number === undefined
        ? "one row per term: value, low and high end"
        : `of shape (${number}, ${coefficients.length}, 3): per generator and term, value, low and high end`,
    ],
    [
      "t_refined.npy",
      number === undefined
        ? "t of the held-out pairs"
        : `of shape (pairs, ${number}): t of the held-out pairs, one column per generator`,
    ],
    [
      "t_network.npy",
      number === undefined
        ? "t of the held-out pairs by the best network"
        : "t of the first generator by the best network, NaN without one",
    ],
    ["pairs.npy", "numbers of the held-out pairs in the files, from 0"],
  ];
}

/** The module's name as text for the example, not an import of this file. */
const MODULE = JSON.stringify("@neural-symmetry/detection/detection");

/** The t of the example: one number per generator if several act. */
const exampleTime = ({ several }: Pick<Detection, "several">): string =>
  several === undefined
    ? "0.3"
    : `[${several.generators.map((_, k) => k === 0 ? 0.3 : 0).join(", ")}]`;

const libraryCode = (detection: Pick<Detection, "several">): string =>
  `import { augment, foundFlow, readAnswer } from ${MODULE};

const text = await Deno.readTextFile("generator.json");
const found = readAnswer(text, "generator.json");
const image = { pixels, height, width, channels };
const moved = foundFlow(found)(image, ${exampleTime(detection)});
const more = augment([image], found, { seed: 0, copies: 10 });`;

const modelCode = ({ several }: Pick<Detection, "several">): string =>
  `const model = await tf.loadGraphModel("flow-model/model.json");
// images: [batch, height, width, channels]; t: ${
    several === undefined
      ? "[batch], or one for all"
      : `[batch, ${several.generators.length}], or one row for all`
  }
const moved = model.predict({ image: images, t });`;

/** Makes the section on the use of the files in the page's folder. */
function useSection(
  document: Document,
  detection: Pick<Detection, "several" | "coefficients">,
  usable: boolean,
  flowModel: boolean,
): HTMLElement[] {
  const element = (name: string, ...children: readonly (Element | string)[]) =>
    htmlElement(document, name, {}, ...children);
  const code = (text: string) => element("pre", element("code", text));
  return [
    element("h2", "Files in this page's folder"),
    element(
      "ul",
      ...filesOf(detection).map(([name, what]) =>
        element("li", element("code", name), `: ${what}`)
      ),
    ),
    ...(usable
      ? [
        element(
          "p",
          "In the library, foundFlow moves any image by a given t, and augment by t that are drawn from the learned distribution:",
        ),
        code(libraryCode(detection)),
      ]
      : [
        element(
          "p",
          "foundFlow and augment refuse the fitted field, because of the verdict, unless { force: true } is passed.",
        ),
      ]),
    ...(usable && flowModel
      ? [
        element("p", "With TensorFlow.js alone, on images of the same size:"),
        code(modelCode(detection)),
      ]
      : []),
  ];
}
