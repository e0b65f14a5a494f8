import type { PageColumn } from "../display/page_table.ts";
import type { StudyTable } from "../display/study_page.ts";
import { type Measure, measures } from "./measures.ts";
import type { Summarised, Summary } from "./summary.ts";

/** Stands where there is no number. */
export const NONE = "–";

/** "0.31° (0.28 to 0.35; 0.30)": mean, the mean's interval, median. */
export function summaryWords(
  summary: Summary | null,
  { decimals, unit }: Measure,
): string {
  if (summary === null) return NONE;
  const fixed = (value: number) => value.toFixed(decimals).replace("-", "−");
  const { mean, median, interval } = summary;
  const within = interval === null
    ? ""
    : `${fixed(interval.low)} to ${fixed(interval.high)}; `;
  return `${fixed(mean)}${unit} (${within}${fixed(median)})`;
}

/** "10 seeds", "8 seeds, 2 missing". */
export function seedWords({ seeds, missing }: Summarised): string {
  const count = seeds.length === 1 ? "1 seed" : `${seeds.length} seeds`;
  return missing === 0 ? count : `${count}, ${missing} missing`;
}

/** How a measure of this name is called and written. */
export function measureOf(name: string): Measure {
  return measures.find((measure) => measure.name === name)!;
}

/**
 * All measures of conditions, a row each.
 *
 * @param heads what sets the rows apart: a column's name, and its word
 */
export function scoreTable(
  label: string,
  conditions: readonly Summarised[],
  heads: readonly (readonly [string, (condition: Summarised) => string])[],
): StudyTable {
  const shown = measures.filter(({ name }) =>
    conditions.some(({ summaries }) => summaries[name] !== null)
  );
  const words = (name: string): PageColumn => ({ name, class: "words" });
  return {
    label,
    columns: [
      ...heads.map(([name]) => words(name)),
      words("seeds"),
      ...shown.map(({ title }): PageColumn => ({
        name: title,
        class: "number",
      })),
    ],
    rows: conditions.map((condition) => ({
      cells: [
        ...heads.map(([, of]) => of(condition)),
        seedWords(condition),
        ...shown.map((measure) =>
          summaryWords(condition.summaries[measure.name], measure)
        ),
      ],
    })),
  };
}
