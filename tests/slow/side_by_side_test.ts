import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { taskArguments } from "../cli/reproduce_command.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { program, runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

const IDS = ["mnist-rotation-small", "smiley-special-conformal"];
const options = ["--only", IDS.join(","), "--budget", "quick", "--jobs", "2"];

/** Runs the command to its end; sends it a signal at 10 to 29 % of the training. */
async function ended(out: string, signal: Deno.Signal) {
  const [run, ...rest] = taskArguments;
  const child = new Deno.Command("deno", {
    args: [run, "--quiet", ...rest, ...options, "--out", out],
    cwd: projectRoot,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdout = new Response(child.stdout).text();
  for await (
    const text of child.stderr.pipeThrough(new TextDecoderStream())
  ) {
    if (/\((1\d|2\d) %\)/.test(text)) child.kill(signal);
  }
  const { code } = await child.status;
  return { code, stdout: await stdout };
}

/** Processes of the runs of a command that writes to a folder. */
async function processesOf(out: string): Promise<string[]> {
  const { stdout } = await runProgram("ps", ["-A", "-o", "args"]);
  return stdout.split("\n")
    .filter((line) => line.includes("reproduce_part.ts") && line.includes(out));
}

Deno.test({
  ...needs(temporaryFolder, program("deno"), program("ps")),
  name:
    "two runs side by side can be stopped, killed and resumed; the report has both in the catalogue's order",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const stopped = await ended(folder, "SIGTERM");
      assertEquals(stopped.code, 143);
      assertStringIncludes(stopped.stdout, "2 at a time");
      assertStringIncludes(
        stopped.stdout,
        "the same command goes on from here",
      );
      assertEquals(await processesOf(folder), []);

      const killed = await ended(folder, "SIGKILL");
      assertEquals(killed.code, 137);
      const gone = Date.now() + 10_000;
      while ((await processesOf(folder)).length > 0) {
        assert(Date.now() < gone, "runs go on without the command");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }

      const [run, ...rest] = taskArguments;
      const { code, stdout, stderr } = await runProgram("deno", [
        ...[run, "--quiet", ...rest, ...options, "--out", folder],
      ]);
      assertEquals(code, 0, stderr);
      assertStringIncludes(stdout, `${IDS[0]}, seed 0: going on from step`);
      const runs = JSON.parse(
        await Deno.readTextFile(`${folder}/summary.json`),
      );
      assertEquals(
        runs.map(({ experiment, status }: Record<string, string>) => [
          experiment,
          status,
        ]),
        IDS.map((id) => [id, "done"]),
      );
      const page = await Deno.readTextFile(`${folder}/index.html`);
      assert(page.indexOf(IDS[0]) < page.indexOf(IDS[1]));
      for (const figure of ["figure-2", `${IDS[0]}/seed-0/latent-flow`]) {
        const svg = await Deno.readTextFile(`${folder}/${figure}.svg`);
        assertStringIncludes(svg, "</svg>");
      }
    }),
});
