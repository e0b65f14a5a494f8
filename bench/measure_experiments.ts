import {
  type OwnBackend,
  ownBackends,
  peakMemoryScript,
  productArgs,
  reproduceScript,
} from "./commands.ts";
import { benchModels } from "./models.ts";
import { linesOf } from "../lib/runtime/lines.ts";
import type { Session } from "./session.ts";
import { type Spread, spreadOf } from "./statistics.ts";

type ByBackend<T> = Readonly<Record<OwnBackend, T>>;

/** Measurements of a whole experiment, from the command to the report. */
export interface ExperimentMeasure {
  readonly experiment: string;
  readonly budget: string;
  readonly seconds: ByBackend<Spread | null>;
  readonly peakMemoryMiB: ByBackend<number | null>;
  readonly reasons: Readonly<Record<string, string>>;
}

const BUDGET = "quick";
const ROUNDS = 3;

interface Run {
  readonly seconds: number;
  readonly mebibytes: number | null;
}

/** Times a whole quick experiment with each backend, in turn. */
export async function measureExperiment(
  session: Session,
): Promise<ExperimentMeasure> {
  const { experiment } = benchModels[0];
  const runs: Record<OwnBackend, Run[]> = { blas: [], wasm: [] };
  const reasons: Record<string, string> = {};
  for (let round = 0; round < ROUNDS; round++) {
    session.note(`whole experiment, round ${round + 1} of ${ROUNDS}`);
    for (const backend of ownBackends) {
      if (backend in reasons) continue;
      const run = await runExperiment(session, experiment, backend);
      if (typeof run === "string") reasons[backend] = run;
      else runs[backend].push(run);
    }
  }
  const seconds = (backend: OwnBackend) =>
    spreadOf(runs[backend].map((run) => run.seconds));
  const memory = (backend: OwnBackend) => {
    const known = runs[backend].flatMap(({ mebibytes }) => mebibytes ?? []);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    experiment,
    budget: BUDGET,
    seconds: { blas: seconds("blas"), wasm: seconds("wasm") },
    peakMemoryMiB: { blas: memory("blas"), wasm: memory("wasm") },
    reasons,
  };
}

/** Runs an experiment once; if it fails, the result is the reason. */
async function runExperiment(
  { folder, environment, ending }: Session,
  experiment: string,
  backend: OwnBackend,
): Promise<Run | string> {
  const out = `${folder}/experiment`;
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...productArgs.slice(0, 1),
      ...["--preload", peakMemoryScript],
      ...productArgs.slice(1),
      reproduceScript,
      ...["--only", experiment, "--budget", BUDGET, "--backend", backend],
      ...["--out", out, "--fresh"],
    ],
    env: { ...environment },
    signal: ending,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let mebibytes: number | null = null;
  let last = "it said nothing";
  for await (const line of linesOf(child.stderr)) {
    const memory = /^peak memory in MiB: ([\d.]+)$/.exec(line.trim());
    if (memory !== null) mebibytes = Number(memory[1]);
    else if (line.trim() !== "") last = line.trim();
  }
  const { success } = await child.status;
  const seconds = (performance.now() - start) / 1000;
  await Deno.remove(out, { recursive: true }).catch(() => {});
  return success ? { seconds, mebibytes } : last;
}
