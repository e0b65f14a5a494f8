import { bootstrap, FEWEST_FOR_BOOTSTRAP } from "../evaluation/bootstrap.ts";
import type { Interval } from "../matching/intervals.ts";
import { type PowerLaw, powerLaw } from "../evaluation/power_law.ts";
import {
  compareValues,
  type Variation,
  variations,
} from "../experiments/variations.ts";
import type { Figure } from "../figures/figure.ts";
import {
  sensitivityFigure,
  type SensitivityLine,
} from "../figures/study/sensitivity.ts";
import { randomStream } from "../random/streams.ts";
import type { ReportPage } from "./report_page.ts";
import { scoreTable } from "./score_words.ts";
import type { Summarised } from "./summary.ts";
import { withUsual } from "./with_usual.ts";
import { fixedText } from "../figures/fixed_text.ts";

const TEXT = [
  "Every experiment here is that of the table with one thing varied, all else as the preset says. A dot is a seed, the line goes through the means, and the legend says what the bars are. The value that the preset or the experiment has by itself is one of the values.",
];

/** Makes one page per kind of variation. */
export function sensitivityPages(
  conditions: readonly Summarised[],
): ReportPage[] {
  const pages = Map.groupBy(variations, ({ page }) => page);
  return [...pages].flatMap(([page, of]) => {
    const parts = of.flatMap((variation) => partOf(variation, conditions));
    if (parts.length === 0) return [];
    return [{
      file: `sensitivity-${page.replaceAll(" ", "-")}.html`,
      name: capitalised(page),
      title: `Sensitivity: ${page}`,
      text: TEXT,
      figures: parts.flatMap(({ figure }) => figure ?? []),
      sections: parts.map(({ section }) => section),
    }];
  });
}

const valueOf = ({ variation }: Summarised): string => variation!.value;

const capitalised = (words: string): string =>
  words.slice(0, 1).toUpperCase() + words.slice(1);

function partOf(variation: Variation, conditions: readonly Summarised[]) {
  const { name, label } = variation;
  const inOrder = compareValues(variation);
  const varied = withUsual(
    name,
    {
      varied: conditions.filter((one) => one.variation?.name === name),
      plain: conditions.filter((one) => one.variation === undefined),
    },
    valueOf,
    (one, value) => ({ ...one, variation: { name, value } }),
  ).toSorted((a, b) => inOrder(valueOf(a), valueOf(b)));
  if (varied.length === 0) return [];
  const lines = linesOf(varied, variation);
  const laws = lines.flatMap(({ label, law }) =>
    law === undefined ? [] : [
      `${label}: the angle goes as the number to the power of ${
        exponentWords(law)
      }.`,
    ]
  );
  const figure: Figure | undefined = lines.length === 0
    ? undefined
    : sensitivityFigure({
      name: `sensitivity-${name}`,
      caption: `Angle to the true generator by the ${label}.`,
      x: { label, scale: variation.scale },
      yLabel: "angle (degrees)",
      lines,
    });
  return [{
    figure,
    section: {
      heading: capitalised(label),
      text: laws,
      figure,
      table: scoreTable(`Scores by the ${label}`, byExperiment(varied), [
        ["experiment", ({ experiment }) => experiment],
        ["preset", ({ preset }) => preset],
        [name, valueOf],
      ]),
    },
  }];
}

const byExperiment = (varied: readonly Summarised[]): Summarised[] =>
  [...Map.groupBy(varied, lineName).values()].flat();

const lineName = ({ experiment, preset, budget }: Summarised): string =>
  `${experiment}, ${preset}, ${budget}`;

/** A power law fitted to the runs of a line. */
interface FittedLaw extends PowerLaw {
  /** Number of runs that it was fitted to. */
  readonly runs: number;
  /** 95 % bootstrap interval of the exponent; null if there are too few runs. */
  readonly interval: Interval | null;
}

type Line = SensitivityLine & { readonly law?: FittedLaw };

function linesOf(
  varied: readonly Summarised[],
  { falls = false }: Variation,
): Line[] {
  return [...Map.groupBy(varied, lineName)].flatMap(([label, rows]) => {
    const points = rows.flatMap((row) => {
      const { values, summaries: { angle } } = row;
      if (angle === null) return [];
      return [{
        at: valueOf(row),
        values: values["angle"].filter((value) => value !== null),
        mean: angle.mean,
        interval: angle.interval,
      }];
    });
    if (points.length === 0) return [];
    const law = falls ? fittedLaw(label, points) : undefined;
    return [{ label, points, ...law === undefined ? {} : { law } }];
  });
}

/**
 * Fits a power law to every seed of every point. The bootstrap draws from all of
 * these runs.
 */
function fittedLaw(
  label: string,
  points: Line["points"],
): FittedLaw | undefined {
  const dots = points.flatMap(({ at, values }) =>
    values.filter((y) => y > 0).map((y) => ({ x: Number(at), y }))
  );
  const law = powerLaw(dots);
  if (law === null) return undefined;
  const runs = dots.length;
  const interval = runs < FEWEST_FOR_BOOTSTRAP ? null : bootstrap(
    runs,
    randomStream(0, "bootstrap", label, "exponent"),
    (draw) => powerLaw(Array.from(draw, (i) => dots[i]))?.exponent ?? null,
  );
  return { ...law, runs, interval };
}

function exponentWords({ exponent, runs, interval }: FittedLaw): string {
  const fixed = (value: number) => fixedText(value, 2);
  return interval === null
    ? `${fixed(exponent)} (${runs} runs)`
    : `${fixed(exponent)} (95 % bootstrap interval ${fixed(interval.low)} to ${
      fixed(interval.high)
    }, ${runs} runs)`;
}
