import type * as tf from "@tensorflow/tfjs";
import { alphaOf } from "../../../detection/found.ts";
import type { Figure } from "../../../figures/figure.ts";
import { sensitivityFigure } from "../../../figures/sensitivity.ts";
import { runPausable } from "../../../runtime/pausable.ts";
import { errorShare } from "../classifier_scores.ts";
import type { Labelled } from "../constraint_data.ts";
import { outputsOf } from "../fit_network.ts";
import { moveImages } from "../move_images.ts";
import { networkOf } from "./layers_classifier.ts";
import { readTime, type ShownFlow } from "./shown_flow.ts";

/**
 * Shares of test images whose class a model tells, when all are moved by the same t.
 * Images are moved bilinearly, not by the motions of a layer.
 *
 * @param times t, generator units.
 * @returns One share per t.
 */
export async function accuracyAlong(
  found: ShownFlow,
  model: tf.LayersModel,
  { images, labels }: Labelled,
  times: readonly number[],
): Promise<number[]> {
  const size = images.length / labels.length, side = Math.sqrt(size);
  const along = { basis: found.basis, alpha: alphaOf(found) };
  const network = networkOf(model);
  const shares: number[] = [];
  for (const t of times) {
    const each = new Float64Array(labels.length).fill(t);
    const moved = moveImages(images, side, along, each);
    const said = await runPausable(outputsOf(network, moved, size));
    shares.push(1 - errorShare(said, labels));
  }
  return shares;
}

/** Accuracy of several models over how far the test images are moved. */
export async function accuracyAlongFigure(
  found: ShownFlow,
  models: Readonly<Record<string, tf.LayersModel>>,
  test: Labelled,
  times: readonly number[],
): Promise<Figure> {
  const { label, valueOf } = readTime(found);
  const lines = [];
  for (const [name, model] of Object.entries(models)) {
    const shares = await accuracyAlong(found, model, test, times);
    lines.push({
      label: name,
      points: times.map((t, i) => ({
        at: `${valueOf(t)}`,
        values: [100 * shares[i]],
        mean: 100 * shares[i],
        interval: null,
      })),
    });
  }
  return sensitivityFigure({
    name: "accuracy-along-flow",
    caption:
      `Share of ${test.labels.length} test images whose class is told, over how far all of them are moved.`,
    x: { label, scale: "linear" },
    yLabel: "images told right (%)",
    yScale: "linear",
    isSpaced: false,
    lines,
  });
}
