import type { TableRow } from "#lib/display/display.ts";
import { textTable } from "#lib/display/text_table.ts";
import { type TrainingMeasures, trainingPeers } from "./measure_training.ts";
import { number, reasonLines, spread } from "./table_text.ts";

/** Makes the section of the report about a whole training. */
export function trainingSection(
  { recipe, seconds, overPytorch, loss, descriptions, reasons }:
    TrainingMeasures,
): string[] {
  const rows = trainingPeers.map((peer): TableRow => ({
    peer,
    seconds: spread(seconds[peer]),
    "/ pytorch": number(overPytorch[peer]),
    "loss of the last steps": number(loss[peer]),
    computes: descriptions[peer] ?? "–",
  }));
  return [
    `Whole training of ${recipe.experiment}: ${recipe.basinSteps} basin steps and ${recipe.jointSteps} taught ones on ${recipe.pairs} pairs`,
    textTable(rows),
    `not in it, and not done by PyTorch: registration and matching, ${
      number(recipe.registrationSeconds)
    } s`,
    ...reasonLines(reasons),
  ];
}
