import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { needs } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { slurmPrograms, withSlurm } from "../study/slurm.ts";
import {
  each,
  runReport,
  runStudy,
  studyArguments,
  tallyOf,
  writeSmallStudy,
} from "../study/small_study.ts";
import { engine } from "../study/snakemake_need.ts";
import { childrenOf, killAll } from "../study/process_tree.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { until } from "../until.ts";

const SEEDS = 4;

/** Writes the project's profile with shorter waits, for a Slurm without accounting. */
async function quickProfile(folder: string): Promise<string> {
  const profile = await Deno.readTextFile(
    `${projectRoot}/study/profiles/slurm/config.yaml`,
  );
  await Deno.mkdir(`${folder}/profile`);
  await Deno.writeTextFile(
    `${folder}/profile/config.yaml`,
    `${profile}
slurm-status-command: squeue
slurm-init-seconds-before-status-checks: 2
seconds-between-status-checks: 2
`,
  );
  return `${folder}/profile`;
}

Deno.test({
  ...needs(engine, ...slurmPrograms),
  name:
    "a study on Slurm, whose node's daemon and whose engine are killed in the middle, gives what local cores give",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const daemons = `${folder}/daemons`;
      await Deno.mkdir(daemons);
      const config = await writeSmallStudy(folder, {
        seeds: SEEDS,
        fails: 1,
        waits: 2,
      });
      const profile = ["--profile", await quickProfile(folder)];
      const slurm = `${folder}/slurm`, local = `${folder}/local`;
      await withSlurm(daemons, async ({ variables, killNode }) => {
        const args = studyArguments(config, slurm, ...profile);
        const first = new Deno.Command(Deno.execPath(), {
          args,
          env: variables,
          cwd: projectRoot,
          stdin: "null",
          stdout: "null",
          stderr: "null",
        }).spawn();
        const begun = async () =>
          Object.keys((await tallyOf(folder)).begins).length;
        try {
          await until(async () => await begun() > 0, "a cell that begins");
          await killNode();
        } finally {
          killAll([first.pid, ...await childrenOf(first.pid)]);
          await first.status;
        }
        assert(Object.keys((await tallyOf(folder)).ends).length < SEEDS - 1);

        const second = await runProgram(Deno.execPath(), args, variables);
        assertStringIncludes(
          second.stdout,
          `${SEEDS - 1} cells done, 1 failed, 0 not`,
          second.stderr,
        );
        const { stdout } = await runProgram(
          "squeue",
          ["--states=all", "--noheader", "--format=%T"],
          variables,
        );
        assert(
          stdout.includes("COMPLETED"),
          `Slurm has done nothing: ${stdout}`,
        );
      });
      const { [`mnist-shear/stable/quick/1`]: _, ...done } = each(SEEDS, 1);
      assertEquals((await tallyOf(folder)).ends, done);

      await runStudy(config, local, "--cores", "2");
      const [one, other] = await Promise.all(
        [slurm, local].map(async (out) => {
          await runReport("--in", out);
          return Deno.readTextFile(`${out}/report/results.csv`);
        }),
      );
      assertEquals(one, other);
    }),
});
