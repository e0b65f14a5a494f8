import { format } from "d3-format";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import {
  type ParameterHistogramData,
  parametersNumbers,
} from "./histogram_data.ts";
import { histogramRows } from "./histogram_rows.ts";
import { parameterName } from "../plot_style.ts";

export type { ParameterHistogramData } from "./histogram_data.ts";

/**
 * Figure 3 of the paper: the distributions of the true, the t-network's and
 * the refined t, in the transformation's unit, in the same bins and on the
 * same axes; one row an estimate, each over the true distribution.
 *
 * @throws {RangeError} if a list is empty or holds a number that is not finite
 */
export function parameterHistogramFigure(data: ParameterHistogramData): Figure {
  const document = createDocument();
  return finishFigure(document, {
    name: "parameter-histogram",
    caption: parameterHistogramCaption(data),
    ...histogramRows("parameterHistogramFigure", document, data, {
      width: 760,
      row: 150,
    }),
    numbers: parametersNumbers(data),
  });
}

/** What the histograms show, of how many pairs, in which unit. */
export function parameterHistogramCaption(
  data: ParameterHistogramData,
): string {
  const { parameter, unit, transformation, network, truth } = data;
  const pairs = format(",")(network.length);
  const against = truth ? ", against the true one" : "";
  const name = parameterName(parameter, unit);
  return `Distribution of ${
    name === "t" ? "t" : `the ${name}`
  } over ${pairs} pairs for ${transformation}, as the t-network and the refinement estimate it${against}; in ${unit}.`;
}
