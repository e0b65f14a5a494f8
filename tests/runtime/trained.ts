import { assertEquals } from "@std/assert";
import { runProgram } from "../programs.ts";

/** Result of a small training. */
export interface Trained {
  readonly backend: string;
  readonly threads: number;
  readonly parameters: readonly {
    readonly name: string;
    readonly values: readonly number[];
  }[];
}

/** Options of a small training, besides its backend and its steps. */
export interface TrainedOptions {
  readonly threads?: number;
  /** Width of the hidden layers; wide ones have work for several threads. */
  readonly width?: number;
}

/** Trains a small model in a separate process. */
export async function trained(
  backend: string,
  basinSteps: number,
  jointSteps: number,
  options: TrainedOptions = {},
): Promise<Trained> {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "--allow-read", "--allow-ffi", "--allow-env"],
    ...["tests/runtime/training_program.ts", backend],
    ...[String(basinSteps), String(jointSteps), JSON.stringify(options)],
  ]);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

/** ||a - b|| / ||b|| for every array of parameters, by name. */
export function differencesOf(a: Trained, b: Trained): Map<string, number> {
  const names = ({ parameters }: Trained) => parameters.map(({ name }) => name);
  assertEquals(names(a), names(b));
  return new Map(b.parameters.map(({ name, values }, i) => {
    const found = a.parameters[i].values;
    assertEquals(found.length, values.length, name);
    const error = Math.hypot(...values.map((v, k) => found[k] - v));
    return [name, error / Math.hypot(...values)];
  }));
}
