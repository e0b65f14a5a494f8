import type * as tf from "@tensorflow/tfjs";
import { motionMatrices } from "../../../constraint/motion.ts";
import { fixedText } from "../../../figures/fixed_text.ts";
import type { Figure } from "../../../figures/figure.ts";
import { pairRowsFigure } from "../../../figures/pair_rows.ts";
import { UserError } from "../../../runtime/errors.ts";
import { liftedAxes } from "./layers_classifier.ts";
import { readTime, type ShownFlow } from "./shown_flow.ts";

/**
 * The rows of W S(-tau_i) of a lifted layer: the filters that the image meets at each
 * point of the flow.
 *
 * @param model A classifier that begins with a lifted layer along one flow.
 * @param units Numbers of the layer's units.
 * @returns By unit and by point, `side^2` values each.
 * @throws UserError where the model has no such layer.
 */
export function filtersAlongFlow(
  model: tf.LayersModel,
  units: readonly number[],
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
  const [kernel] = model.layers.find((layer) =>
    layer.getClassName() === "LiftedDense"
  )!.getWeights();
  const [cells, all] = kernel.shape;
  const values = kernel.dataSync<"float32">();
  const back = axis.points.map((tau) => -tau);
  const motions = motionMatrices(axis, Math.sqrt(cells), back);
  return units.map((unit) =>
    axis.points.map((_, i) => {
      const filter = new Float32Array(cells);
      for (let cell = 0; cell < cells; cell++) {
        const weight = values[cell * all + unit];
        const from = (i * cells + cell) * cells;
        for (let to = 0; to < cells; to++) {
          filter[to] += weight * motions[from + to];
        }
      }
      return filter;
    })
  );
}

/** Filters of a lifted layer as images, a unit per row and a point per column. */
export function filtersAlongFlowFigure(
  found: ShownFlow,
  model: tf.LayersModel,
  units: readonly number[],
): Figure {
  const filters = filtersAlongFlow(model, units);
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
        label: `unit ${units[k]}`,
        images,
        scale: "residual",
      })),
      columnLabels: points.map((tau) =>
        fixedText(valueOf(tau), range < 10 ? 2 : 0)
      ),
      columnTitle: label,
      scaleTitle: "weight",
      caption:
        `Filters of a lifted layer along the flow: rows of W S(-tau) as images, a unit per row, and a column per tau.`,
    }),
    name: "filters-along-flow",
  };
}
