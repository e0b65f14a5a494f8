import { assert, assertEquals, assertMatch } from "@std/assert";
import { unzipSync } from "fflate";
import { taskArguments } from "../cli/reproduce_command.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { program } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";

const ID = "mnist-rotation-small";

/**
 * Starts a run, waits for a line of its progress, closes its output as a closed
 * terminal does, and sends it a signal.
 *
 * @returns Its output until then, and its exit code.
 */
async function stopped(out: string, after: RegExp, signal: Deno.Signal) {
  const [run, ...rest] = taskArguments;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...[run, "--quiet", "--preload", "tests/slow/jumping_clock.ts", ...rest],
      ...["--only", ID, "--budget", "quick", "--out", out],
    ],
    cwd: projectRoot,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said: string[] = [];
  const closing = new AbortController();
  const read = async (
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    until?: RegExp,
  ) => {
    const text = stream.pipeThrough(new TextDecoderStream(), closing);
    for await (const part of text) {
      said.push(part);
      if (until?.test(part)) break; // closes the pipe
    }
  };
  const results = read(child.stdout).catch(() => {}); // closed by us
  await read(child.stderr, after);
  closing.abort();
  await results;
  child.kill(signal);
  const { code } = await child.status;
  return { said: said.join(""), code };
}

Deno.test({
  ...needs(temporaryFolder, program("deno")),
  name:
    "SIGHUP from a closed terminal, SIGTERM and a jumping clock: the run saves a checkpoint, and resumes from it",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const steps: number[] = [];
      const step = async (...others: string[]) => {
        const newest = `${ID}-seed-0.npz`;
        const checkpoints = `${folder}/.checkpoints`;
        assertEquals(await listBelow(checkpoints), [newest, ...others]);
        const bytes = await Deno.readFile(`${checkpoints}/${newest}`);
        const text = new TextDecoder()
          .decode(unzipSync(bytes)["progress.json"]);
        steps.push(JSON.parse(text).step);
      };

      const first = await stopped(folder, /stage basin/, "SIGHUP");
      assertEquals(first.code, 129, first.said);
      await step();
      const second = await stopped(folder, /\((1[^)]|2\d) %\)/, "SIGTERM");
      assertEquals(second.code, 143, second.said);
      await step(`${ID}-seed-0.previous.npz`);

      assertMatch(second.said, /^going on from step \d+ of /m);
      const [one, two] = steps;
      assert(one > 0 && two > one && two < 500, `${steps}`);
      assertEquals(
        (await listBelow(folder)).filter((name) =>
          !/^\.checkpoints/.test(name)
        ),
        [],
      );
    }),
});
