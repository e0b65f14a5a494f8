import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { csvParse } from "d3-dsv";
import { decode } from "fast-png";
import { decodeNpy } from "#lib/datasets/npy.ts";
import { heldPairsFigure } from "#lib/experiments/figures_of.ts";
import { historyCsv } from "#lib/experiments/history.ts";
import { writeRun } from "#lib/experiments/write_run.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { numberOf, parseSvg, saysNothing } from "../figures/parse_svg.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import { finishSmall, HELD } from "./small_run.ts";

/** Names of the figures of a run, in the report's order. */
const FIGURES = [
  "latent-flow",
  "parameter-histogram",
  "coefficients",
  "pair-rows",
  "parameter-error",
  "worst-pairs",
  "eigenvalues",
  "training-curves",
];

/** All files of a run's folder. */
const FILES = [
  "metrics.json",
  "memory.json",
  "history.csv",
  ...["t_true", "t_network", "t_refined"].map((name) => `${name}.npy`),
  ...FIGURES.flatMap((name) => [`${name}.png`, `${name}.svg`]),
  "model",
  "model/generator.json",
  ...["encoder", "decoder", "t_network"].flatMap((network) => [
    `model/${network}`,
    `model/${network}/model.json`,
    `model/${network}/weights.bin`,
  ]),
];

Deno.test("a run has its figures in order, each with units and a caption", async () => {
  const { figures, prepared } = await finishSmall();
  assertEquals(figures.map(({ name }) => name), FIGURES);
  for (const { svg, caption } of [...figures, heldPairsFigure(prepared)]) {
    const root = parseSvg({ svg });
    assert(numberOf(root, "width") > 0 && numberOf(root, "height") > 0);
    assertEquals(saysNothing({ svg }), false);
    assert(caption.length > 20);
  }
  const histogram = figures[FIGURES.indexOf("parameter-histogram")];
  assert(histogram.svg.includes("radians"));
});

Deno.test("history.csv has a row per step, with every term of the loss and |cos|", async () => {
  const { history, metrics } = await finishSmall();
  const rows = csvParse(historyCsv(history));
  assertEquals(rows.columns, [
    "step",
    "stage",
    "total",
    "transformed",
    "latent",
    "reconstruction",
    "matching",
    "sparsity",
    "teaching",
    "absoluteCosine",
  ]);
  assertEquals(rows.map(({ step }) => step), ["1", "2", "3", "4"]);
  for (const { total, stage: _, step: __, absoluteCosine, ...terms } of rows) {
    const sum = Object.values(terms).reduce(
      (all, term) => all + Number(term),
      0,
    );
    assert(Math.abs(sum - Number(total)) < 1e-9 * sum);
    assert(Number(absoluteCosine) >= 0 && Number(absoluteCosine) <= 1);
  }
  assertAlmostEquals(
    Number(rows[3].absoluteCosine),
    metrics.generator.absoluteCosine!,
    1e-12,
  );
});

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name:
    "a run's folder has every file of the design, and replaces an earlier one whole",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const result = await finishSmall();
      const path = `${folder}/id/seed-3`;
      await Deno.mkdir(path, { recursive: true });
      await Deno.writeTextFile(`${path}/stale.svg`, "of an earlier run");
      await writeRun(path, result);
      assertEquals(await listBelow(path), FILES.toSorted());
      assertEquals(
        await listBelow(`${folder}/id`),
        [
          "seed-3",
          ...FILES.map((file) => `seed-3/${file}`),
        ].toSorted(),
      );
      const json = async (name: string) =>
        JSON.parse(await Deno.readTextFile(`${path}/${name}`));
      assertEquals(await json("metrics.json"), result.metrics);
      assertEquals(
        await json("model/generator.json"),
        result.metrics.generator,
      );
      const { t, scored } = result.evaluation;
      const saved = {
        t_true: scored!.t,
        t_network: t.network,
        t_refined: t.refined,
      };
      for (const [name, values] of Object.entries(saved)) {
        const bytes = await Deno.readFile(`${path}/${name}.npy`);
        assertEquals(decodeNpy(bytes, name), { shape: [HELD], values });
      }
      for (const name of FIGURES) {
        const svg = await Deno.readTextFile(`${path}/${name}.svg`);
        const png = decode(await Deno.readFile(`${path}/${name}.png`));
        assertEquals(png.width, 2 * numberOf(parseSvg({ svg }), "width"), name);
      }
    }),
});

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name:
    "the error on a run's folder that cannot be written names it, and nothing is left",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/file`, "");
      const path = `${folder}/file/seed-3`;
      const result = await finishSmall();
      await assertRejects(() => writeRun(path, result), UserError, path);
      assertEquals(await listBelow(folder), ["file"]);
    }),
});
