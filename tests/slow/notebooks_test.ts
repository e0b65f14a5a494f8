import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { parseHTML } from "linkedom";
import { notebooksFolder } from "#lib/cli/notebook_environment.ts";
import { executeNotebook, NotebookError } from "#lib/cli/notebook_execute.ts";
import type { Cell } from "#lib/cli/notebook_file.ts";
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

/** What a cell shows of a type. */
const shown = ({ outputs = [] }: Cell, type: string): string[] =>
  outputs.flatMap(({ data }) => data?.[type] ? [textOf(data[type])] : []);

/** Elements in what a cell shows as HTML. */
const elements = (cell: Cell, selector: string): Element[] =>
  shown(cell, "text/html").flatMap((html) => [
    ...parseHTML(`<body>${html}</body>`).document.querySelectorAll(selector),
  ]);

/** Coefficients, evidence and methods. */
const DETECTION_TABLES = 3;

/** Every call of a cell that shows something has shown it. */
function checkCell(cell: Cell): void {
  const source = textOf(cell.source);
  const trainings = count(source, "watchLive(");
  const figures = shown(cell, "image/svg+xml");
  const expected = count(source, "display.figure(") + trainings;
  // A call in a loop shows more than one.
  assert(figures.length >= expected, `${figures.length} figures: ${source}`);
  for (const svg of figures) {
    const [, width] = svg.match(/^<svg\s[^>]*\bwidth="(\d+)"/) ?? [];
    // Beside JupyterLab's side bar on a screen of 1280 pixels.
    assert(Number(width) <= 840, `${width} pixels wide: ${source}`);
  }
  const bars = elements(cell, "progress");
  assert(bars.length >= trainings + count(source, "display.progress("), source);
  for (const bar of bars) {
    // Updated in place, up to its end.
    assertEquals(bar.getAttribute("value"), bar.getAttribute("max"));
  }
  const html = shown(cell, "text/html").length;
  const pieces = count(source, "display.table(") +
    count(source, "display.html(") +
    DETECTION_TABLES * count(source, "sayDetection(found");
  assertEquals(html, pieces + bars.length, source);
  // Nothing but what the cell shows itself: no value of its last line.
  const types = (cell.outputs ?? []).map(({ output_type }) => output_type);
  const usual = ["stream", "display_data"];
  assertEquals(types.filter((type) => !usual.includes(type)), [], source);
  // No warning and no advice: nothing on the error stream.
  const streams = (cell.outputs ?? []).filter(({ output_type }) =>
    output_type === "stream"
  );
  assertEquals(
    streams.filter(({ name }) => name !== "stdout").map(({ text }) => text),
    [],
  );
  const printed = streams.map(({ text }) => textOf(text)).join("");
  if (source.includes("startRuntime()")) {
    assertMatch(printed, /^matrix products by [^\n]+\n$/);
  } else if (source.includes("sayDetection(found")) {
    assertMatch(printed, /^Found: rotation about \([^\n]+\)\n/);
  } else {
    // Said where the data set is fetched first.
    assertEquals(printed.replace(/^CIFAR-10: fetching [^\n]+\n/, ""), "");
  }
}

/** Tables with a name and a value in each row, together. */
const valuesOf = (cell: Cell): Map<string | null, string | null> =>
  new Map(
    elements(cell, "tbody tr")
      .map((row) => [...row.querySelectorAll("td")])
      .map(([what, value]) => [what.textContent, value.textContent.trim()]),
  );

function checkScores(cell: Cell): void {
  const scores = valuesOf(cell);
  const cosine = Number(scores.get("|cosine| to the true one"));
  assert(cosine >= 0.99 && cosine <= 1, `|cosine| ${cosine}`);
  assertEquals(scores.get("held-out pairs"), "10000");
}

function checkDetection(cells: readonly Cell[], cell: Cell): void {
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
      assert(scored.length + detected.length > 0);
    },
  });
}

Deno.test({
  ...needs(...jupyter),
  name: "a notebook that fails is told in one line, with its cell",
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
    const path = `${notebooksFolder}/${name}`;
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
