import { LABEL_BOUNDS } from "../../constraint/label_bounds.ts";
import { BOUNDS } from "../../detection/bounds.ts";
import type {
  Detection,
  SeveralGenerators,
} from "../../detection/detection.ts";
import { isUsable } from "../../detection/found.ts";
import { numberOfGenerators } from "../../detection/how_many.ts";
import { fieldOf } from "../../lie/basis.ts";
import { coefficientIntervalsFigure } from "./coefficient_intervals.ts";
import { fieldOverImageFigure } from "./field_over_image.ts";
import { fieldsOverImageFigure } from "./fields_over_image.ts";
import type { Figure } from "../figure.ts";
import { generatorsLeftFigure } from "./generators_left.ts";
import { jointParametersFigure } from "./joint_parameters.ts";
import { labelAccuracyFigure } from "./label_accuracy.ts";
import { severalCoefficientIntervalsFigure } from "./several_coefficient_intervals.ts";
import { tDistributionFigure } from "./t_distribution.ts";
import { worstPairsFigure } from "./worst_pairs.ts";

/** Names of all figures that a detection may have, in their order. */
export const DETECTION_FIGURES = [
  "field",
  "fields",
  "coefficient-intervals",
  "t-distribution",
  "joint-parameters",
  "generators-left",
  "worst-pairs",
  "label-accuracy",
] as const;

/**
 * Draws all figures of a detection: the field over the mean image, the coefficients with
 * their intervals, the distribution of t and the pairs that are explained worst. If
 * several generators act, these are the fields and coefficients of each, their
 * parameters, and the change that fewer generators leave. If labels were given, there is
 * a figure of the label tests.
 */
export function detectionFigures(detection: Detection): Figure[] {
  const { description: { parameter }, several, pictures } = detection;
  const { side, worst } = pictures;
  const natural = isUsable(detection) && several === undefined
    ? parameter
    : undefined;
  return [
    ...several === undefined
      ? figuresOfOne(detection)
      : figuresOfSeveral(detection, several),
    ...howMany(detection),
    ...worst.length === 0
      ? []
      : [worstPairsFigure({ side, pairs: worst, natural })],
    ...ofLabels(detection),
  ];
}

/** Draws the figure of the label tests, if there are any. */
function ofLabels(
  { labels, several, description }: Detection,
): Figure[] {
  if (labels === undefined) return [];
  const tests = labels.map((test, k) => {
    const own = several?.generators[k].description ?? description;
    return {
      ...test,
      natural: own.parameter,
      ...several && { generator: { number: k, name: own.name } },
    };
  });
  return [labelAccuracyFigure({ tests, bound: LABEL_BOUNDS.fall })];
}

function figuresOfOne(detection: Detection): Figure[] {
  const { basis, coefficients, held, modes, description } = detection;
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
        ...imageOf(detection),
      }),
      coefficientIntervalsFigure({ coefficients, ...name }),
    );
  }
  if (t.length > 0) {
    const peaks = modes.map(({ position }) => position);
    figures.push(tDistributionFigure({ t, modes: peaks, natural }));
  }
  return figures;
}

function figuresOfSeveral(
  detection: Detection,
  { generators, parameters, moving }: SeveralGenerators,
): Figure[] {
  const usable = isUsable(detection);
  const shown = generators.map(({ coefficients, description }) => ({
    coefficients,
    field: fieldOf(detection.basis, coefficients.map(({ value }) => value)),
    ...usable && { name: description.name, natural: description.parameter },
  }));
  const isFinite = generators.every(({ coefficients }) =>
    coefficients.every(({ value }) => Number.isFinite(value))
  );
  return [
    ...isFinite
      ? [
        fieldsOverImageFigure({ generators: shown, ...imageOf(detection) }),
        severalCoefficientIntervalsFigure(shown),
      ]
      : [],
    ...parameters.length > 0 && parameters.every(Number.isFinite)
      ? [jointParametersFigure({ generators: shown, parameters, moving })]
      : [],
  ];
}

const imageOf = ({ pictures: { mean, side, extent } }: Detection) => ({
  image: mean,
  side,
  extent,
});

/** Draws the figure of the number of generators, if it was estimated. */
function howMany({ evidence, several }: Detection): Figure[] {
  const left = evidence.leftByGenerators;
  if (left.length === 0 || !left.every(Number.isFinite)) return [];
  return [generatorsLeftFigure({
    left,
    found: several?.generators.length ?? numberOfGenerators(evidence),
    bound: BOUNDS.leftByAll,
  })];
}
