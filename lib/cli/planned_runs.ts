import type { Planned } from "../experiments/planned.ts";
import type { ReproduceOptions } from "./reproduce_options.ts";

/** All runs of a command, in the order of its report. */
export const plannedRuns = (options: ReproduceOptions): readonly Planned[] =>
  options.chosen.flatMap((listed) => listed.plan(options));
