import { isDeepStrictEqual } from "node:util";
import type { Metrics } from "#lib/experiments/metrics.ts";
import type { RandomStream } from "#lib/random/streams.ts";
import { taskArguments } from "../cli/reproduce_command.ts";
import { apartFromTime } from "../metrics_apart_from_time.ts";
import { projectRoot } from "../project_files.ts";
import { listBelow } from "../temporary_folder.ts";
import type { Tally } from "./tally.ts";

const ID = "mnist-rotation-small";

/** What is killed: the quick run as it is, or with small images. */
export type Victim = "quick" | "small";

/**
 * Kills runs at random moments and starts them again, until they have been
 * killed so often and are all done; compares what each left with what an
 * undisturbed run did.
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
  // The shortest found: where the machine had other work, most would end before.
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
    // Of the quick run, fifty kills take most of an hour.
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

/** Longest time of a run that is let be. */
const HANG_MS = 20 * 60_000;

async function endOf(running: Running): Promise<void> {
  if (await killAfter(running, HANG_MS)) throw new Error("a run hung");
}

/** @returns whether it was killed; not if it had ended well before */
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

/** The numbers that a run left, and the names of all files. */
interface Left {
  readonly metrics: unknown;
  readonly history: string;
  readonly files: readonly string[];
  /** How often it was gone on from a checkpoint. */
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
      // How many checkpoints there are is a matter of time.
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
