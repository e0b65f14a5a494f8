import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { reproduceCommand } from "#lib/cli/reproduce.ts";
import { catalogue } from "#lib/experiments/catalogue.ts";
import { demonstrations } from "#lib/experiments/demonstrations.ts";
import { reproduceGrants } from "#lib/cli/reproduce_grants.ts";
import { everything } from "#lib/experiments/plan.ts";
import { holdFolder } from "#lib/runtime/lock.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { program } from "../programs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import {
  assertUserError,
  reproduce,
  taskArguments,
} from "./reproduce_command.ts";
import { runCommand } from "./run_command.ts";

/** Runs the command in this process, which is faster than a new one. */
const reproduceHere = (args: readonly string[]) =>
  runCommand(reproduceCommand, args);

Deno.test("the task grants no more than it needs", () => {
  assertEquals(taskArguments, [
    "run",
    "--no-prompt",
    "--preload=lib/cli/narrow.ts",
    "--allow-read=/",
    "--allow-write=/",
    "--allow-ffi",
    "--allow-run=deno",
    "--allow-env=VIRTUAL_ENV,CONDA_PREFIX,PATH",
    "--allow-sys=systemMemoryInfo",
    "lib/cli/reproduce.ts",
  ]);
  // A run in its own process gets no permission that the task lacks.
  for (const flag of reproduceGrants) {
    assert(taskArguments.includes(flag), flag);
  }
  for (const { command } of Object.values(config.tasks)) {
    assert(!/\s(-A|--allow-all)\b/.test(command), command);
  }
});

const commandTest = (name: string, fn: (folder: string) => Promise<void>) =>
  Deno.test({
    ...needs(temporaryFolder, program("deno")),
    name,
    fn: () => inTemporaryFolder(fn),
  });

commandTest(
  "reproduce --help prints the options, and nothing else happens",
  async (folder) => {
    const ended = await reproduceHere(["--help", "--out", `${folder}/results`]);
    assertEquals([ended.code, ended.stderr], [0, ""]);
    assert(ended.stdout.startsWith("Usage: deno task reproduce [options]\n"));
    assertEquals(await listBelow(folder), []);
  },
);

commandTest("reproduce --list prints the catalogue as JSON", async (folder) => {
  const ended = await reproduceHere(["--list", "--out", `${folder}/results`]);
  assertEquals([ended.code, ended.stderr], [0, ""]);
  assertEquals(
    JSON.parse(ended.stdout),
    everything.map(({ plan: _, ...described }) => described),
  );
  const ids = JSON.parse(ended.stdout).map(({ id }: { id: string }) => id);
  for (const { id } of [...catalogue, ...demonstrations]) {
    assert(ids.includes(id), id);
  }
  assertEquals(await listBelow(folder), []);
});

const mistakes: readonly [args: readonly string[], says: string][] = [
  [["--onyl", "a"], "'--onyl'"],
  [["--only", "mnist-rotatoin"], '"mnist-rotatoin"'],
  [
    ["--seed", "ten"],
    '--seed: expected an integer from 0 to 4294967295, found "ten"',
  ],
  [["--seed", "-1"], "--seed"],
  [["--budget", "slow"], "expected one of quick, standard, long"],
];

for (const [i, [args, says]] of mistakes.entries()) {
  // The first case runs as a program, to check its exit code and streams.
  const run = i === 0 ? reproduce : reproduceHere;
  commandTest(
    `reproduce ${args.join(" ")}: one line, and nothing is written`,
    async (folder) => {
      const ended = await run([...args, "--out", `${folder}/results`]);
      assertStringIncludes(assertUserError(ended), says);
      assertEquals(await listBelow(folder), []);
    },
  );
}

commandTest(
  "reproduce --blas with a file that is no BLAS: one line that names it, no file is written",
  async (folder) => {
    const [text, missing] = [`${folder}/notes.txt`, `${folder}/libblas.so`];
    await Deno.writeTextFile(text, "no library\n");
    for (const path of [text, missing]) {
      const ended = await reproduceHere([
        "--blas",
        path,
        "--out",
        `${folder}/results`,
      ]);
      assertStringIncludes(
        assertUserError(ended),
        `BLAS library ${path}: expected a shared library with cblas_sgemm, found: `,
      );
      assertEquals(await listBelow(folder), ["notes.txt"]);
    }
  },
);

commandTest(
  "reproduce --out below a regular file: one line that names it, the file stays",
  async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "mine");
    for (const out of [`${folder}/file`, `${folder}/file/results`]) {
      const ended = await reproduceHere(["--out", out]);
      assertStringIncludes(
        assertUserError(ended),
        `${out}: expected to be able to write there, found: `,
      );
    }
    assertEquals(await listBelow(folder), ["file"]);
    assertEquals(await Deno.readTextFile(`${folder}/file`), "mine");
  },
);

commandTest(
  "reproduce into a folder that another run writes to: one line with its pid, and nothing is written",
  async (folder) => {
    const letGo = await holdFolder(folder);
    const before = await Deno.readTextFile(`${folder}/.lock`);
    const ended = await reproduce(["--out", folder]);
    assertStringIncludes(
      assertUserError(ended),
      `${folder}: expected no other run to write there, found process ${Deno.pid}, started ${
        new Date(performance.timeOrigin).toISOString()
      }`,
    );
    assertEquals(await listBelow(folder), [".lock"]);
    assertEquals(await Deno.readTextFile(`${folder}/.lock`), before);
    await letGo();
  },
);

commandTest(
  "a checkpoint that cannot be read ends the run with one line, and nothing is overwritten",
  async (folder) => {
    const out = `${folder}/results`;
    const checkpoint = `${out}/.checkpoints/mnist-shear-seed-0.npz`;
    // A folder cannot be read as a file, even by an administrator's process.
    await Deno.mkdir(checkpoint, { recursive: true });
    await Deno.writeTextFile(`${checkpoint}/kept.txt`, "kept");
    const { stderr, ...ended } = await reproduce([
      ...["--only", "mnist-shear", "--budget", "quick", "--backend", "wasm"],
      ...["--out", out],
    ]);
    // The progress is printed before the error.
    const said = stderr.replace(/^mnist-shear: 0\/.*\n/, "");
    const line = assertUserError({ ...ended, stderr: said });
    assertStringIncludes(line, `${checkpoint}: expected to be able to read it`);
    assertStringIncludes(line, "found EISDIR");
    assertEquals(await listBelow(out), [
      ".checkpoints",
      ".checkpoints/mnist-shear-seed-0.npz",
      ".checkpoints/mnist-shear-seed-0.npz/kept.txt",
    ]);
  },
);
