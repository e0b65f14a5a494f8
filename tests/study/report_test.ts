import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { csvParse } from "d3-dsv";
import { parseHTML } from "linkedom";
import { UserError } from "#lib/runtime/errors.ts";
import type { FoundCell } from "#lib/study/found_cells.ts";
import { anyCells } from "#lib/study/found_cells.ts";
import { gather, type StudyNumbers } from "#lib/study/gather.ts";
import { parseCellsTable } from "#lib/study/read_cells_table.ts";
import { writeStudyReport } from "#lib/study/write_report.ts";
import { linkInCircle } from "../failing_reader.ts";
import { projectFiles } from "../needs.ts";
import { listBelow } from "../temporary_folder.ts";
import { metricsExample, type MetricsKey } from "./metrics_example.ts";
import { testsInFolder } from "../tests_in_folder.ts";

const keys: readonly MetricsKey[] = [0, 1, 2].flatMap((seed) => [
  ...["stable", "paper", "without-taper"].map((preset) => ({
    experiment: "mnist-shear",
    preset,
    budget: "quick",
    seed,
  })),
  ...["50", "5000"].map((value) => ({
    experiment: "mnist-shear",
    preset: "stable",
    budget: "quick",
    seed,
    variation: { name: "pairs", value },
  })),
]);

async function writeCells(folder: string): Promise<void> {
  for (const [i, key] of keys.entries()) {
    await Deno.mkdir(`${folder}/${i}`, { recursive: true });
    await Deno.writeTextFile(
      `${folder}/${i}/metrics.json`,
      JSON.stringify(metricsExample(key)),
    );
    await Deno.writeTextFile(
      `${folder}/${i}/memory.json`,
      JSON.stringify({ peakMegabytes: 900 + i }),
    );
  }
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const HOSTILE = "<b>no luck</b>";

/** The cells of a folder, and three cells without numbers. */
async function gathered(
  folder: string,
  order = 1,
): Promise<Required<StudyNumbers>> {
  await writeCells(`${folder}/cells`);
  await Deno.writeTextFile(`${folder}/bad.json`, '{"seed": 1');
  const found: FoundCell[] = [
    ...await Array.fromAsync(anyCells(`${folder}/cells`)),
    { name: "broken", metrics: `${folder}/bad.json` },
    {
      name: "unlucky",
      problem: "failed",
      error: HOSTILE,
      cell: { ...keys[0], seed: 7 },
    },
    { name: "late", problem: "not at its end", error: "not begun" },
  ];
  return await gather(inTurn(order > 0 ? found : found.toReversed()));
}

const inFolder = testsInFolder(projectFiles);

inFolder(
  "cells without numbers are listed, and counted in their condition",
  async (folder) => {
    const { conditions, failures } = await gathered(folder);
    assertEquals(
      failures.map(({ name, problem }) => [name, problem]),
      [["broken", "unreadable"], ["late", "not at its end"], [
        "unlucky",
        "failed",
      ]],
    );
    assertEquals(
      conditions.map(({ preset, variation, seeds, missing }) => [
        preset,
        variation?.value,
        seeds.join(),
        missing,
      ]),
      [
        ["paper", undefined, "0,1,2", 0],
        ["stable", undefined, "0,1,2", 1],
        ["stable", "50", "0,1,2", 0],
        ["stable", "5000", "0,1,2", 0],
        ["without-taper", undefined, "0,1,2", 0],
      ],
    );
  },
);

inFolder(
  "a cell's file that cannot be read ends the report; damaged ones are listed",
  async (folder) => {
    await writeCells(`${folder}/cells`);
    const cells = () => gather(anyCells(`${folder}/cells`));
    const memory = `${folder}/cells/4/memory.json`;
    await Deno.writeTextFile(memory, "{");
    const { failures } = await cells();
    assertEquals(failures.map(({ problem }) => problem), ["unreadable"]);
    assertStringIncludes(failures[0].error, memory);
    for (const path of [memory, `${folder}/cells/5/metrics.json`]) {
      await Deno.remove(path);
      await linkInCircle(path);
      await assertRejects(
        cells,
        UserError,
        `${path}: expected to be able to read it, found ELOOP`,
      );
      await Deno.remove(path);
    }
  },
);

inFolder(
  "the tables are the same in whatever order cells come",
  async (folder) => {
    const tables = [];
    for (const order of [1, -1]) {
      const out = `${folder}/report${order}`;
      await writeStudyReport(out, await gathered(folder, order));
      tables.push(
        await Promise.all(
          ["results", "cells", "error_by_t", "failures"].map((name) =>
            Deno.readTextFile(`${out}/${name}.csv`)
          ),
        ),
      );
    }
    assertEquals(tables[0], tables[1]);
  },
);

inFolder(
  "results.csv holds the mean, median and range of the three seeds",
  async (folder) => {
    await writeStudyReport(`${folder}/report`, await gathered(folder));
    const rows = csvParse(
      await Deno.readTextFile(`${folder}/report/results.csv`),
    );
    const stable = rows.find(({ preset, varied, measure }) =>
      preset === "stable" && varied === "" && measure === "angle"
    )!;
    const angles = keys
      .filter(({ preset, variation }) =>
        preset === "stable" && variation === undefined
      )
      .map((key) => metricsExample(key).generator.angleDegrees!)
      .toSorted((a, b) => a - b);
    const mean = angles.reduce((sum, angle) => sum + angle, 0) / 3;
    assertEquals(stable.mean, String(Number(mean.toPrecision(6))));
    assertEquals(stable.median, String(Number(angles[1].toPrecision(6))));
    const ends = [angles[0], angles[2]]
      .map((angle) => String(Number(angle.toPrecision(6))));
    assertEquals(
      [stable.low, stable.high, stable.interval],
      [...ends, "range of the seeds"],
    );
    assertEquals([stable.seeds, stable.missing], ["3", "1"]);
  },
);

inFolder(
  "error_by_t.csv holds the mean over the seeds of each part of the range",
  async (folder) => {
    await writeStudyReport(`${folder}/report`, await gathered(folder));
    const rows = csvParse(
      await Deno.readTextFile(`${folder}/report/error_by_t.csv`),
    ).filter(({ preset, varied }) => preset === "paper" && varied === "");
    assertEquals(rows.length, 20);
    const third = rows.find(({ estimate, from }) =>
      estimate === "refined" && Math.abs(Number(from) + 0.2094) < 1e-6
    )!;
    const errors = [0, 1, 2].map((seed) => {
      const key = { ...keys[1], seed };
      return metricsExample(key).parameter.errorByT![2].refined!;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / 3;
    assertEquals(third.mean, String(Number(mean.toPrecision(6))));
    assertEquals([third.pairs, third.seeds], ["3000", "3"]);
    assertEquals(
      [third.low, third.high, third.interval],
      [
        ...[Math.min(...errors), Math.max(...errors)]
          .map((error) => String(Number(error.toPrecision(6)))),
        "range of the seeds",
      ],
    );
    assertEquals(third.unit, "radians");
  },
);

inFolder(
  "costs.csv has the memory that a run reports beside its metrics.json",
  async (folder) => {
    await writeStudyReport(`${folder}/report`, await gathered(folder));
    const rows = csvParse(
      await Deno.readTextFile(`${folder}/report/costs.csv`),
    );
    const paper = rows.find(({ preset, measure }) =>
      preset === "paper" && measure === "megabytes at most"
    )!;
    // The files hold 900 plus the index of the seed's key; each seed has 5 keys.
    assertEquals([paper.mean, paper.seeds], ["906", "3"]);
  },
);

inFolder(
  "every page shows files that are there, and links to the others",
  async (folder) => {
    const out = `${folder}/report`;
    await writeStudyReport(out, await gathered(folder));
    const files = await listBelow(out);
    const pages = files.filter((name) => name.endsWith(".html"));
    assertEquals(pages, [
      "ablations.html",
      "error-by-t.html",
      "index.html",
      "sensitivity-number-of-pairs.html",
    ]);
    for (const page of pages) {
      const { document } = parseHTML(await Deno.readTextFile(`${out}/${page}`));
      const images = [...document.querySelectorAll("img")]
        .map((image) => image.getAttribute("src")!);
      assertEquals(images.length, 1, page);
      for (const image of images) assert(files.includes(image), image);
      const links = [...document.querySelectorAll("nav a")]
        .map((link) => link.getAttribute("href"));
      assertEquals(links.toSorted(), pages);
      assertEquals(document.querySelectorAll("b").length, 0);
    }
    const index = await Deno.readTextFile(`${out}/index.html`);
    const { document } = parseHTML(index);
    assertStringIncludes(document.body.textContent, HOSTILE);
    assertStringIncludes(document.body.textContent, "3 seeds, 1 missing");
  },
);

inFolder(
  "the report of a cells.csv has the same scores, and no pages without data",
  async (folder) => {
    await writeStudyReport(`${folder}/runs`, await gathered(folder));
    const path = `${folder}/runs/cells.csv`;
    const text = await Deno.readTextFile(path);
    await writeStudyReport(`${folder}/again`, parseCellsTable(text, path));
    assertEquals(await Deno.readTextFile(`${folder}/again/cells.csv`), text);
    const names = await listBelow(`${folder}/again`);
    assertEquals(
      names.filter((name) => /\.(csv|md|html)$/.test(name)),
      [
        ...["ablations.html", "cells.csv", "index.html", "results.csv"],
        ...["sensitivity-number-of-pairs.html", "tables.md"],
      ],
    );
    const index = await Deno.readTextFile(`${folder}/again/index.html`);
    assertEquals(index.includes("Cells without numbers"), false);
    const rowsOf = async (report: string) =>
      csvParse(await Deno.readTextFile(`${folder}/${report}/results.csv`))
        // The mean's last digit depends on the rounding in cells.csv.
        .map(({ mean, missing: _, ...row }) => ({
          ...row,
          mean: Number(mean).toPrecision(5),
        }));
    assertEquals(await rowsOf("again"), await rowsOf("runs"));
  },
);

inFolder(
  "figures name presets in their order, ingredients on a page of their own",
  async (folder) => {
    const out = `${folder}/report`;
    await writeStudyReport(out, await gathered(folder));
    const named = async (figure: string) => {
      const svg = await Deno.readTextFile(`${out}/${figure}.svg`);
      return ["stable", "paper", "no taper: the field ends at the frame"]
        .map((label) => svg.indexOf(`>${label}<`));
    };
    const [stable, paper, ingredient] = await named("angles");
    assert(0 < stable && stable < paper, `${stable} ${paper}`);
    assertEquals(ingredient, -1);
    const [first, other, second] = await named("ablations");
    assert(0 < first && first < second, `${first} ${second}`);
    assertEquals(other, -1);
  },
);
