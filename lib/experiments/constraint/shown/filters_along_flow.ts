import type * as tf from "@tensorflow/tfjs";
import { motionMatrices } from "../../../constraint/motion.ts";
import { fixedText } from "../../../figures/fixed_text.ts";
import type { Figure } from "../../../figures/figure.ts";
import { pairRowsFigure } from "../../../figures/images/pair_rows.ts";
import { norm } from "../../../lie/basis.ts";
import { UserError } from "../../../runtime/errors.ts";
import { liftedAxes } from "./layers_classifier.ts";
import { readTime, type ShownFlow } from "./shown_flow.ts";
import type { LayersModel } from "../../../runtime/tfjs_types.ts";

/** Number of filters that are shown. */
const SHOWN = 4;

/**
 * Computes the change of the rows of W S(-tau_i) of a lifted layer by its training. The
 * rows are the filters that are applied to the image at each point of the flow.
 *
 * @param model A classifier that begins with a lifted layer along one flow.
 * @param untrained The same classifier before the training, whose random weights are
 * subtracted.
 * @returns The changes for the four units that have changed most, by unit and by point,
 * `side^2` values each.
 * @throws UserError if the model has no such layer.
 */
export function filtersAlongFlow(
  model: LayersModel,
  untrained: LayersModel,
): Float32Array[][] {
  const axes = liftedAxes(model);
  if (axes?.length !== 1) {
    throw new UserError(
      `filtersAlongFlow: expected a classifier with a lifted layer along one flow, found ${
        axes === undefined ? "none" : `${axes.length} flows`
      }`,
    );
  }
  const [axis] = axes;
  const filters = learnedFilters(model, untrained);
  const cells = filters[0].length;
  const back = axis.points.map((tau) => -tau);
  const motions = motionMatrices(axis, Math.sqrt(cells), back);
  return filters.map((filter) =>
    back.map((_, i) =>
      rowTimes(
        filter,
        motions.subarray(i * cells ** 2, (i + 1) * cells ** 2),
      )
    )
  );
}

/**
 * The changes of the rows of W by the training: the largest ones, in descending order.
 */
function learnedFilters(
  model: LayersModel,
  untrained: LayersModel,
): Float32Array[] {
  const [after, before] = [model, untrained].map(kernelOf);
  const [cells, units] = after.shape;
  const [trained, random] = [after, before].map((kernel) =>
    kernel.dataSync<"float32">()
  );
  const filters = Array.from(
    { length: units },
    (_, unit) =>
      Float32Array.from({ length: cells }, (_, cell) => {
        const at = cell * units + unit;
        return trained[at] - random[at];
      }),
  );
  return filters.toSorted((a, b) => norm(b) - norm(a)).slice(0, SHOWN);
}

const kernelOf = (model: LayersModel): tf.Tensor =>
  model.layers.find((layer) => layer.getClassName() === "LiftedDense")!
    .getWeights()[0];

/** Multiplies a row vector by a square matrix. */
function rowTimes(row: Float32Array, matrix: Float64Array): Float32Array {
  const out = new Float32Array(row.length);
  row.forEach((weight, i) => {
    const from = i * row.length;
    for (let k = 0; k < row.length; k++) out[k] += weight * matrix[from + k];
  });
  return out;
}

/**
 * Draws the change of a lifted layer's filters by its training as images: one row for
 * each of the four units that have changed most, and one column per point of the flow.
 */
export function filtersAlongFlowFigure(
  found: ShownFlow,
  model: LayersModel,
  untrained: LayersModel,
): Figure {
  const filters = filtersAlongFlow(model, untrained);
  const [{ points }] = liftedAxes(model)!;
  const side = Math.sqrt(filters[0][0].length);
  const { label, valueOf } = readTime(found);
  const range = Math.max(...points.map((tau) => Math.abs(valueOf(tau))));
  return {
    ...pairRowsFigure({
      height: side,
      width: side,
      channels: 1,
      rows: filters.map((images, k) => ({
        label: `filter ${k + 1}`,
        images,
        scale: "residual",
      })),
      columnLabels: points.map((tau) =>
        fixedText(valueOf(tau), range < 10 ? 2 : 0)
      ),
      columnTitle: label,
      scaleTitle: "learned weight",
      caption:
        `The change of filters of a lifted layer by training: rows of W S(-tau) as images, one filter per row and one tau per column.`,
    }),
    name: "filters-along-flow",
  };
}
