import type { ActionPlans } from "../../bench/action_forms.ts";
import type { ActionGrid } from "../../bench/action_grids.ts";
import type { ActionBatches } from "../../bench/action_measures.ts";

/** One grid with its batches and plans, for tests of the tables made of answers. */
export const actionGrid: ActionGrid = {
  name: "14",
  frame: 14,
  margin: 0,
  forms: ["dense", "lines"],
};

export const actionBatches: ActionBatches = {
  forward: [64, 512],
  gradients: [64],
};

export const actionPlans: ActionPlans = {
  dense: { substeps: 3, terms: 19 },
  lines: { kind: "chebyshev", terms: 23, radius: 25, tolerance: 1e-5 },
};
