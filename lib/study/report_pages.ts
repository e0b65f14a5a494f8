import { catalogue } from "../experiments/catalogue.ts";
import { presetNames } from "../experiments/preset_names.ts";
import { severalCatalogue } from "../experiments/several/several_catalogue.ts";
import { ablationPage } from "./ablation_page.ts";
import { errorPage } from "./error_page.ts";
import type { Failure } from "./gather.ts";
import { mainPage } from "./main_page.ts";
import type { ReportPage } from "./report_page.ts";
import { sensitivityPages } from "./sensitivity_pages.ts";
import type { Summarised } from "./summary.ts";

/**
 * Makes the pages of a study's report, with their figures.
 *
 * @param failures undefined if they are not known
 */
export function reportPages(
  conditions: readonly Summarised[],
  failures: readonly Failure[] | undefined,
): ReportPage[] {
  const shown = inOrder(conditions);
  return [
    mainPage(shown, failures),
    errorPage(shown) ?? [],
    ablationPage(shown) ?? [],
    ...sensitivityPages(shown),
  ].flat();
}

/**
 * Sorts conditions: experiments in the catalogue's order, presets in theirs, unknown
 * names last.
 */
function inOrder(conditions: readonly Summarised[]): Summarised[] {
  const experiments = [...catalogue, ...severalCatalogue].map(({ id }) => id);
  const presets: readonly string[] = presetNames;
  const place = (names: readonly string[], name: string) => {
    const index = names.indexOf(name);
    return index < 0 ? names.length : index;
  };
  return conditions.toSorted((a, b) =>
    place(experiments, a.experiment) - place(experiments, b.experiment) ||
    place(presets, a.preset) - place(presets, b.preset)
  );
}
