import { makeFolder, removeIfThere, writeWhole } from "../runtime/files.ts";
import { checkpointFolder } from "../experiments/checkpoint_folder.ts";
import { inTurn } from "../runtime/lock.ts";
import { cellFiles, type Outcome, readOutcome } from "./outcome.ts";

/** A cell, as the engine asks for it. */
export interface CellJob {
  /** Its name. */
  readonly cell: string;
  readonly folder: string;
  /** What Deno is to be given; `--out` follows. */
  readonly command: readonly string[];
}

/**
 * Does a cell that has not ended yet, and writes down how it ended. Of two calls
 * the second waits for the first, and then has nothing to do. Where the command
 * is killed together with this process, or asked to stop, nothing is written
 * down: the next call starts it again, and it goes on from where it was if it
 * can.
 *
 * @returns how it ended; undefined where it was asked to stop, and so has not
 */
export async function runCell(job: CellJob): Promise<Outcome | undefined> {
  const { folder } = job;
  await makeFolder(folder);
  return await inTurn(`${folder}/.lock`, async () => {
    const before = await readOutcome(folder);
    if (before !== undefined) return before;
    await makeFolder(`${folder}/${cellFiles.run}`);
    // A command that outlived an earlier call goes on to its end first.
    await inTurn(`${folder}/${cellFiles.run}/.lock`, async () => {});
    const outcome = await runCommand(job);
    if (outcome === undefined) return undefined;
    if (outcome.status === "done") {
      // Ten times the rest, and a cell that is done has no more use for them.
      await removeIfThere(checkpointFolder(`${folder}/${cellFiles.run}`));
    }
    await writeWhole(
      `${folder}/${cellFiles.outcome}`,
      JSON.stringify(outcome, null, 2) + "\n",
    );
    return outcome;
  });
}

/** Exit codes of a command that was asked to stop, and did. */
const STOPPED = [129, 130, 143];

async function runCommand(
  { cell, folder, command }: CellJob,
): Promise<Outcome | undefined> {
  const begun = performance.now();
  const log = await Deno.open(`${folder}/${cellFiles.log}`, {
    write: true,
    create: true,
    append: true,
  });
  let last = "";
  const child = new Deno.Command(Deno.execPath(), {
    args: [...command, "--out", `${folder}/${cellFiles.run}`],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const keep = async (stream: ReadableStream<Uint8Array>) => {
    for await (const bytes of stream) {
      await writeAll(log, bytes);
      last = lastLineOf(new TextDecoder().decode(bytes)) ?? last;
    }
  };
  const [status] = await Promise.all([
    child.status,
    keep(child.stdout),
    keep(child.stderr),
  ]).finally(() => log.close());
  const { code, success } = status;
  if (STOPPED.includes(code)) return undefined;
  return {
    cell,
    command,
    status: success ? "done" : "failed",
    exitCode: code,
    ...success ? {} : { error: last || `exit code ${code}` },
    seconds: (performance.now() - begun) / 1000,
  };
}

/** The last line of a text that says something. */
function lastLineOf(text: string): string | undefined {
  return text.split(/[\r\n]+/).map((line) => line.trim())
    .findLast((line) => line !== "");
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
}
