import type { Detection } from "../detection/detection.ts";
import type { LabelTest } from "../detection/label_test.ts";
import { symbolOf } from "../figures/detection/generator_label.ts";
import { threeDigits } from "../figures/number_words.ts";
import { formatValue } from "./format_value.ts";

/**
 * Describes the verdicts of the label tests, one paragraph per generator; empty if no
 * labels were given.
 */
export function labelWords(
  { labels = [], several }: Pick<Detection, "labels" | "several">,
): string[] {
  return labels.map((test, k) => {
    const { verdict, images, tested, classes } = test;
    const whose = several === undefined
      ? "Labels"
      : `Labels along ${symbolOf(k)}`;
    const [first, ...rest] = verdict.reason;
    return `${whose}: ${headOf(verdict)}. ${first.toUpperCase()}${
      rest.join("")
    }. ${formatValue(tested)} images were tested against ${
      formatValue(images)
    } of ${formatValue(classes)} classes.`;
  });
}

function headOf(verdict: LabelTest["verdict"]): string {
  switch (verdict.kind) {
    case "use":
      return "use the symmetry";
    case "use-up-to":
      return `use the symmetry up to t = ${
        threeDigits(verdict.upTo)
      } in both directions`;
    case "do-not":
      return "do not use the symmetry";
    case "unknown":
      return "unknown";
  }
}
