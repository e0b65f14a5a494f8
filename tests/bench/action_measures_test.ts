import { assertEquals } from "@std/assert";
import {
  type ActionForm,
  actionGrids,
  sideOf,
} from "../../bench/action_grids.ts";
import type { ActionWork } from "../../bench/action_job.ts";
import {
  type ActionAnswer,
  actionMeasures,
} from "../../bench/action_measures.ts";
import { verdict } from "../../bench/action_tables.ts";
import { operationsOf } from "../../bench/measure_actions.ts";
import { allclose } from "../allclose.ts";
import { actionBatches, actionGrid, actionPlans } from "./action_example.ts";

const asked = (
  form: ActionForm,
  work: ActionWork,
  batch: number,
  ms: number,
): ActionAnswer => ({
  peer: "wasm",
  case: { grid: 0, batch, work, form },
  round: 0,
  reply: {
    ms,
    values: work === "forward" ? [1, form === "dense" ? 2.5 : 2.25] : [],
    taken: "lines",
  },
});

const actionAnswers: readonly ActionAnswer[] = [
  asked("dense", "forward", 64, 3),
  asked("dense", "forward", 512, 24),
  asked("lines", "forward", 64, 6),
  asked("lines", "forward", 512, 12),
  asked("lines", "gradients", 64, 9),
  {
    peer: "scipy",
    case: { grid: 0, batch: null },
    round: 0,
    reply: { ms: [0.5, 0.25, 0.5], values: [1, 2] },
  },
];

const measured = () =>
  actionMeasures(actionAnswers, actionBatches, [actionPlans], [actionGrid]);

Deno.test("SciPy's time is scaled from its pairs to the batch, and compared", () => {
  const { actions, growthInBatch } = measured();
  const { work, batch, ms, differenceToScipy } = actions[1];
  assertEquals([work, batch], ["forward", 512]);
  assertEquals(ms.wasm.dense?.median, 24);
  assertEquals(ms.scipy?.median, 256);
  assertEquals(differenceToScipy, {
    blas: { dense: null, lines: null },
    wasm: { dense: 0.25, lines: 0.125 },
  });
  const { dense, lines } = growthInBatch[0].exponent.wasm;
  allclose([dense!, lines!], [1, 1 / 3], { absolute: 1e-12 });
});

Deno.test("the action's forms are compared for each kind of work", () => {
  const { actions } = measured();
  assertEquals(actions.map(({ denseOverLines }) => denseOverLines.wasm), [
    0.5,
    2,
    null,
  ]);
  assertEquals(actions[2].work, "gradients");
  assertEquals(actions[2].ms.wasm.lines?.median, 9);
  assertEquals(actions[2].ms.scipy, null);
  assertEquals(actions[2].differenceToScipy.wasm.lines, null);
  assertEquals(actions[0].taken, { blas: null, wasm: "lines" });
});

Deno.test("the tables name the cases in which the slower form is taken", () => {
  const { actions } = measured();
  assertEquals(
    verdict(actions),
    "dense/lines above 1: the lines are faster. lib takes the faster form in 1 of 2 cases, the slower one for n = 14, 64, forward (wasm)",
  );
  assertEquals(
    verdict(actions.slice(1)),
    "dense/lines above 1: the lines are faster. lib takes the faster form in 1 of 1 cases",
  );
});

Deno.test("an action's operations are its terms' products, three times as many with gradients", () => {
  const ask = (form: ActionForm, work: ActionWork) => ({
    ...{ grid: 1, batch: 10, form, work },
  });
  const both = [actionPlans, actionPlans];
  assertEquals(sideOf(actionGrids[1]), 14);
  const dense = operationsOf(ask("dense", "forward"), both);
  assertEquals(dense, 2 * 10 * 3 * 19 * 14 ** 4);
  assertEquals(operationsOf(ask("dense", "gradients"), both), 3 * dense);
  const lines = operationsOf(ask("lines", "forward"), both);
  assertEquals(lines, 2 * 10 * 23 * 2 * 14 ** 3);
  assertEquals(operationsOf({ grid: 1, batch: null }, both), 0);
});
