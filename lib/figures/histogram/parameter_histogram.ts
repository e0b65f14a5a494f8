import { format } from "d3-format";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import {
  type ParameterHistogramData,
  parametersNumbers,
} from "./histogram_data.ts";
import { histogramRows } from "./histogram_rows.ts";
import { parameterName } from "../t_words.ts";

export type { ParameterHistogramData } from "./histogram_data.ts";

/**
 * Draws figure 3 of the paper for one experiment: the distributions of the true, the
 * t-network's and the refined t, in the transformation's unit, in equal bins and with
 * equal axes. There is one row per estimate, each over the true distribution.
 *
 * @throws {RangeError} if a list is empty or contains a number that is not finite
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

/**
 * Makes the caption of histograms: the distributions, the number of pairs and the unit.
 */
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
