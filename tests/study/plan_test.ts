import { assertEquals, assertRejects } from "@std/assert";
import { checkPlan, planOf, readPlan, writePlan } from "#lib/study/plan.ts";
import { parseStudy } from "#lib/study/study.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

const plan = (seeds: number, threads = "1") =>
  planOf(parseStudy(
    `
options: [--threads, "${threads}"]
parts: [{experiments: [mnist-shear], budget: quick, seeds: ${seeds}}]`,
    "file",
  ));

Deno.test("a plan has the whole command of every cell", () => {
  const [{ id, command }] = plan(1).cells;
  assertEquals(id, "mnist-shear/stable/quick/seed-0");
  assertEquals(
    command.join(" "),
    "task reproduce --only mnist-shear --seed 0 --budget quick --preset stable --threads 1",
  );
});

Deno.test({
  ...needs(temporaryFolder),
  name: "a study may grow, and not change its options or versions",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await checkPlan(folder, plan(1));
      await writePlan(folder, plan(1));
      await checkPlan(folder, plan(3));
      await writePlan(folder, plan(3));
      await assertRejects(
        () => checkPlan(folder, plan(3, "2")),
        UserError,
        "name another folder with --out",
      );
      const { versions, ...rest } = plan(3);
      await assertRejects(
        () =>
          checkPlan(folder, {
            ...rest,
            versions: { ...versions, deno: "1.0.0" },
          }),
        UserError,
        `expected a study with deno 1.0.0, found one with ${versions.deno}`,
      );
      assertEquals(await readPlan(folder), plan(3));
    }),
});
