import { type Need, temporaryFolder } from "../needs.ts";
import { type Ended, program, runProgram } from "../programs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { taskArguments } from "./reproduce_command.ts";

/** Outcome of a command on a disk of its own. */
export interface EndedOnDisk extends Ended {
  /** The disk's folder. */
  readonly disk: string;
  /** The files on it at the end. */
  readonly files: readonly string[];
}

/**
 * Runs the task `reproduce` with a disk in memory for its results.
 *
 * @param options Options of the disk, as for mount: `size=256k`, `ro`.
 * @param args The command line, given the disk's folder.
 * @param flags More flags for `deno run`.
 */
export function reproduceOnDisk(
  options: string,
  args: (disk: string) => readonly string[],
  flags: readonly string[] = [],
): Promise<EndedOnDisk> {
  const [run, ...rest] = taskArguments;
  return inTemporaryFolder((disk) =>
    onDisk(options, disk, [
      "deno",
      run,
      "--quiet",
      ...flags,
      ...rest,
      ...args(disk),
    ])
  );
}

async function onDisk(
  options: string,
  disk: string,
  command: readonly string[],
): Promise<EndedOnDisk> {
  const ended = await runProgram("deno", [
    ...["run", "--no-config", "--allow-run=unshare"],
    ...["tests/cli/mount_and_run.ts", options, disk, ...command],
  ]);
  const files = [...ended.stdout.matchAll(/^left behind: (.*)$/gm)]
    .map(([, file]) => file);
  return { ...ended, disk, files };
}

const [deno, folder] = [program("deno"), temporaryFolder];

/** A disk in memory that a test may fill. */
export const memoryDisk: Need = deno.met && folder.met
  ? {
    met:
      (await inTemporaryFolder((disk) => onDisk("size=256k", disk, ["true"])))
        .code === 0,
    reason: "this system does not let a test mount a disk in memory",
  }
  : (deno.met ? folder : deno);
