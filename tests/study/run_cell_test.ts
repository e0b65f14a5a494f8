import { assertEquals, assertRejects } from "@std/assert";
import { checkpointFolder } from "#lib/experiments/checkpoint_folder.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { isThere } from "#lib/runtime/files.ts";
import { forgetFailures } from "#lib/study/forget_failures.ts";
import { countEnds } from "#lib/study/count_ends.ts";
import { planOf, type StudyPlan } from "#lib/study/plan.ts";
import { runCell } from "#lib/study/run_cell.ts";
import { parseStudy } from "#lib/study/study.ts";
import { linkInCircle } from "../failing_reader.ts";
import { programs } from "../needs.ts";
import { listBelow } from "../temporary_folder.ts";
import {
  each,
  type SmallStudy,
  tallyOf,
  writeSmallStudy,
} from "./small_study.ts";
import { testsInFolder } from "../tests_in_folder.ts";

async function smallPlan(
  folder: string,
  study: SmallStudy,
): Promise<StudyPlan> {
  const config = await writeSmallStudy(folder, study);
  return planOf(parseStudy(await Deno.readTextFile(config), config));
}

/** Runs a cell of a plan. */
const run = (folder: string, { cells }: StudyPlan, which: number) => {
  const { id, command } = cells[which];
  return runCell({ cell: id, folder: `${folder}/cells/${id}`, command });
};

const inFolder = testsInFolder(programs);

inFolder(
  "a cell runs once, however often it is asked for",
  async (folder) => {
    const plan = await smallPlan(folder, { seeds: 1 });
    const [one, two] = await Promise.all([
      run(folder, plan, 0),
      run(folder, plan, 0),
    ]);
    assertEquals(one, two);
    assertEquals([one?.status, one?.exitCode], ["done", 0]);
    await run(folder, plan, 0);
    assertEquals(await tallyOf(folder), {
      begins: each(1, 1),
      ends: each(1, 1),
    });
  },
);

inFolder(
  "a cell that fails says why, and runs again once the failure is forgotten",
  async (folder) => {
    const plan = await smallPlan(folder, { seeds: 2, fails: 1 });
    await run(folder, plan, 0);
    const failed = await run(folder, plan, 1);
    assertEquals(
      [failed?.status, failed?.exitCode, failed?.error],
      ["failed", 3, "error: no such luck"],
    );
    assertEquals(await countEnds(folder, plan), {
      done: 1,
      failed: 1,
      open: 0,
    });
    await run(folder, plan, 1);
    assertEquals((await tallyOf(folder)).begins, each(2, 1));

    assertEquals(await forgetFailures(folder, plan), 1);
    assertEquals(await countEnds(folder, plan), {
      done: 1,
      failed: 0,
      open: 1,
    });
    await run(folder, plan, 1);
    assertEquals(
      (await tallyOf(folder)).begins["mnist-shear/stable/quick/1"],
      2,
    );
  },
);

inFolder(
  "a failed cell's last line and its log are whole, however its output is split",
  async (folder) => {
    // The pieces end within a line and within a character, and alternate between the
    // two streams; the last line has no line break.
    const program = `
      const bytes = new TextEncoder().encode("before\\nerror: größer als 😀");
      const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
      const at = bytes.length;
      for (const [from, to] of [[0, 9], [9, 17], [17, at - 2], [at - 2, at]]) {
        await Deno.stderr.write(bytes.subarray(from, to));
        await pause();
        await Deno.stdout.write(new TextEncoder().encode("step " + to + "\\n"));
        await pause();
      }
      Deno.exit(4);`;
    const outcome = await runCell({
      cell: "cut",
      folder: `${folder}/cell`,
      command: ["eval", program, "--"],
    });
    assertEquals(
      [outcome?.status, outcome?.exitCode, outcome?.error],
      ["failed", 4, "error: größer als 😀"],
    );
    const log = await Deno.readTextFile(`${folder}/cell/log.txt`);
    assertEquals(log.split("\n").toSorted(), [
      "",
      "before",
      "error: größer als 😀",
      ...["step 17", "step 29", "step 31", "step 9"],
    ]);
  },
);

inFolder("a cell that was asked to stop has no outcome", async (folder) => {
  const stopped = await runCell({
    cell: "stops",
    folder: `${folder}/cell`,
    command: ["eval", "Deno.exit(143)", "--"],
  });
  assertEquals(stopped, undefined);
});

inFolder(
  "a cell whose process is killed has failed, and keeps its checkpoint",
  async (folder) => {
    const plan = await smallPlan(folder, { seeds: 1, killed: 0 });
    const killed = await run(folder, plan, 0);
    assertEquals([killed?.status, killed?.exitCode], ["failed", 137]);
    assertEquals(await listBelow(checkpointsOf(folder, plan)), [
      "mnist-shear.npz",
    ]);
  },
);

inFolder("a cell that is done keeps no checkpoint", async (folder) => {
  const plan = await smallPlan(folder, { seeds: 1 });
  await run(folder, plan, 0);
  assertEquals(await isThere(checkpointsOf(folder, plan)), false);
});

const checkpointsOf = (folder: string, { cells }: StudyPlan): string =>
  checkpointFolder(`${folder}/cells/${cells[0].id}/run`);

inFolder(
  "an outcome that cannot be read, or is damaged, stops the cell before it begins",
  async (folder) => {
    const plan = await smallPlan(folder, { seeds: 1 });
    const path = `${folder}/cells/${plan.cells[0].id}/outcome.json`;
    const refuses = async (found: string) => {
      const named = `${path}: expected `;
      for (
        const call of [
          () => run(folder, plan, 0),
          () => countEnds(folder, plan),
          () => forgetFailures(folder, plan),
        ]
      ) {
        const { message } = await assertRejects(call, UserError, named);
        assertEquals(message.includes(found), true, message);
      }
    };
    await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
    for (const damaged of ['{"status":', "null", "{}", '{"status":"open"}']) {
      await Deno.writeTextFile(path, damaged);
      await refuses(`found ${JSON.stringify(damaged)}; remove the file`);
    }
    await Deno.remove(path);
    await linkInCircle(path);
    await refuses("found ELOOP");
    assertEquals(await tallyOf(folder), { begins: {}, ends: {} });
  },
);
