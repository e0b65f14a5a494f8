import { randomStream } from "../../random/streams.ts";
import type { Pausable } from "../../runtime/pausable.ts";
import { backbones } from "./backbones.ts";
import type { ClassifierCell } from "./classifier_cells.ts";
import type { ClassifierKind } from "./classifier_kinds.ts";
import type { ConstraintData, Labelled } from "./constraint_data.ts";
import type { ConstraintSettings } from "./constraint_settings.ts";
import { crossEntropy, fitNetwork, outputsOf } from "./fit_network.ts";
import type { FlowTools } from "./flow_tools.ts";
import type { Network } from "./network.ts";
import { type NeighbourGraph, neighbourGraph } from "./neighbour_graph.ts";
import { spreadLabels } from "./spread_labels.ts";
import type { FlowSource } from "./used_flow.ts";

/** The result of one classifier; errors are shares of the test images. */
export interface ClassifierScore {
  /** The classifier's name. */
  readonly classifier: string;
  /** The source of the flow that it was made from. */
  readonly source: FlowSource | "none";
  /** Number of labelled images that it learned from. */
  readonly labels: number;
  /** Number of its parameters. */
  readonly parameters: number;
  /** Number of steps of its training. */
  readonly steps: number;
  /** Duration of the training in seconds, without the preparation of its images. */
  readonly seconds: number;
  /** Shares of the upright and of the moved test images that are classified wrongly. */
  readonly errors: {
    readonly upright: number;
    readonly moved: number;
    /** One share per t along the flow, if it was computed. */
    readonly along?: readonly number[];
  };
}

/** The images and labels that a classifier is trained on. */
interface Lesson {
  readonly key: string;
  readonly images: Float32Array;
  readonly classes: Uint8Array;
}

/** Number of labels at which the errors along the flow are computed. */
export const ALONG_AT = 1000;

const BATCH = 64;

/** Prepares the scoring of classifiers that share images, graphs and flows. */
export function createScoring(
  data: ConstraintData,
  settings: ConstraintSettings,
  seed: number,
): (cell: ClassifierCell, tools: FlowTools) => Pausable<ClassifierScore> {
  const graphs = new Map<string, NeighbourGraph>();
  const { graph: all } = data;
  function* graphOf(
    { spread }: ClassifierKind,
    tools: FlowTools,
  ): Pausable<NeighbourGraph> {
    const isAlong = spread === "along the flow";
    const key = isAlong ? tools.flow.source : spread;
    const graph = graphs.get(key) ??
      (isAlong
        ? yield* tools.graph(all)
        : yield* neighbourGraph(all, [all], data.side));
    graphs.set(key, graph);
    return graph;
  }
  function* lessonOf(
    { kind, labels }: ClassifierCell,
    tools: FlowTools,
  ): Pausable<Lesson> {
    const { labelled, side, classes } = data;
    const known = labelled.labels.subarray(0, labels);
    return kind.spread === "no"
      ? {
        key: `${labels}`,
        images: labelled.images.subarray(0, labels * side ** 2),
        classes: known,
      }
      : {
        key: "spread",
        images: all,
        classes: spreadLabels(yield* graphOf(kind, tools), known, classes),
      };
  }
  return function* (cell, tools) {
    const { kind, source, labels } = cell;
    const { side, classes, test } = data;
    const lesson = yield* lessonOf(cell, tools);
    const rows = yield* tools.trainingRows(kind, lesson.images);
    const stream = randomStream(seed, "constraint", kind.name, source, labels);
    const axis = kind.backbone === "lifted" ? tools.axis() : undefined;
    const network = backbones[kind.backbone]({
      side,
      outputs: classes,
      axis,
      stream,
    });
    const errorsOn = errorsOf(network, kind, tools, side);
    try {
      const steps = settings.steps(lesson.classes.length);
      const start = performance.now();
      yield* fitNetwork(network, {
        ...rows,
        targets: oneHot(lesson.classes, classes),
        outputs: classes,
      }, { loss: crossEntropy, steps, batch: BATCH, stream });
      const seconds = (performance.now() - start) / 1000;
      const along: number[] = [];
      for (const { test } of labels === ALONG_AT ? data.along : []) {
        along.push(yield* errorsOn(test));
      }
      return {
        classifier: kind.name,
        source,
        labels,
        parameters: network.variables.reduce((sum, { size }) => sum + size, 0),
        steps,
        seconds,
        errors: {
          upright: yield* errorsOn(test),
          moved: yield* errorsOn({ ...test, images: test.moved }),
          ...along.length > 0 ? { along } : {},
        },
      };
    } finally {
      network.dispose();
    }
  };
}

/**
 * Computes the error of a network: the share of images whose largest output is not that
 * of their class.
 */
function errorsOf(
  network: Network,
  kind: ClassifierKind,
  tools: FlowTools,
  side: number,
): (test: Labelled) => Pausable<number> {
  return function* ({ images, labels }) {
    const seen = yield* tools.seen(kind, images);
    const said = yield* outputsOf(network, seen, side ** 2);
    return errorShare(said, labels);
  };
}

/** Encodes classes as one-hot vectors of `count` numbers. */
export function oneHot(classes: Uint8Array, count: number): Float32Array {
  const rows = new Float32Array(classes.length * count);
  classes.forEach((label, i) => rows[i * count + label] = 1);
  return rows;
}

/** Computes the share of the images whose largest output is not that of their class. */
export function errorShare(outputs: Float32Array, labels: Uint8Array): number {
  const classes = outputs.length / labels.length;
  let wrong = 0;
  labels.forEach((label, i) => {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) !== label) wrong++;
  });
  return wrong / labels.length;
}
