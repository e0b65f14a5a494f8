import { assert, assertEquals, assertRejects } from "@std/assert";
import { csvParse } from "d3-dsv";
import { parseHTML } from "linkedom";
import { reproduceOptions } from "#lib/cli/reproduce_options.ts";
import { readBatches } from "#lib/datasets/cifar10_batches.ts";
import { DataError } from "#lib/datasets/data_error.ts";
import { catalogue } from "#lib/experiments/catalogue.ts";
import { plannedRun } from "#lib/experiments/plan.ts";
import { type ReportEntry, writeReport } from "#lib/experiments/report.ts";
import type { RunSpec } from "#lib/experiments/run_spec.ts";
import { writeRun } from "#lib/experiments/write_run.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import { scoreNames } from "./score_names.ts";
import { finishSmall, smallSpec } from "./small_run.ts";

const COLUMNS = [
  ...["experiment", "seed", "budget", "preset", "backend"],
  "model.latentChannels",
  ...["name", "absoluteCosine", "angleDegrees"].map((key) =>
    `generator.${key}`
  ),
  "parameter.unit",
  "parameter.pairs",
  ...scoreNames.map((key) => `parameter.network.${key}`),
  ...scoreNames.map((key) => `parameter.refined.${key}`),
  "parameter.baselines.normal.wassersteinOverStd",
  "parameter.baselines.uniform.wassersteinOverStd",
  ...["transformed", "autoencoder", "identity", "meanImage"]
    .map((key) => `reconstruction.${key}`),
  "flow.warpedMse",
  "flow.identityMse",
  "flow.explained",
  "training.steps",
  "training.seconds",
  "training.millisecondsPerStep",
  "training.megabytesPerStep",
  "parameter.network.displacement.median",
  "parameter.refined.displacement.median",
  "parameter.withoutMotion.median",
];

const command = "deno task reproduce --seeds 3";

/** One run that is done, one that failed with a hostile message, and one not begun. */
async function entries(drawn = true): Promise<ReportEntry[]> {
  const { metrics, figures, panels } = await finishSmall();
  const outcome = {
    metrics,
    // Most of a report's time goes into its pictures.
    figures: drawn ? figures : [],
    panels: drawn ? panels : undefined,
    summary: "rotation; <i>fast</i>",
  };
  const planned = (seed: number) => plannedRun({ ...smallSpec, seed });
  return [
    { planned: planned(3), status: "done", outcome },
    {
      planned: planned(4),
      status: "failed",
      error: 'no "memory" left, <b>at all</b>',
    },
    { planned: planned(5), status: "pending" },
  ];
}

const inReport = (
  name: string,
  fn: (folder: string) => Promise<void>,
  drawn = true,
) =>
  Deno.test({
    ...needs(projectFiles, temporaryFolder),
    name,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        await writeReport(folder, await entries(drawn), command);
        await fn(folder);
      }),
  });

inReport("a report is three files, replaced by a later one", async (folder) => {
  const files = [
    ...["figure-1", "figure-2", "figure-3"]
      .flatMap((name) => [`${name}.png`, `${name}.svg`]),
    ...["index.html", "summary.csv", "summary.json"],
  ];
  assertEquals(await listBelow(folder), files);
  await writeReport(folder, [], command);
  assertEquals(await listBelow(folder), files);
  assertEquals(await Deno.readTextFile(`${folder}/summary.json`), "[]\n");
});

inReport(
  "summary.csv has its columns, and a row for each run that is done",
  async (folder) => {
    const rows = csvParse(await Deno.readTextFile(`${folder}/summary.csv`));
    assertEquals([...rows.columns], COLUMNS);
    assertEquals(rows.length, 1);
    const { metrics } = await finishSmall();
    for (const column of COLUMNS) {
      const value = column.split(".").reduce<unknown>(
        (part, key) => (part as Record<string, unknown> | undefined)?.[key],
        metrics,
      );
      assertEquals(rows[0][column], String(value ?? ""), column);
    }
  },
  false,
);

inReport("summary.json tells of every run how it stands", async (folder) => {
  const { metrics } = await finishSmall();
  const experiment = smallSpec.experiment.id;
  assertEquals(
    JSON.parse(await Deno.readTextFile(`${folder}/summary.json`)),
    [
      { experiment, seed: 3, status: "done", metrics },
      {
        experiment,
        seed: 4,
        status: "failed",
        error: 'no "memory" left, <b>at all</b>',
      },
      { experiment, seed: 5, status: "pending" },
    ],
  );
}, false);

inReport(
  "index.html has a section a run, and shows only files that are there",
  async (folder) => {
    const run = plannedRun(smallSpec);
    await writeRun(`${folder}/${run.folder}`, await finishSmall());
    const page = await Deno.readTextFile(`${folder}/index.html`);
    const { document } = parseHTML(page);
    const sections = [...document.querySelectorAll("section")];
    assertEquals(
      sections.map((section) => section.querySelector("h2")?.textContent),
      [
        ...["figure 1", "figure 2", "figure 3", "table 1"]
          .map((name) => `Paper: ${name}`),
        ...[3, 4, 5].map((seed) =>
          `${smallSpec.experiment.title}, seed ${seed} (paper: figures 2, 3)`
        ),
      ],
    );
    const { figures } = await finishSmall();
    const sources = [...document.querySelectorAll("img")]
      .map((image) => image.getAttribute("src") ?? "");
    assertEquals(sources.length, figures.length + 3);
    for (const source of sources) {
      assert((await Deno.stat(`${folder}/${decodeURI(source)}`)).isFile);
    }
    assertEquals(document.querySelectorAll("b, i").length, 0);
    assert(page.includes(command));
  },
);

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name: "the error on a report that cannot be written names its folder",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/file`, "");
      const below = `${folder}/file/results`;
      await assertRejects(
        () => writeReport(below, [], command),
        UserError,
        `${below}: expected to be able to write there`,
      );
    }),
});

Deno.test("a run's command repeats exactly that run", () => {
  const spec: RunSpec = {
    experiment: catalogue[0],
    seed: 7,
    budget: "long",
    preset: "paper",
  };
  const planned = plannedRun(spec);
  const words = planned.command.split(" ");
  assertEquals(words.splice(0, 3), ["deno", "task", "reproduce"]);
  const options = reproduceOptions(words);
  const again = options.chosen.flatMap(({ plan }) => plan(options));
  assertEquals(again.map(({ command }) => command), [planned.command]);
  assertEquals(again.map(({ folder }) => folder), [planned.folder]);
  assertEquals(planned.folder, `${catalogue[0].id}/seed-7`);
  assertEquals(
    plannedRun(spec, true).folder,
    `${catalogue[0].id}/paper/seed-7`,
  );
});

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name: "a file with a hostile name is shown in the report as text",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const name = `"><img src=x onerror=alert(1)><script>alert(2)<`;
      const data = `${folder}/${name}`;
      const { message } = await assertRejects(
        () => readBatches(data, "test"),
        DataError,
        name,
      );
      const planned = plannedRun(smallSpec);
      await writeReport(
        data,
        [{ planned, status: "failed", error: message }],
        `deno task reproduce --cifar ${data}`,
      );
      const markup = await Deno.readTextFile(`${data}/index.html`);
      const { document } = parseHTML(markup);
      assertEquals(document.querySelectorAll("img, script").length, 0);
      assertEquals(document.querySelector(".error")!.textContent, message);
      const policy = document
        .querySelector("meta[http-equiv=Content-Security-Policy]")!
        .getAttribute("content")!;
      assert(policy.startsWith("default-src 'none'; "));
      assert(!policy.includes("script-src"));
    }),
});
