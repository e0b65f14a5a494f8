import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { isThere } from "#lib/runtime/files.ts";
import { engine, needsEngine } from "../study/snakemake_need.ts";
import { needs } from "../needs.ts";
import {
  each,
  runReport,
  runStudy,
  studyArguments,
  tallyOf,
  writeSmallStudy,
} from "../study/small_study.ts";
import { childrenOf, descendantsOf, killAll } from "../study/process_tree.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { until } from "../until.ts";

const CORES = ["--cores", "2"];

const resultsOf = (out: string) =>
  Deno.readTextFile(`${out}/report/results.csv`);

Deno.test({
  ...needsEngine,
  name:
    "a cell that fails stops no other, is reported, and runs again only on request",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const out = `${folder}/out`;
      const config = await writeSmallStudy(folder, { seeds: 4, fails: 2 });
      const first = await runStudy(config, out, ...CORES);
      assertEquals(first.code, 1, first.stderr);
      assertStringIncludes(first.stdout, "3 cells done, 1 failed, 0 not");

      const report = await runReport("--in", out);
      assertEquals(report.code, 0, report.stderr);
      assertEquals(
        await Deno.readTextFile(`${out}/report/failures.csv`),
        "cell,problem,error\nmnist-shear/stable/quick/seed-2,failed,exit code 3: error: no such luck\n",
      );
      assertStringIncludes(
        await resultsOf(out),
        "mnist-shear,stable,quick,,,angle,3,1,",
      );

      const second = await runStudy(config, out, ...CORES);
      assertEquals(second.code, 1, second.stderr);
      assertEquals((await tallyOf(folder)).begins, each(4, 1));

      await runStudy(config, out, ...CORES, "--retry-failed");
      assertEquals((await tallyOf(folder)).begins, {
        ...each(4, 1),
        "mnist-shear/stable/quick/2": 2,
      });
    }),
});

Deno.test({
  ...needsEngine,
  name: "a dry run begins no cell",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const config = await writeSmallStudy(folder, { seeds: 2 });
      const ended = await runStudy(config, `${folder}/out`, "--dry-run");
      assertEquals(ended.code, 0, ended.stderr);
      assertStringIncludes(ended.stdout + ended.stderr, "dry-run");
      assertEquals(await tallyOf(folder), { begins: {}, ends: {} });
      assertEquals(await isThere(`${folder}/out/plan.json`), false);
    }),
});

const SEEDS = 5;

/** Starts a study, and kills chosen processes once a second cell has begun. */
async function killed(
  config: string,
  folder: string,
  chosen: (pid: number) => Promise<number[]>,
): Promise<void> {
  const study = new Deno.Command(Deno.execPath(), {
    args: studyArguments(config, `${folder}/out`, ...CORES),
    cwd: projectRoot,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const begun = async () => Object.keys((await tallyOf(folder)).begins).length;
  await until(async () => await begun() > 1, "a second cell that begins");
  const pids = await chosen(study.pid);
  assert(pids.length > 0, "the engine did not run any more");
  killAll([study.pid, ...pids]);
  await study.status;
}

const kills = [
  // The same command waits for cells that outlive the engine.
  { what: "the engine", chosen: childrenOf, again: false },
  {
    what: "the engine and all that it had started",
    chosen: descendantsOf,
    again: true,
  },
];

for (const { what, chosen, again } of kills) {
  Deno.test({
    ...needs(engine, {
      met: Deno.build.os === "linux",
      reason: "processes are looked up as on Linux",
    }),
    name:
      `${what} killed in the middle: the same command ends with no cell lost or done twice`,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        const config = await writeSmallStudy(folder, {
          seeds: SEEDS,
          waits: 1.5,
        });
        await killed(config, folder, chosen);
        const before = (await tallyOf(folder)).ends;
        assert(Object.keys(before).length < SEEDS, "it had done everything");

        const out = `${folder}/out`;
        const ended = await runStudy(config, out, ...CORES);
        assertEquals(ended.code, 0, ended.stderr);
        assertStringIncludes(ended.stdout, `${SEEDS} cells done, 0 failed, 0`);
        const { begins, ends } = await tallyOf(folder);
        assertEquals(ends, each(SEEDS, 1));
        const begun = Object.values(begins).reduce((a, b) => a + b, 0);
        assertEquals(begun > SEEDS, again, JSON.stringify(begins));

        const whole = `${folder}/whole`;
        await runStudy(config, whole, ...CORES);
        for (const each of [out, whole]) await runReport("--in", each);
        assertEquals(await resultsOf(out), await resultsOf(whole));
      }),
  });
}
