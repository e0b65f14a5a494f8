import type { LabelledImages } from "../../../constraint/classed_images.ts";
import { evenPoints } from "../../../constraint/flow_axis.ts";
import {
  type AxesFound,
  learnedWindow,
} from "../../../constraint/found_axes.ts";
import { alphaOf } from "../../../detection/found.ts";
import type { Figure } from "../../../figures/figure.ts";
import {
  sensitivityFigure,
  type SensitivityLine,
} from "../../../figures/study/sensitivity.ts";
import { runPausable } from "../../../runtime/pausable.ts";
import { errorShare } from "../classifier_scores.ts";
import { outputsOf } from "../fit_network.ts";
import { moveImages } from "../move_images.ts";
import { networkOf } from "./layers_classifier.ts";
import { periodOfFlow, readTime, type ShownFlow } from "./shown_flow.ts";
import type { LayersModel } from "../../../runtime/tfjs_types.ts";

/**
 * Computes the accuracy of a model on test images that are all moved by the same t, for
 * several t. Images are moved with bilinear interpolation, not by the motions of a
 * layer.
 *
 * @param times t, generator units.
 * @returns One accuracy per t, 0 to 1.
 */
export async function accuracyAlong(
  found: ShownFlow,
  model: LayersModel,
  { pixels, side, labels }: LabelledImages,
  times: readonly number[],
): Promise<number[]> {
  const classes = Uint8Array.from(labels);
  const along = { basis: found.basis, alpha: alphaOf(found) };
  const network = networkOf(model);
  const shares: number[] = [];
  for (const t of times) {
    const each = new Float64Array(classes.length).fill(t);
    const moved = moveImages(pixels, side, along, each);
    const said = await runPausable(outputsOf(network, moved, side ** 2));
    shares.push(1 - errorShare(said, classes));
  }
  return shares;
}

/** Number of times at which the accuracy is computed. */
const TIMES = 19;

/** Times over the whole period, or over the learned window if there is none. */
function timesOf(found: ShownFlow & AxesFound): number[] {
  const period = periodOfFlow(found);
  const [low, high] = period === undefined
    ? learnedWindow("accuracyAlongFigure", found, 0, false)
    : [-period / 2, period / 2];
  return evenPoints(low, high, TIMES);
}

/**
 * Draws the accuracy of several models as a function of the test images' t.
 *
 * @param models By their names in the figure.
 * @param times t, generator units; by default 19 over the period, or over the learned
 * window if there is no period.
 */
export async function accuracyAlongFigure(
  found: ShownFlow & AxesFound,
  models: Readonly<Record<string, LayersModel>>,
  test: LabelledImages,
  times: readonly number[] = timesOf(found),
): Promise<Figure> {
  const { label, valueOf } = readTime(found);
  const lines: SensitivityLine[] = [];
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
      `Accuracy on ${test.count} test images that are all moved by the same amount, over that amount.`,
    x: { label, scale: "linear" },
    yLabel: "accuracy (%)",
    yScale: "linear",
    isSpaced: false,
    lines,
  });
}
