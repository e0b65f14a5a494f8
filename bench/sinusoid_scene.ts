/**
 * Precision of a found flow without resampling: scenes of 40 random waves are known at
 * every point, so xt = x0(phi_{-t}) is exact.
 *
 *     deno run --allow-read --allow-sys=cpus bench/sinusoid_scene.ts --trials 200 --side 200
 *
 * Each trial has one generator and 50 pairs. Each pair has its own scene and its own t,
 * which moves the frame's fastest point by 0.05 to 0.2 half-frames in either direction.
 * There are three kinds of flow: affine (6 random terms), quadratic (12), and scalings
 * about a random point. The registration begins without a start. One line per trial is
 * printed, and then a table.
 */
import os from "node:os";
import { integerOption, parseOptions } from "#lib/cli/arguments.ts";
import { registerCoarseToFine } from "#lib/matching/coarse_to_fine.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { motionErrors } from "./motion_errors.ts";
import {
  trialLine,
  type TrialResult,
  trialsIn,
  trialTable,
} from "./sinusoid_table.ts";
import { drawTrial, type FlowKind, FLOWS } from "./sinusoid_trial.ts";

/** Draws and registers one trial. */
export async function runTrial(
  kind: FlowKind,
  number: number,
  side: number,
): Promise<TrialResult> {
  const { truth, pairs } = drawTrial(kind, number, side);
  const begun = performance.now();
  const found = await runPausable(
    registerCoarseToFine(pairs, truth.basis, 0, side),
  );
  const seconds = (performance.now() - begun) / 1000;
  const { cornerPx, scaleBias } = motionErrors(
    truth,
    { basis: truth.basis, ...found! },
    side,
  );
  return {
    kind,
    side,
    number,
    cornerPx,
    ...kind === "scaling" && { scaleBias },
    seconds,
  };
}

async function main(): Promise<void> {
  const values = parseOptions(Deno.args, {
    trials: { type: "string" },
    side: { type: "string" },
    minutes: { type: "string" },
  });
  const trials = integerOption(values, "trials", 1, 200);
  const side = integerOption(values, "side", 16, 200);
  // Time after which no further trial begins.
  const minutes = integerOption(values, "minutes", 1, 1000);
  const [{ model }] = os.cpus();
  const date = new Date().toISOString().slice(0, 10);
  console.log(
    `${date}, ${model.trim()}, Deno ${Deno.version.deno}: bench/sinusoid_scene.ts ${
      Deno.args.join(" ")
    }`,
  );
  const lines: string[] = [];
  for (let number = 0; number < trials; number++) {
    if (performance.now() > 60_000 * minutes) break;
    for (const kind of FLOWS) {
      const line = trialLine(await runTrial(kind, number, side));
      console.log(line);
      lines.push(line);
    }
  }
  // The table is made from the printed lines, so that a test can reproduce it.
  console.log(trialTable(trialsIn(lines.join("\n"))));
}

if (import.meta.main) await main();
