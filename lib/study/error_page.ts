import { sensitivityFigure } from "../figures/study/sensitivity.ts";
import type { EstimateName } from "./error_by_t.ts";
import type { ReportPage } from "./report_page.ts";
import type { Summarised } from "./summary.ts";

const TEXT =
  "The mean absolute error of t where the true t lies in one of ten equally wide parts of its range. A dot is a seed (the first 20 are drawn), the line goes through the means, and the legend says what the bars are. Lines are moved aside a little, so that none hides another. The numbers of every condition are in error_by_t.csv.";

/**
 * The presets that are drawn, with two estimates each; more lines would be unreadable.
 */
const SHOWN = ["stable", "without-registration", "paper"];

/**
 * Largest number of seeds that are drawn per point; more dots cannot be distinguished.
 */
const MOST_DOTS = 20;

const WORDS: Readonly<Record<EstimateName, string>> = {
  network: "t-network",
  refined: "refined t",
};

/**
 * Makes the page of the error of t as a function of t, one figure per experiment.
 *
 * @returns undefined if no run has errors by t
 */
export function errorPage(
  conditions: readonly Summarised[],
): ReportPage | undefined {
  const shown = conditions.filter(({ variation, preset }) =>
    variation === undefined && SHOWN.includes(preset)
  );
  const groups = Map.groupBy(
    shown,
    ({ experiment, budget }) => `${experiment}, ${budget}`,
  );
  const sections = [...groups].flatMap(([heading, group]) => {
    const figure = figureOf(heading, group);
    return figure === undefined ? [] : [{ heading, text: [], figure }];
  });
  if (sections.length === 0) return undefined;
  return {
    file: "error-by-t.html",
    name: "Error by t",
    title: "The error of t by the true t",
    text: [TEXT],
    figures: sections.map(({ figure }) => figure),
    sections,
  };
}

function figureOf(heading: string, group: readonly Summarised[]) {
  const lines = group
    .toSorted((a, b) => SHOWN.indexOf(a.preset) - SHOWN.indexOf(b.preset))
    .flatMap((condition) =>
      [...Map.groupBy(condition.errors, ({ estimate }) => estimate)]
        .map(([estimate, parts]) => ({
          label: `${condition.preset}: ${WORDS[estimate]}`,
          points: parts.map((part) => ({
            ...part,
            values: part.values.slice(0, MOST_DOTS),
            at: String((part.from + part.to) / 2),
          })),
        }))
    );
  if (lines.length === 0) return undefined;
  const { unit } = group.find(({ seeds }) => seeds.length > 0)!;
  return sensitivityFigure({
    name: `error-by-t-${heading.replaceAll(/\W+/g, "-")}`,
    caption: `Mean absolute error of t by the true t: ${heading}.`,
    x: { label: `true t (${unit})`, scale: "linear" },
    yLabel: `error (${unit})`,
    lines,
  });
}
