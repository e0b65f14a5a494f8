import { assert, assertEquals } from "@std/assert";
import { needs, programs, projectFiles } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { blasLibrary } from "./blas_need.ts";

interface Trained {
  readonly backend: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly values: readonly number[];
  }[];
}

/** Trains a small model in a process of its own. */
async function trained(
  backend: string,
  basinSteps: number,
  jointSteps: number,
): Promise<Trained> {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "--allow-read", "--allow-ffi", "--allow-env"],
    ...["tests/runtime/training_program.ts", backend],
    ...[String(basinSteps), String(jointSteps)],
  ]);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

/** ||a - b|| / ||b|| of every array of parameters, by its name. */
function differencesOf(a: Trained, b: Trained): Map<string, number> {
  const names = ({ parameters }: Trained) => parameters.map(({ name }) => name);
  assertEquals(names(a), names(b));
  return new Map(b.parameters.map(({ name, values }, i) => {
    const found = a.parameters[i].values;
    assertEquals(found.length, values.length, name);
    const error = Math.hypot(...values.map((v, k) => found[k] - v));
    return [name, error / Math.hypot(...values)];
  }));
}

/** 1e-7 or so is found. */
const AGREEMENT = 1e-4;

Deno.test({
  ...needs(projectFiles, programs, blasLibrary),
  name:
    "BLAS and the WebAssembly product train to the same parameters, 10 steps a stage",
  async fn() {
    const blas = await trained("blas", 10, 10);
    const wasm = await trained("wasm", 10, 10);
    assertEquals([blas.backend, wasm.backend], ["blas", "wasm"]);
    const differences = differencesOf(blas, wasm);
    for (const [name, found] of differences) {
      assert(found <= AGREEMENT, `${name}: ${found}`);
    }
    // One step less would be seen in every one of them.
    for (
      const [name, found] of differencesOf(await trained("wasm", 10, 9), wasm)
    ) {
      assert(found > AGREEMENT, `${name}: ${found}`);
    }
  },
});
