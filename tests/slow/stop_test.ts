import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { notebooksFolder } from "#lib/cli/notebook_environment.ts";
import { run } from "#lib/cli/programs.ts";
import { needs } from "../needs.ts";
import { environment, jupyter } from "./jupyter_need.ts";

/** The output of a cell of Deno's kernel, and its end. */
interface CellEnd {
  readonly said: string;
  readonly ended: boolean;
}

/** Runs cells; Stop is pressed once a cell says the text that goes with it. */
async function inKernel(
  cells: readonly (readonly [code: string, stop: string | null])[],
): Promise<CellEnd[]> {
  const { python, variables } = environment!;
  const program = fileURLToPath(new URL("stop_program.py", import.meta.url));
  const ended = await run(
    python,
    ["-I", program, JSON.stringify(cells)],
    { env: variables, cwd: notebooksFolder() },
  );
  assertEquals(ended?.code, 0, ended?.stderr);
  return JSON.parse(ended!.stdout);
}

const SET_UP = `
import {
  datasets, detectIn, experimentById, jupyterDisplay, makePairs, memoryStacks,
  prepare, randomStream, readPairs, startRuntime, trainRun, transformations,
  uniform,
} from "#lib/mod.ts";
const display = jupyterDisplay();
const runtime = await startRuntime();
const run = await prepare({
  experiment: experimentById("mnist-rotation-small"),
  seed: 0, budget: "quick", preset: "stable",
});
const digits = await datasets.mnist.load("test");
const some = { ...digits, count: 120, pixels: digits.pixels.slice(0, 120 * 784) };
const { pairs } = makePairs(
  some, transformations.rotation, uniform(-0.6, 0.6), randomStream(0, "stop"),
);
const working = await readPairs(memoryStacks(pairs), 120, 0);
let told = "";
const say = (text) => {
  if (told !== text) Deno.jupyter.broadcast("stream", { name: "stdout", text });
  told = text;
};
`;

const DETECT = `var found = await detectIn(working, {
  networks: true, seeds: 1, paperSteps: 0, onProgress: (_, what) => say(what + ";"),
});`;

const TRAIN = `await trainRun(run, runtime, {
  onStep: ({ step }) => { if (step % 5 === 0) say("step " + step + ";"); },
});`;

Deno.test({
  ...needs(...jupyter),
  name:
    "Deno's kernel: Stop ends a detection and a training within a step, and both can be run again",
  async fn() {
    const ends = await inKernel([
      [SET_UP, null],
      [DETECT, "network 1 of 1;"],
      [DETECT, "registration;"],
      [TRAIN, "step 10;"],
      ["await display.text(String(run.trainer.state.step))", null],
      [TRAIN, "step 100;"],
      ["await display.text(String(run.trainer.state.step))", null],
      [DETECT, null],
      ["await display.text(found.verdict.kind)", null],
    ]);
    assertEquals(ends.map(({ ended }) => ended), new Array(9).fill(true));
    const said = ends.map(({ said }) => said.trim());
    // Where it was stopped, a detection said nothing of what comes later.
    assertEquals(said[1], "registration;held-out pairs;network 1 of 1;");
    assert(!said[2].includes("done"), said[2]);
    const [first, second] = [said[4], said[6]].map(Number);
    assert(first >= 10 && first < 100, `${first}`);
    assert(second >= 100 && second < 500, `${second}`);
    assertMatch(said[7], /registration;.*done;$/s);
    assertEquals(said[8], "found");
  },
});
