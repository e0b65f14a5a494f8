import type { StudySection } from "../display/study_page.ts";
import type { Figure } from "../figures/figure.ts";

/** A page of a study's report, without its links to the others. */
export interface ReportPage {
  readonly file: string;
  /** Text of the links to it. */
  readonly name: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly sections: readonly StudySection[];
  /** The figures of its sections. */
  readonly figures: readonly Figure[];
}
