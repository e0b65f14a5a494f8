import { assert, assertEquals } from "@std/assert";
import { csvParse } from "d3-dsv";
import { catalogue } from "#lib/experiments/catalogue.ts";
import { needs, programs, temporaryFolder } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import type { Taken } from "../study/gather_program.ts";
import { metricsExample } from "../study/metrics_example.ts";

const CELLS = 10_000, CONDITIONS = 40, SEEDS = CELLS / CONDITIONS;

async function writeMany(folder: string): Promise<void> {
  for (let condition = 0; condition < CONDITIONS; condition++) {
    const experiment = catalogue[Math.floor(condition / 4)].id;
    const preset = ["stable", "paper", "without-taper", "stable-order-1"][
      condition % 4
    ];
    for (let seed = 0; seed < SEEDS; seed++) {
      const cell = `${folder}/${experiment}/${preset}/seed-${seed}`;
      await Deno.mkdir(cell, { recursive: true });
      await Deno.writeTextFile(
        `${cell}/metrics.json`,
        JSON.stringify(
          metricsExample({ experiment, preset, budget: "quick", seed }),
        ),
      );
    }
  }
}

/** A generous bound of the project on the memory of a report. */
const MOST_MEBIBYTES = 1024;

/** Number of files that are read for each cell: metrics.json and memory.json. */
const FILES_OF_A_CELL = 2;

Deno.test({
  ...needs(programs, temporaryFolder),
  name: "10,000 cells are gathered within 1 GiB, each file read once",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await writeMany(`${folder}/cells`);
      const begun = performance.now();
      const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
        ...["run", "--no-check", "-A", "tests/study/gather_program.ts"],
        ...[`${folder}/cells`, `${folder}/report`],
      ]);
      const seconds = (performance.now() - begun) / 1000;
      assertEquals(code, 0, stderr);
      const rows = csvParse(
        await Deno.readTextFile(`${folder}/report/results.csv`),
      );
      const angles = rows.filter(({ measure }) => measure === "angle");
      assertEquals(
        angles.map(({ seeds }) => seeds),
        Array.from({ length: CONDITIONS }, () => String(SEEDS)),
      );
      const { mebibytes, reads }: Taken = JSON.parse(stdout);
      assertEquals(reads, FILES_OF_A_CELL * CELLS);
      assert(mebibytes < MOST_MEBIBYTES, `${mebibytes} MiB`);
      console.log(`${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`);
    }),
});
