import {
  type ClassifierKind,
  classifierKinds,
  usesFlow,
} from "./classifier_kinds.ts";
import type { ClassifierScore } from "./classifier_scores.ts";
import type { ConstraintSettings } from "./constraint_settings.ts";
import { type FlowSource, flowSources } from "./used_flow.ts";

/** One classifier to be trained and tested. */
export interface ClassifierCell {
  readonly kind: ClassifierKind;
  readonly source: FlowSource | "none";
  /** Number of labelled training images. */
  readonly labels: number;
}

/**
 * Largest number of labels that are spread; the graph contains as many labelled images.
 */
export const MOST_SPREAD = 1000;

/**
 * The flow whose classifiers a cell is trained with; without a flow it is the found one.
 */
export const flowOf = ({ source }: ClassifierCell): FlowSource =>
  source === "none" ? "found" : source;

/**
 * Lists every classifier to be trained, in order.
 *
 * @param most Number of labelled images.
 */
export function classifierCells(
  most: number,
  settings: ConstraintSettings,
): ClassifierCell[] {
  const counts = [
    ...new Set(settings.labels.map((count) => Math.min(count, most))),
  ];
  return counts.flatMap((labels) =>
    classifierKinds
      .filter(({ spread }) => spread === "no" || labels <= MOST_SPREAD)
      .flatMap((kind): ClassifierCell[] => {
        if (!usesFlow(kind)) return [{ kind, source: "none", labels }];
        const sources = settings.compared.includes(labels)
          ? flowSources
          : ["found"] as const;
        return sources.map((source) => ({ kind, source, labels }));
      })
  );
}

/** Whether the scores contain that of a classifier. */
export const isDone = (
  { kind, source, labels }: ClassifierCell,
  scores: readonly ClassifierScore[],
): boolean =>
  scores.some((score) =>
    score.classifier === kind.name && score.source === source &&
    score.labels === labels
  );
