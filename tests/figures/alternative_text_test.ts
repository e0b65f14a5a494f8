import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { altText } from "#lib/figures/figure.ts";
import { needs, projectFiles } from "../needs.ts";
import { filesBelow, projectRoot } from "../project_files.ts";
import { detectionExampleFigures } from "./detection/detection_examples.ts";
import { exampleFigures } from "./examples.ts";
import { parseSvg } from "./parse_svg.ts";

const figures = [...exampleFigures(), ...detectionExampleFigures()];

/** Names of figures that show no data. */
const WITHOUT_NUMBERS = ["missing"];

for (const [i, figure] of figures.entries()) {
  const { name, caption, numbers } = figure;
  Deno.test(`figure ${i + 1}, ${name}, is an image with alternative text`, () => {
    const svg = parseSvg(figure);
    assertEquals(svg.getAttribute("role"), "img");
    assertEquals(svg.querySelector("title")?.textContent, caption);
    assert(caption.length > 0);
    if (WITHOUT_NUMBERS.includes(name)) {
      assertEquals([numbers, altText(figure)], ["", caption]);
      assertEquals(svg.querySelector("desc"), null);
      return;
    }
    assertEquals(svg.querySelector("desc")?.textContent, numbers);
    assert(/\d.*\.$/s.test(numbers), numbers);
    assert(!/NaN|Infinity|undefined|null|object/.test(numbers), numbers);
    assertEquals(altText(figure), `${caption} ${numbers}`);
  });
}

const numbersOf = (wanted: string) =>
  figures.filter(({ name }) => name === wanted)
    .map(({ numbers }) => numbers).join("\n");

/** Numbers given in the examples, or computed from them by hand. */
const EXPECTED = [
  [
    "angles",
    "mnist-shear: stable 0.287 (0.22 to 0.36), paper 12, nothing none.",
  ],
  [
    "sensitivity-pairs",
    "1 (0.9 to 1.1) at 100, 0.316 (0.285 to 0.348) at 1000",
  ],
  ["power-laws", "<points>: 2 at 1, 9 at 2, power 2.17."],
  [
    "label-accuracy",
    "Labels told: 92 % of unmoved images, 85 % at the reach 1.5; to be used up to t = 1.",
  ],
  [
    "parameters",
    "mean 0, standard deviation 0.158, from −0.2 to 0.2; mean absolute error 0.06 (t-network) and 0 (matched)",
  ],
  ["generator-matrices", "Root mean square of the row ∂x: 0.5."],
  [
    "training-curves",
    "Steps 1 to 39: match & move 10 to 0.256, 1 − |cos| 0.5 to",
  ],
  ["live-training", "Loss 0.256, angle 1.48 degrees."],
  ["latent-flow", "9 patches, t from −0.4 to 0.4 in radians"],
  [
    "latent-flow",
    "field: (0, 0) at (0, 0), (0, 0.354) at (0.5, 0) and (−0.354, 0) at (0, 0.5).",
  ],
  ["architecture", "Encoder: 16, 12, 50 neurons."],
  ["fields", "Angles: rotation 0.250, scaling 1.500 degrees."],
  ["channels", "Error of the mean image 0.06, of x0 0.055, of the paper 0.12."],
] as const;

for (const [name, text] of EXPECTED) {
  Deno.test(`the alternative text of ${name} says: ${text}`, () => {
    assertStringIncludes(numbersOf(name), text);
  });
}

/** Functions that make parts of figures; the figures above contain their results. */
const PARTS = ["finishFigure", "imageRowsFigure"];

Deno.test({
  ...needs(projectFiles),
  name: "the examples contain a figure of every function of lib/figures",
  async fn() {
    const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);
    const paths = await filesBelow("lib/figures");
    const sources = await Promise.all(paths.map(read));
    const functions = sources.flatMap((source) =>
      [...source.matchAll(/^export (?:function|const) (\w+Figure)\b/gm)]
        .map(([, name]) => name)
    ).filter((name) => !PARTS.includes(name));
    assert(functions.length > 25, `${functions}`);
    const callers = await Promise.all([
      "tests/figures/examples.ts",
      "tests/figures/detection/detection_examples.ts",
      paths.find((path) => path.endsWith("/detection_figures.ts"))!,
    ].map(read));
    const called = callers.join("\n");
    assertEquals(
      functions.filter((name) => !called.includes(`${name}(`)),
      [],
    );
  },
});
