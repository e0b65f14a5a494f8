import type { Tally } from "./tally.ts";

/** A process that tried to hold a folder, and that still holds it if it won. */
export interface Started {
  readonly pid: number;
  readonly won: boolean;
  /** The message that it got if it did not win. */
  readonly said: string;
  readonly letGo: () => Promise<void>;
  readonly kill: (signal: Deno.Signal) => void;
  readonly ended: Promise<Deno.CommandStatus>;
}

const PROGRAM = new URL("./hold_program.ts", import.meta.url).pathname;

/** Starts several processes at once that want the same folder. */
export function startTogether(
  folder: string,
  count: number,
): Promise<Started[]> {
  return Promise.all(Array.from({ length: count }, () => start(folder)));
}

async function start(folder: string): Promise<Started> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-check", "--no-prompt"],
      ...[`--allow-read=${folder}`, `--allow-write=${folder}`],
      ...[PROGRAM, folder],
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  const { won, said } = JSON.parse(value);
  const ended = child.status.finally(() => reader.cancel());
  const letGo = async () => {
    await child.stdin.close();
    await ended;
  };
  if (!won) await letGo();
  const kill = (signal: Deno.Signal) => child.kill(signal);
  return { pid: child.pid, won, said, letGo, kill, ended };
}

/** Number of processes that start together. */
const TOGETHER = 20;

/** Starts many processes at once, in each of the rounds; one has to win each time. */
export async function raceStarts(
  folder: string,
  rounds: number,
): Promise<Tally> {
  const lost: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const all = await startTogether(folder, TOGETHER);
    const winners = all.filter(({ won }) => won);
    if (winners.length !== 1) {
      lost.push(`round ${round}: ${winners.length} winners`);
    }
    const named = `found process ${winners[0]?.pid}, started `;
    const misled = all.filter(({ won, said }) => !won && !said.includes(named));
    if (misled.length > 0) lost.push(`round ${round}: ${misled[0].said}`);
    // In turns, the winner ends well and is killed, which leaves a stale lock.
    for (const winner of winners) {
      if (round % 2 === 0) winner.kill("SIGKILL");
      else await winner.letGo();
      await winner.ended;
    }
  }
  return { what: `rounds of ${TOGETHER} starts at once`, tried: rounds, lost };
}
