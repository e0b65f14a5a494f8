import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseHTML } from "linkedom";
import { type Need, needs, projectFiles, temporaryFolder } from "../needs.ts";
import {
  codeCells,
  type Notebook,
  type Output,
  readNotebooks,
  textOf,
} from "../notebooks.ts";
import { program, runProgram } from "../programs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

async function denoKernel(): Promise<Need> {
  const jupyter = program("jupyter");
  if (!jupyter.met) return jupyter;
  const { stdout } = await runProgram("jupyter", [
    "kernelspec",
    "list",
    "--json",
  ]);
  return {
    met: stdout.includes("{") && "deno" in JSON.parse(stdout).kernelspecs,
    reason: "Jupyter has no kernel named deno (deno jupyter --install)",
  };
}

const kernel = await denoKernel();
const readable = projectFiles.met && temporaryFolder.met;

/** What a notebook shows after it ran from top to bottom. */
function execute(path: string): Promise<Output[]> {
  return inTemporaryFolder(async (folder) => {
    const { code, stderr } = await runProgram("jupyter", [
      "nbconvert",
      "--to=notebook",
      "--execute",
      "--ExecutePreprocessor.kernel_name=deno",
      `--output-dir=${folder}`,
      "--output=executed.ipynb",
      path,
    ]);
    assertEquals(code, 0, stderr);
    const executed: Notebook = JSON.parse(
      await Deno.readTextFile(`${folder}/executed.ipynb`),
    );
    return executed.cells.flatMap(({ outputs = [] }) => outputs);
  });
}

/** Trainings in a notebook: one, or one a number of latent channels. */
function runsIn(notebook: Notebook): number {
  const channels = /"CHANNELS"\) \?\? "([\d,]+)"/
    .exec(codeCells(notebook).join("\n"));
  return channels === null ? 1 : channels[1].split(",").length;
}

const notebooks = readable
  ? await readNotebooks()
  : new Map<string, Notebook>();

for (const [path, notebook] of notebooks) {
  Deno.test({
    ...needs(kernel),
    name: `${path} runs from top to bottom and finds the generator`,
    async fn() {
      const outputs = await execute(path);

      // No error, no warning, no advice: nothing but what the cells show.
      const kinds = outputs.map(({ output_type, name }) => name ?? output_type);
      assertEquals(
        kinds.filter((kind) => kind === "error" || kind === "stderr"),
        [],
        JSON.stringify(outputs.find(({ name }) => name === "stderr")),
      );
      const printed = outputs.map(({ text }) => textOf(text)).join("");
      assertMatch(
        printed,
        /^matrix products by [^\n]+\n(CIFAR-10: [^\n]+\n)?$/,
      );

      const shown = (type: string): string[] =>
        outputs.flatMap(({ data }) => data?.[type] ? [textOf(data[type])] : []);
      const source = codeCells(notebook).join("\n");
      const calls = (of: string) => source.split(`display.${of}(`).length - 1;
      // A training adds the figure that it updates in place.
      const trainings = runsIn(notebook);
      assert(calls("figure") > 0);
      assertEquals(
        shown("image/svg+xml").length,
        calls("figure") + trainings,
      );
      for (const svg of shown("image/svg+xml")) assertMatch(svg, /^<svg\s/);

      const pages = shown("text/html").map((html) =>
        parseHTML(`<body>${html}</body>`).document
      );
      const found = (selector: string) =>
        pages.flatMap((page) => [...page.querySelectorAll(selector)]);
      // Fetching a data set has a bar too, the first time.
      const bars = found("progress").filter((bar) =>
        /^(mnist|cifar10)-/.test(bar.getAttribute("aria-label")!)
      );
      assertEquals(bars.length, trainings);
      // The bars were updated in place, up to their ends.
      for (const bar of bars) {
        assertEquals(bar.getAttribute("value"), bar.getAttribute("max"));
      }
      assertEquals(found("input[type=range]").length, calls("html"));

      const scores = new Map(
        found("tbody tr")
          .map((row) => [...row.querySelectorAll("td")])
          .map(([what, value]) => [what.textContent, value.textContent]),
      );
      const cosine = Number(scores.get("|cosine| to the true one"));
      assert(cosine >= 0.99 && cosine <= 1, `|cosine| ${cosine}`);
      assertEquals(scores.get("held-out pairs"), "10000");
    },
  });
}

if (!readable) {
  Deno.test({
    ...needs(projectFiles, temporaryFolder),
    name: "notebooks",
    fn() {},
  });
}
