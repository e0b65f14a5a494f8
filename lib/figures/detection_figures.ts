import type { Detection } from "../detection/detection.ts";
import { isUsable } from "../detection/found.ts";
import { fieldOf } from "../lie/basis.ts";
import { coefficientIntervalsFigure } from "./coefficient_intervals.ts";
import { fieldOverImageFigure } from "./field_over_image.ts";
import type { Figure } from "./figure.ts";
import { tDistributionFigure } from "./t_distribution.ts";
import { worstPairsFigure } from "./worst_pairs.ts";

/** What figures of a detection are named, in their order. */
export const DETECTION_FIGURES = [
  "field",
  "coefficient-intervals",
  "t-distribution",
  "worst-pairs",
] as const;

/**
 * All that can be drawn of a detection: the field over the mean image, the
 * coefficients with their intervals, the distribution of t and the pairs that
 * are explained worst.
 */
export function detectionFigures(detection: Detection): Figure[] {
  const { basis, coefficients, held, modes, pictures } = detection;
  const { description } = detection;
  const usable = isUsable(detection);
  const name = usable ? { name: description.name } : {};
  const natural = usable ? description.parameter : undefined;
  const values = coefficients.map(({ value }) => value);
  const t = held.t.filter(Number.isFinite);
  const figures: Figure[] = [];
  if (values.every(Number.isFinite)) {
    figures.push(
      fieldOverImageFigure({
        ...name,
        field: fieldOf(basis, values),
        image: pictures.mean,
        side: pictures.side,
        extent: pictures.extent,
      }),
      coefficientIntervalsFigure({
        coefficients,
        ...name,
      }),
    );
  }
  if (t.length > 0) {
    const peaks = modes.map(({ position }) => position);
    figures.push(tDistributionFigure({ t, modes: peaks, natural }));
  }
  if (pictures.worst.length > 0) {
    const { side, worst } = pictures;
    figures.push(worstPairsFigure({ side, pairs: worst, natural }));
  }
  return figures;
}
