import type { Figure } from "../figures/figure.ts";
import {
  seedStripsFigure,
  type StripGroup,
} from "../figures/study/seed_strips.ts";
import type { Measure } from "./measures.ts";
import { seedWords } from "./score_words.ts";
import type { Summarised } from "./summary.ts";

/**
 * Draws one measure: one dot per seed, one row per condition, one group of rows per
 * experiment.
 *
 * @param labelOf names a condition within its experiment
 * @returns undefined if no condition has a value
 */
export function stripsOf(
  conditions: readonly Summarised[],
  { name: measure, title, unit }: Measure,
  { name, caption, labelOf }: {
    readonly name: string;
    readonly caption: string;
    readonly labelOf: (condition: Summarised) => string;
  },
): Figure | undefined {
  // A condition without a value and without a missing cell does not have this measure,
  // for example the angle in an experiment without a true generator.
  const measured = conditions.filter(({ summaries, missing }) =>
    summaries[measure] !== null || missing > 0
  );
  const groups = [...Map.groupBy(measured, ({ experiment }) => experiment)]
    .map(([label, rows]): StripGroup => ({
      label,
      strips: rows.map((condition) => {
        const { summaries, values } = condition;
        return {
          label: labelOf(condition),
          values: values[measure].filter((value) => value !== null),
          mean: summaries[measure]?.mean ?? null,
          interval: summaries[measure]?.interval ?? null,
          note: seedWords(condition),
        };
      }),
    }));
  const known = groups.some(({ strips }) =>
    strips.some(({ values }) => values.length > 0)
  );
  if (!known) return undefined;
  const axis = unit === "°"
    ? `${title} to the true generator (degrees)`
    : title;
  return seedStripsFigure({ name, caption, axis, groups });
}
