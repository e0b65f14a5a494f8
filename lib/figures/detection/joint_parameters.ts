import { range } from "d3-array";
import {
  type NaturalParameter,
  naturalValue,
} from "../../detection/natural_parameter.ts";
import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { type Block, finishFigure, type Part, shifted } from "../finish.ts";
import { generatorLabel, parameterOf } from "./generator_label.ts";
import {
  isOnAxis,
  JOINT_LEFT,
  type JointPanelOptions,
  MOST_PAIR_DOTS,
  type ParameterAxis,
  parameterHistogram,
  parameterScatter,
} from "./joint_parameters_panels.ts";
import { legend } from "../legend.ts";
import { light, seriesColor } from "../palette.ts";
import { sharedBins } from "../histogram/shared_bins.ts";
import { spreadInWords } from "../number_words.ts";

/** One of several generators, with the data for drawing its parameter. */
export interface JointGenerator {
  /** The generator's name, if it may be used. */
  readonly name?: string;
  /** The quantity that replaces t, if any; only a linear one is shown. */
  readonly natural?: NaturalParameter;
}

/** Data of the figure of several generators' parameters. */
export interface JointParametersData {
  /** The generators, at least one. */
  readonly generators: readonly JointGenerator[];
  /**
   * Parameters, pairs x generators, row-major, finite, in the time of unit generators.
   */
  readonly parameters: ArrayLike<number>;
  /**
   * The number of the generator that moves each pair, from 0; empty if all act at once.
   */
  readonly moving: ArrayLike<number>;
}

/** Largest width of the figure, and margins, pixels. */
const WIDTH = 800, BOTTOM = 42, MARGIN = 14;

/** Gap between panels, and side of the largest panel, pixels. */
const GAP = 18, LARGEST_PANEL = 230;

/** Gaps between a label and its panel, and above the label, pixels. */
const BELOW_LABEL = 6, ABOVE_LABEL = 8;

/**
 * Largest number of bins of a histogram; for few pairs it is the square root of their
 * number.
 */
const MOST_BINS = 24;

/**
 * Draws the parameters of held-out pairs as a matrix of panels, one row and column per
 * generator: histograms on its diagonal, and below it one parameter over another, one
 * dot per pair. A linear natural parameter is shown in its unit, others in generator
 * units.
 *
 * @throws {RangeError} if there is no generator or no pair, parameters are not finite,
 * or lists differ in length
 */
export function jointParametersFigure(data: JointParametersData): Figure {
  const { generators, parameters, moving } = data;
  check(data);
  const number = generators.length;
  const document = createDocument();
  const axes = generators.map((generator, k) =>
    axisOf(generator, k, columnOf(parameters, number, k))
  );
  const side = Math.min(
    LARGEST_PANEL,
    Math.floor((WIDTH - JOINT_LEFT - MARGIN + GAP) / number) - GAP,
  );
  const width = JOINT_LEFT + number * (side + GAP) - GAP + MARGIN;
  const key = movingLegend(document, data, width - JOINT_LEFT);
  const colours = Array.from(moving, seriesColor);
  const matrix = matrixOf(document, generators, axes, { side, colours });
  return finishFigure(document, {
    name: "joint-parameters",
    caption: captionOf(data, axes),
    numbers: numbersOf(data, axes),
    width: Math.ceil(width),
    height: Math.ceil(key.height + matrix.height),
    parts: [
      { element: key.element, x: JOINT_LEFT, y: 6 },
      ...shifted(matrix, 0, key.height),
    ],
  });
}

/**
 * Makes the legend of a mixture; it is empty, with height 0, if all generators act at
 * once.
 */
function movingLegend(
  document: Document,
  { generators, moving }: JointParametersData,
  width: number,
) {
  const isMixed = moving.length > 0;
  const items = generators.map((_, k) => ({
    label: `moved by ${parameterOf(k)}`,
    color: seriesColor(k),
    mark: "dot" as const,
  }));
  const { element, height } = legend(document, isMixed ? items : [], width);
  return { element, height: isMixed ? height + 6 : 0 };
}

/** Places the panels, each histogram with its generator's label above. */
function matrixOf(
  document: Document,
  generators: readonly JointGenerator[],
  axes: readonly ParameterAxis[],
  { side, colours }: Pick<JointPanelOptions, "side" | "colours">,
): Block {
  const number = axes.length, last = number - 1;
  // All labels except the last one have an empty panel to their right.
  const widthOf = (k: number) => k < last ? 2 * side + GAP : side;
  const labels = generators.map(({ name }, k) =>
    generatorLabel(document, k, name, widthOf(k))
  );
  const heights = labels.map(({ height }) => height + BELOW_LABEL);
  const top = ABOVE_LABEL + heights[0];
  const pitch = side + Math.max(GAP, ...heights.slice(1).map((h) => h - side));
  const panelAt = (row: number, column: number): Part => {
    const options = { side, colours, withX: row === last, withY: column === 0 };
    return {
      element: row === column
        ? parameterHistogram(
          document,
          axes[row],
          colours.length === 0 ? light.refined : seriesColor(row),
          options,
        )
        : parameterScatter(document, axes[column], axes[row], options),
      x: column * (side + GAP),
      y: top + row * pitch,
    };
  };
  return {
    width: JOINT_LEFT + number * (side + GAP),
    height: top + last * pitch + side + BOTTOM,
    parts: range(number).flatMap((row) => [
      {
        element: labels[row].element,
        x: row * (side + GAP) + JOINT_LEFT,
        y: top + row * pitch - BELOW_LABEL,
      },
      ...range(row + 1).map((column) => panelAt(row, column)),
    ]),
  };
}

function check({ generators, parameters, moving }: JointParametersData): void {
  const by = "jointParametersFigure";
  checkNotEmpty(`${by}: generators`, generators);
  checkNotEmpty(`${by}: parameters`, parameters);
  checkFinite(`${by}: parameters`, parameters);
  const pairs = Math.floor(parameters.length / generators.length);
  checkLength(`${by}: parameters`, parameters, pairs * generators.length);
  if (moving.length > 0) checkLength(`${by}: moving`, moving, pairs);
}

const columnOf = (values: ArrayLike<number>, columns: number, k: number) =>
  range(k, values.length, columns).map((i) => values[i]);

/** The values of a parameter, with the label of its axis. */
function axisOf(
  { natural }: JointGenerator,
  generator: number,
  t: readonly number[],
): ParameterAxis {
  const isShown = natural?.form === "linear";
  const values = isShown ? t.map((value) => naturalValue(natural, value)) : t;
  const label = parameterOf(generator);
  return {
    values,
    bins: sharedBins(
      [values],
      Math.min(MOST_BINS, Math.ceil(Math.sqrt(t.length))),
    ),
    label: isShown && natural.unit !== "1"
      ? `${label} (${natural.unit})`
      : label,
  };
}

function captionOf(
  { generators, moving }: JointParametersData,
  axes: readonly ParameterAxis[],
): string {
  const { length } = axes[0].values;
  const names = generators.flatMap(({ natural }, k) => {
    const what = natural?.form !== "linear"
      ? "in generator units"
      : natural.unit === "1"
      ? `the ${natural.name}`
      : `the ${natural.name} in ${natural.unit}`;
    return `${parameterOf(k)} ${what}`;
  });
  const seen = moving.length > 0
    ? "Each pair is moved by one generator, whose colour it has: its dots lie along that generator's axis, and it is counted in that generator's histogram."
    : "All generators act at once. Dots along a line would mean that two of them always act together.";
  return `Parameters of ${length.toLocaleString("en")} held-out pairs (${
    names.join(", ")
  }): histograms (pairs per bin) on the diagonal, and below it one over another, a dot per pair${
    length > MOST_PAIR_DOTS ? `, of ${MOST_PAIR_DOTS} pairs at most` : ""
  }. ${seen}${beyondWords(axes)}`;
}

/**
 * Makes a sentence on the number of pairs with a parameter beyond its axis; "" if there
 * are none.
 */
function beyondWords(axes: readonly ParameterAxis[]): string {
  const beyond =
    axes[0].values.filter((_, i) =>
      axes.some((axis) => !isOnAxis(axis.values[i], axis))
    ).length;
  return beyond === 0 ? "" : ` Pairs beyond an axis: ${beyond}.`;
}

/**
 * Describes every parameter by mean, standard deviation and range, and the number of
 * pairs that it moves.
 */
function numbersOf(
  { moving }: JointParametersData,
  axes: readonly ParameterAxis[],
): string {
  return axes.map(({ label, values }, k) => {
    const own = moving.length === 0
      ? values
      : values.filter((_, i) => moving[i] === k);
    const pairs = moving.length === 0 ? "" : `, ${own.length} pairs`;
    return own.length === 0
      ? `${label}: no pairs.`
      : `${label}${pairs}: ${spreadInWords(own)}.`;
  }).join(" ");
}
