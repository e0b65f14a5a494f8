import { runProgram } from "../programs.ts";

/** A process, as `ps` lists it. */
interface Process {
  readonly pid: number;
  readonly parent: number;
}

async function processes(): Promise<Process[]> {
  const { stdout } = await runProgram("ps", ["-e", "-o", "pid=,ppid="]);
  return stdout.trim().split("\n").map((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return { pid, parent };
  });
}

/** The processes that a process has started. */
export async function childrenOf(pid: number): Promise<number[]> {
  return (await processes()).filter(({ parent }) => parent === pid)
    .map((child) => child.pid);
}

/** The processes that a process has started, directly or through others. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  const theirs = await Promise.all(children.map(descendantsOf));
  return [...children, ...theirs.flat()];
}

/** Kills those of the processes that still exist. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
