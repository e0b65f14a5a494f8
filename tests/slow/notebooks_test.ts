import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { parseHTML } from "linkedom";
import { notebooksFolder } from "#lib/cli/notebook_environment.ts";
import { executeNotebook, NotebookError } from "#lib/cli/notebook_execute.ts";
import type { NotebookCell } from "#lib/cli/notebook_file.ts";
import { needs, projectFiles } from "../needs.ts";
import { readNotebooks, textOf } from "../notebooks.ts";
import { environment, jupyter } from "./jupyter_need.ts";

const PARAMETERS = { BUDGET: "quick", SEED: "0" };

const execute = (name: string) =>
  executeNotebook({
    ...environment!,
    variables: { ...environment!.variables, ...PARAMETERS },
  }, name);

const count = (source: string, call: string): number =>
  source.split(call).length - 1;

const SVG = "image/svg+xml";

/** A cell's outputs of a type, without the copies of figures as HTML. */
const shown = ({ outputs = [] }: NotebookCell, type: string): string[] =>
  outputs.flatMap(({ data }) =>
    data?.[type] && (type === SVG || !data[SVG]) ? [textOf(data[type])] : []
  );

/** Elements in a cell's outputs of HTML that match a selector. */
const elements = (cell: NotebookCell, selector: string): Element[] =>
  shown(cell, "text/html").flatMap((html) => [
    ...parseHTML(`<body>${html}</body>`).document.querySelectorAll(selector),
  ]);

/**
 * Number of tables of a detection of one generator: evidence, methods, coefficients.
 */
const DETECTION_TABLES = 3;

/** Number of tables of a detection; several generators have further ones. */
function detectionTables(printed: string): number {
  const [, several] = printed.match(/^Found, (two|three) generators/) ?? [];
  const further = { two: 2, three: 3 }[several] ?? 0;
  return DETECTION_TABLES + further;
}

const streamsOf = ({ outputs = [] }: NotebookCell) =>
  outputs.filter(({ output_type }) => output_type === "stream");

const printedBy = (cell: NotebookCell): string =>
  streamsOf(cell).map(({ text }) => textOf(text)).join("");

/** Number of tables of an algebra that was computed apart from a detection. */
const algebraTables = (printed: string): number =>
  printed.startsWith("Found")
    ? 0
    : count(printed, "The generators span the Lie");

/** Asserts that every call in a cell that should display something did so. */
function checkCell(cell: NotebookCell): void {
  const source = textOf(cell.source);
  const trainings = count(source, "watchLive(");
  const figures = shown(cell, SVG);
  const expected = count(source, "display.figure(") + trainings;
  // A call in a loop displays several figures.
  assert(figures.length >= expected, `${figures.length} figures: ${source}`);
  for (const svg of figures) {
    const [, width] = svg.match(/^<svg\s[^>]*\bwidth="(\d+)"/) ?? [];
    // This fits beside JupyterLab's side bar on a screen of 1280 pixels.
    assert(Number(width) <= 840, `${width} pixels wide: ${source}`);
  }
  const bars = elements(cell, "progress");
  assert(bars.length >= trainings + count(source, "display.progress("), source);
  for (const bar of bars) {
    // The bar is updated in place, up to its end.
    assertEquals(bar.getAttribute("value"), bar.getAttribute("max"));
  }
  const printed = printedBy(cell);
  const html = shown(cell, "text/html").length;
  const pieces = count(source, "display.table(") +
    count(source, "display.html(") + algebraTables(printed) +
    detectionTables(printed) * count(source, "sayDetection(found");
  assertEquals(html, pieces + bars.length, source);
  // The cell has no output for the value of its last line.
  const types = (cell.outputs ?? []).map(({ output_type }) => output_type);
  const usual = ["stream", "display_data"];
  assertEquals(types.filter((type) => !usual.includes(type)), [], source);
  // No warning and no advice is on the error stream.
  assertEquals(
    streamsOf(cell).filter(({ name }) => name !== "stdout")
      .map(({ text }) => text),
    [],
  );
  if (source.includes("startRuntime()")) {
    assertMatch(printed, /^matrix products by [^\n]+\n$/);
  } else if (source.includes("sayDetection(found")) {
    assertMatch(
      printed,
      /^Found(: rotation about \([^\n]+\)|, three generators: [^\n]+)\n/,
    );
  } else if (source.includes("labelWords(")) {
    assertMatch(printed, /^Labels: use the symmetry[^\n]+\n$/);
  } else if (source.includes("firstWords(mixed")) {
    assertMatch(printed, /^Found, two generators, one of them per pair: /);
  } else if (source.includes("sayAlgebra(")) {
    assertMatch(printed, /^G₁: [^\n]+\nG₂: [^]*\nThe generators span [^\n]+\n/);
  } else {
    // The first use of the data set prints that it is fetched.
    assertEquals(printed.replace(/^CIFAR-10: fetching [^\n]+\n/, ""), "");
  }
}

/** Values by name, from all tables with a name and a value in each row. */
const valuesOf = (cell: NotebookCell): Map<string | null, string | null> =>
  new Map(
    elements(cell, "tbody tr")
      .map((row) => [...row.querySelectorAll("td")])
      .map(([what, value]) => [what.textContent, value.textContent.trim()]),
  );

function checkScores(cell: NotebookCell): void {
  const scores = valuesOf(cell);
  const cosine = Number(scores.get("|cosine| to the true one"));
  assert(cosine >= 0.99 && cosine <= 1, `|cosine| ${cosine}`);
  assertEquals(scores.get("held-out pairs"), "10000");
}

function checkDetection(
  cells: readonly NotebookCell[],
  cell: NotebookCell,
): void {
  const scores = valuesOf(cell);
  const number = (name: string) => Number(scores.get(name)?.split(" ")[0]);
  const cosine = number("|cosine| between the two");
  assert(cosine >= 0.9999 && cosine <= 1, `|cosine| ${cosine}`);
  const correlation = number("t: correlation with the true one");
  assert(correlation >= 0.999 && correlation <= 1, `t: ${correlation}`);
  const inside = number("true coefficients within the intervals");
  assert(inside >= 10 && inside <= 12, `${inside} within the intervals`);
  const [found, truth] = ["found", "true"].map((name) => {
    const [, ...centre] = scores.get(name)
      ?.match(/^rotation about \((.+), (.+)\)$/) ?? [];
    return centre.map(Number);
  });
  assertEquals(truth.length, 2);
  truth.forEach((value, i) => assert(Math.abs(found[i] - value) < 0.021));
  const captions = cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ data }) =>
      data?.["image/svg+xml"] ? [textOf(data["text/plain"])] : []
    )
  );
  const begins = [
    "Pairs",
    "The vector field",
    "Coefficients",
    "Distribution of t",
    "Held-out pairs",
    "Coefficients",
    "Images",
  ];
  assertEquals(
    captions.map((caption, i) => caption.slice(0, begins[i]?.length)),
    begins,
  );
  const verdict = cells.find(({ source }) =>
    textOf(source).includes("sayDetection(found")
  );
  const evidence = valuesOf(verdict!);
  assert(parseInt(evidence.get("explained by the flow") ?? "") >= 95);
  assert(parseInt(evidence.get("by chance") ?? "100") < 50);
  assertEquals(
    evidence.get("this answer"),
    evidence.get("explained by the flow"),
  );
}

/** Asserts how many generators were found, and how near they are to the true ones. */
function checkSeveral(cell: NotebookCell): void {
  const scores = valuesOf(cell);
  const number = (name: string) => Number(scores.get(name)?.split(" ")[0]);
  const isMixed = textOf(cell.source).includes("Scores(mixed");
  assertEquals(number("generators found"), isMixed ? 2 : 3);
  const angle = number("largest principal angle between the two spaces");
  assert(angle >= 0 && angle <= 1, `${angle} degrees`);
  const distance = number("median distance to the true transformation");
  assert(distance > 0 && distance <= 0.1, `${distance} pixels`);
  assert(number("without motion") > 2);
}

/** Asserts the classifiers' errors on moved images, in per cent. */
function checkClassifiers(cell: NotebookCell): void {
  const errors = new Map(
    elements(cell, "tbody tr")
      .map((row) => [...row.querySelectorAll("td")])
      .map((cells) => [
        cells[0].textContent,
        parseFloat(cells.at(-1)!.textContent),
      ]),
  );
  const plain = errors.get("plain MLP")!;
  assert(plain > 40, `plain: ${plain} %`);
  const most = [
    ["lifted MLP", 0.7],
    ["undone motion, MLP", 0.5],
    ["lifted and augmented MLP", 0.5],
    ["undone motion, MLP, labels spread along the flow", 0.4],
  ] as const;
  for (const [name, share] of most) {
    const own = errors.get(name)!;
    assert(own <= share * plain, `${name}: ${own} %, plain: ${plain} %`);
  }
}

const paths = projectFiles.met ? [...(await readNotebooks()).keys()] : [];

for (const path of paths) {
  Deno.test({
    ...needs(...jupyter),
    name: `${path} runs from top to bottom and finds the generator`,
    async fn() {
      const { cells } = await execute(path.replace("notebooks/", ""));
      const code = cells.filter(({ cell_type }) => cell_type === "code");
      for (const cell of code) checkCell(cell);
      const scored = code.filter(({ source }) =>
        textOf(source).includes("display.table(scoresTable(")
      );
      for (const cell of scored) checkScores(cell);
      const detected = code.filter(({ source }) =>
        textOf(source).includes("display.table(detectionScores(")
      );
      for (const cell of detected) checkDetection(code, cell);
      const several = code.filter(({ source }) =>
        textOf(source).includes("display.table(severalDetectionScores(")
      );
      for (const cell of several) checkSeveral(cell);
      const classifiers = code.filter(({ source }) =>
        textOf(source).includes("display.table(classifierRows(")
      );
      for (const cell of classifiers) checkClassifiers(cell);
      const checked = [scored, detected, several, classifiers].flat();
      assert(checked.length > 0);
    },
  });
}

Deno.test({
  ...needs(...jupyter),
  name: "a notebook that fails gives one line that names the cell",
  async fn() {
    const cell = (source: string) => ({
      cell_type: "code",
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    });
    const failing = {
      cells: [
        cell("const a = 1;"),
        cell('// first\nthrow new Error("so\\nso");'),
      ],
      metadata: { kernelspec: { display_name: "Deno", name: "deno" } },
      nbformat: 4,
      nbformat_minor: 4,
    };
    const name = `../.jupyter-env/failing-${crypto.randomUUID()}.ipynb`;
    const path = `${notebooksFolder()}/${name}`;
    await Deno.writeTextFile(path, JSON.stringify(failing));
    try {
      const error = await assertRejects(() => execute(name), NotebookError);
      assertMatch(
        error.message,
        /ipynb, cell 2 \(throw new Error\("so\\nso"\);\): Error: so so$/,
      );
    } finally {
      await Deno.remove(path);
    }
  },
});
