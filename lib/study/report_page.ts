import type { StudySection } from "../display/study_page.ts";
import type { Figure } from "../figures/figure.ts";

/** A page of a study's report, without its links to the others. */
export interface ReportPage {
  readonly file: string;
  /** In the links to it. */
  readonly name: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly sections: readonly StudySection[];
  /** What its sections show. */
  readonly figures: readonly Figure[];
}
