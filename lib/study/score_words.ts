import type { PageColumn } from "../display/page_table.ts";
import type { StudyTable } from "../display/study_page.ts";
import { type Measure, measures } from "./measures.ts";
import type { Summarised, Summary } from "./summary.ts";

/** The text that is shown instead of an unknown number. */
export const NONE = "–";

/**
 * Formats mean, interval and median: "0.31° (range 0.28 to 0.35; median 0.30)", or with
 * "95 %" instead of "range" for a bootstrap interval.
 */
function summaryWords(
  summary: Summary | null,
  { decimals, unit }: Measure,
): string {
  if (summary === null) return NONE;
  const fixed = (value: number) =>
    scoreWords(value, decimals).replace("-", "−");
  const { mean, median, interval } = summary;
  const within = interval === null
    ? ""
    : `${KIND[interval.kind]} ${fixed(interval.low)} to ${
      fixed(interval.high)
    }; `;
  return `${fixed(mean)}${unit} (${within}median ${fixed(median)})`;
}

/**
 * Formats a number with the given decimals, or with one significant digit if these would
 * all be 0.
 */
export function scoreWords(value: number, decimals: number): string {
  const rounded = Math.abs(Number(value.toPrecision(1)));
  const first = rounded > 0 ? -Math.floor(Math.log10(rounded)) : 0;
  return value.toFixed(Math.min(Math.max(decimals, first), 20));
}

const KIND = { range: "range", bootstrap: "95 %" } as const;

/** Formats the number of seeds: "10 seeds", "8 seeds, 2 missing". */
export function seedWords({ seeds, missing }: Summarised): string {
  const count = seeds.length === 1 ? "1 seed" : `${seeds.length} seeds`;
  return missing === 0 ? count : `${count}, ${missing} missing`;
}

/** Finds a measure by its name. */
export function measureOf(name: string): Measure {
  return measures.find((measure) => measure.name === name)!;
}

/**
 * Makes the table of all measures of conditions, one row per condition.
 *
 * @param heads the columns that identify a row: name, and text for a row
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
