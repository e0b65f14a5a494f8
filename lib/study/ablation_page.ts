import { ablations, isAblation } from "../experiments/ablations.ts";
import type { ReportPage } from "./report_page.ts";
import { measureOf, NONE, scoreTable } from "./score_words.ts";
import { stripsOf } from "./strips.ts";
import type { Summarised } from "./summary.ts";

const TEXT = [
  'Each row changes one ingredient of a preset: it is removed, or put in if the preset does not have it. All else, the number of steps too, stays the same. The first two rows change stable; the others change without-registration, which learns alpha and t by gradient to the end. The column "times better with it" is the mean angle of the row divided by the mean angle of the preset that is changed.',
  "The refined t is an ingredient of the answer, not of the training: compare the columns of the t-network and of the refined t in any row.",
];

/** The title of an ablation, or the name of another preset. */
const labelOf = ({ preset }: Summarised): string =>
  isAblation(preset) ? ablations[preset].title : preset;

/**
 * Makes the page that compares presets with their ablations.
 *
 * @param conditions in the order in which they are shown
 * @returns undefined if there is no ablation
 */
export function ablationPage(
  conditions: readonly Summarised[],
): ReportPage | undefined {
  const plain = conditions.filter(({ variation }) => variation === undefined);
  const groups = Map.groupBy(
    plain,
    ({ experiment, budget }) => `${experiment}/${budget}`,
  );
  const compared = [...groups.values()]
    .filter((group) => group.some(({ preset }) => isAblation(preset)))
    .flatMap((group) =>
      group.filter(({ preset }) => preset === "stable" || isAblation(preset))
    );
  if (compared.length === 0) return undefined;
  const figure = stripsOf(compared, measureOf("angle"), {
    name: "ablations",
    caption:
      "Angle to the true generator with one ingredient removed or put in, a dot for each seed.",
    labelOf,
  });
  const meanAngle = ({ summaries }: Summarised) => summaries["angle"]?.mean;
  const gain = (condition: Summarised): string => {
    const { experiment, budget, preset } = condition;
    const whole = isAblation(preset) &&
      compared.find((other) =>
        other.experiment === experiment && other.budget === budget &&
        other.preset === ablations[preset].of
      );
    const [without, with_] = [
      meanAngle(condition),
      whole && meanAngle(whole),
    ];
    // The factor is undefined for an angle of 0.
    return without === undefined || !with_
      ? NONE
      : (without / with_).toFixed(1);
  };
  return {
    file: "ablations.html",
    name: "Ingredients",
    title: "What each ingredient brings",
    text: TEXT,
    figures: figure === undefined ? [] : [figure],
    sections: [{
      heading: "One at a time",
      text: [],
      figure,
      table: scoreTable("Scores without one ingredient", compared, [
        ["experiment", ({ experiment }) => experiment],
        ["what is otherwise", labelOf],
        ["budget", ({ budget }) => budget],
        ["times better with it", gain],
      ]),
    }],
  };
}
