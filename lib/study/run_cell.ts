import { makeFolder, removeIfThere, writeWhole } from "../runtime/files.ts";
import { checkpointFolder } from "../experiments/checkpoint_folder.ts";
import { linesOf } from "../runtime/lines.ts";
import { inTurn } from "../runtime/lock.ts";
import { cellFiles, type CellOutcome, readOutcome } from "./outcome.ts";

/** A cell to be run. */
export interface CellJob {
  /** The cell's name. */
  readonly cell: string;
  readonly folder: string;
  /** The arguments that Deno is started with; `--out` is added to them. */
  readonly command: readonly string[];
}

/**
 * Runs a cell that has no outcome, and writes its outcome.json. If two calls ask for the
 * same cell, the second waits for the first and returns its outcome.
 *
 * If the command is asked to stop, or is killed together with this process, no
 * outcome is written. The next call starts the command again, which resumes from
 * its checkpoint if it has one.
 *
 * @returns the outcome; undefined if the command was stopped before its end
 * @throws UserError if the folder cannot be written, or its outcome not be read
 */
export async function runCell(job: CellJob): Promise<CellOutcome | undefined> {
  const { folder } = job;
  await makeFolder(folder);
  return await inTurn(`${folder}/.lock`, async () => {
    const before = await readOutcome(folder);
    if (before !== undefined) return before;
    await makeFolder(`${folder}/${cellFiles.run}`);
    // If a command of an earlier call is still running, wait for its end.
    await inTurn(`${folder}/${cellFiles.run}/.lock`, async () => {});
    const outcome = await runCommand(job);
    if (outcome === undefined) return undefined;
    if (outcome.status === "done") {
      // Checkpoints are ten times as large as the results, and no longer needed.
      await removeIfThere(checkpointFolder(`${folder}/${cellFiles.run}`));
    }
    await writeWhole(
      `${folder}/${cellFiles.outcome}`,
      JSON.stringify(outcome, null, 2) + "\n",
    );
    return outcome;
  });
}

/** Exit codes of a command that SIGHUP, SIGINT or SIGTERM ended. */
const STOPPED = [129, 130, 143];

async function runCommand(
  { cell, folder, command }: CellJob,
): Promise<CellOutcome | undefined> {
  const begun = performance.now();
  using log = await Deno.open(`${folder}/${cellFiles.log}`, {
    create: true,
    append: true,
  });
  const child = new Deno.Command(Deno.execPath(), {
    args: [...command, "--out", `${folder}/${cellFiles.run}`],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ code, success }, last] = await Promise.all([
    child.status,
    keepOutput(child, log),
  ]);
  if (STOPPED.includes(code)) return undefined;
  return {
    cell,
    command,
    status: success ? "done" : "failed",
    exitCode: code,
    ...success ? {} : { error: last ?? `exit code ${code}` },
    seconds: (performance.now() - begun) / 1000,
  };
}

/**
 * Appends the output of a program to a log file by whole lines, so that the two streams
 * are not mixed within a line.
 *
 * @returns the last line that is not blank: of stderr, or else of stdout
 */
async function keepOutput(
  { stdout, stderr }: Deno.ChildProcess,
  log: Deno.FsFile,
): Promise<string | undefined> {
  let writing = Promise.resolve();
  const keep = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    let last: string | undefined;
    for await (const line of linesOf(stream)) {
      const bytes = new TextEncoder().encode(`${line}\n`);
      await (writing = writing.then(() => writeAll(log, bytes)));
      last = line.trim() || last;
    }
    return last;
  };
  const [said, complained] = await Promise.all([keep(stdout), keep(stderr)]);
  return complained ?? said;
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
}
