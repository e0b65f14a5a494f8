import type { TableRow } from "#lib/display/display.ts";
import { textTable } from "#lib/display/text_table.ts";
import {
  type ClassifierMeasure,
  type ClassifierMeasures,
  classifierPeers,
} from "./classifier_result.ts";
import type { DocTable } from "./doc_tables.ts";
import { apartLines, number, reasonLines, spread } from "./table_text.ts";

/** Makes the section of the report about training steps of classifiers. */
export function classifierSection(
  { batch, measures, descriptions, reasons }: ClassifierMeasures,
): string[] {
  const [head, ...rows] = classifierTable(measures);
  const peers = Object.entries(descriptions)
    .map(([peer, words]) => `${peer}: ${words}`);
  return [
    `Training step of classifiers at batch ${batch}; ${peers.join("; ")}`,
    textTable(
      rows.map((cells): TableRow =>
        Object.fromEntries(head.map((name, i) => [name, cells[i]]))
      ),
    ),
    ...measures.flatMap(({ name, disagreement }) =>
      apartLines(name, disagreement)
    ),
    ...reasonLines(reasons),
  ];
}

/** Makes a table with one row per classifier; times are medians with quartiles. */
export function classifierTable(
  measures: readonly ClassifierMeasure[],
): DocTable {
  return [
    [
      "classifier",
      ...classifierPeers.map((peer) => `${peer}, ms`),
      ...classifierPeers.map((peer) => `${peer} / its plain`),
      "at most",
      "blas / pytorch",
      "wasm / pytorch",
      "losses differ by",
    ],
    ...measures.map((measure) => [
      measure.name,
      ...classifierPeers.map((peer) => spread(measure.ms[peer])),
      ...classifierPeers.map((peer) => number(measure.overPlain[peer])),
      String((measure.points ?? 0) + 1),
      number(measure.overPytorch.blas),
      number(measure.overPytorch.wasm),
      number(measure.disagreement),
    ]),
  ];
}
