import { FEWEST_FOR_BOOTSTRAP } from "../evaluation/bootstrap.ts";
import { isAblation } from "../experiments/ablations.ts";
import type { StudySection } from "../display/study_page.ts";
import type { Failure } from "./gather.ts";
import type { ReportPage } from "./report_page.ts";
import { measureOf, scoreTable } from "./score_words.ts";
import { stripsOf } from "./strips.ts";
import type { Summarised } from "./summary.ts";

const NOTE =
  `A number is the mean over the seeds. In brackets stand the range of the seeds and the median; from ${FEWEST_FOR_BOOTSTRAP} seeds on the 95 % bootstrap interval of the mean stands in place of the range. W₁/std is the 1-Wasserstein distance between the estimated and the true t of held-out pairs, over the standard deviation of the true one; the normal and the uniform guess are told the true mean and standard deviation. Cells that failed, or did not come to their end, have no numbers: they are counted as missing.`;

/**
 * Makes the page of the scores of every experiment and preset, and of the failures.
 *
 * @param failures undefined if they are not known
 */
export function mainPage(
  conditions: readonly Summarised[],
  failures: readonly Failure[] | undefined,
): ReportPage {
  const plain = conditions.filter(({ variation }) => variation === undefined);
  // Ablations have a figure on their own page.
  const whole = plain.filter(({ preset }) => !isAblation(preset));
  const oneBudget = new Set(whole.map(({ budget }) => budget)).size === 1;
  const figure = stripsOf(whole, measureOf("angle"), {
    name: "angles",
    caption:
      "Angle between the estimated and the true generator, a dot for each seed.",
    labelOf: ({ preset, budget }) =>
      oneBudget ? preset : `${preset}, ${budget}`,
  });
  return {
    file: "index.html",
    name: "Scores",
    title: "Study",
    text: [NOTE],
    figures: figure === undefined ? [] : [figure],
    sections: [
      {
        heading: "Scores",
        text: [],
        figure,
        table: scoreTable("Scores of all conditions", plain, [
          ["experiment", ({ experiment }) => experiment],
          ["preset", ({ preset }) => preset],
          ["budget", ({ budget }) => budget],
        ]),
      },
      ...failures === undefined ? [] : [failureSection(failures)],
    ],
  };
}

function failureSection(failures: readonly Failure[]): StudySection {
  const heading = "Cells without numbers";
  if (failures.length === 0) return { heading, text: ["There are none."] };
  return {
    heading,
    text: [],
    table: {
      label: heading,
      columns: [
        { name: "cell", class: "words" },
        { name: "problem", class: "words" },
        { name: "what was said", class: "meaning" },
      ],
      rows: failures.map(({ name, problem, error }) => ({
        cells: [name, problem, error],
      })),
    },
  };
}
