import { isDeepStrictEqual } from "node:util";
import type { Metrics } from "#lib/experiments/metrics.ts";
import type { RandomStream } from "#lib/random/streams.ts";
import { taskArguments } from "../cli/reproduce_command.ts";
import { apartFromTime } from "../metrics_apart_from_time.ts";
import { projectRoot } from "../project_files.ts";
import { listBelow } from "../temporary_folder.ts";
import type { Tally } from "./tally.ts";

const ID = "mnist-rotation-small";

/** The run to kill: the quick run as it is, or with small images. */
export type Victim = "quick" | "small";

/**
 * Kills runs at random moments and starts them again, until there were so many kills
 * and the last run is done; compares the results of each run with an undisturbed run's.
 */
export async function killRuns(
  folder: string,
  kills: number,
  victim: Victim,
  random: RandomStream,
): Promise<Tally> {
  const undisturbed = `${folder}/undisturbed`;
  const begun = performance.now();
  await endOf(start(undisturbed, victim));
  // The shortest duration so far: after a duration measured on a busy machine, most
  // runs would have ended.
  let lasts = performance.now() - begun;
  const right = await leftBy(undisturbed);
  const lost: string[] = [];
  let [killed, runs, resumed] = [0, 0, 0];
  while (killed < kills) {
    const out = `${folder}/run-${runs++}`;
    for (let attempt = 1;; attempt++) {
      const child = start(out, victim);
      const begun = performance.now();
      const last = killed === kills;
      const ending = last ? endOf(child) : killAfter(child, random() * lasts);
      const again = await ending.catch((error) => {
        lost.push(`run ${runs}: ${error.message}`);
      });
      if (again === true) {
        killed++;
        continue;
      }
      if (attempt === 1) lasts = Math.min(lasts, performance.now() - begun);
      break;
    }
    const left = await leftBy(out);
    resumed += left?.resumed ?? 0;
    lost.push(...differences(left, right, `run ${runs}`));
    await Deno.remove(out, { recursive: true });
    // Fifty kills of the quick run take most of an hour.
    console.error(`${killed} of ${kills} kills, in ${runs} runs`);
  }
  return {
    what:
      `kills of ${victim} runs (${runs}, gone on from a checkpoint ${resumed} times)`,
    tried: killed,
    lost,
  };
}

interface Running {
  readonly process: Deno.ChildProcess;
  readonly said: Promise<string>;
}

function start(out: string, victim: Victim): Running {
  const [run, ...rest] = taskArguments;
  const preloads = [
    "hurried_clock.ts",
    ...victim === "small" ? ["small_data.ts"] : [],
  ];
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...[run, "--quiet"],
      ...preloads.flatMap((name) => ["--preload", `tests/torture/${name}`]),
      ...rest,
      ...["--only", ID, "--budget", "quick", "--out", out],
    ],
    cwd: projectRoot,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  return { process, said: new Response(process.stderr).text() };
}

/** Longest time of a run that is not to be killed. */
const HANG_MS = 20 * 60_000;

async function endOf(running: Running): Promise<void> {
  if (await killAfter(running, HANG_MS)) throw new Error("a run hung");
}

/** @returns Whether the run was killed before it ended well. */
async function killAfter(
  running: Running,
  milliseconds: number,
): Promise<boolean> {
  const { process, said } = running;
  const timer = setTimeout(() => process.kill("SIGKILL"), milliseconds);
  const { code, signal } = await process.status;
  clearTimeout(timer);
  if (signal === "SIGKILL") return true;
  if (code !== 0) throw new Error(`ended with ${code}: ${await said}`);
  return false;
}

/** The numbers of a run, and the names of all of its files. */
interface Left {
  readonly metrics: unknown;
  readonly history: string;
  readonly files: readonly string[];
  /** How often the run resumed from a checkpoint. */
  readonly resumed: number;
}

async function leftBy(out: string): Promise<Left | undefined> {
  const folder = `${out}/${ID}/seed-0`;
  try {
    const metrics: Metrics = JSON.parse(
      await Deno.readTextFile(`${folder}/metrics.json`),
    );
    return {
      metrics: apartFromTime(metrics),
      resumed: metrics.training.resumed,
      history: await Deno.readTextFile(`${folder}/history.csv`),
      // The number of checkpoints depends on timing.
      files: (await listBelow(out))
        .filter((name) => !name.endsWith(".previous.npz")),
    };
  } catch {
    return undefined;
  }
}

function differences(
  found: Left | undefined,
  right: Left | undefined,
  name: string,
): string[] {
  if (found === undefined || right === undefined) {
    return [`${name}: no metrics.json`];
  }
  return (["metrics", "history", "files"] as const)
    .filter((part) => !isDeepStrictEqual(found[part], right[part]))
    .map((part) => `${name}: other ${part}`);
}
