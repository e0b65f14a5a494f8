import type { ActionPlans } from "../../bench/action_forms.ts";
import type { ActionGrid } from "../../bench/action_grids.ts";
import type { ActionBatches } from "../../bench/action_measures.ts";

/** One grid, and what is asked of it, for tests of what becomes of answers. */
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
