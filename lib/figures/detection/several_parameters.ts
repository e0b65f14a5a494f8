import * as Plot from "@observablehq/plot";
import { extent, mean } from "d3-array";
import { format } from "d3-format";
import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { heading } from "../heading.ts";
import { legend } from "../legend.ts";
import { light } from "../palette.ts";
import { spreadInWords, threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { parameterLabel } from "../t_words.ts";

/** The parameters of one generator; one value per pair in each list. */
export interface GeneratorParameters {
  readonly name: string;
  /** Name of the parameter, for example "angle". */
  readonly parameter: string;
  readonly unit: string;
  readonly truth: ArrayLike<number>;
  readonly network: ArrayLike<number>;
  readonly refined: ArrayLike<number>;
}

/** Data of the figure of several generators' parameters. */
export interface SeveralParametersData {
  /** The generators, at least one. */
  readonly generators: readonly GeneratorParameters[];
  /** Median distance of the pairs' transformations from the true ones, pixels. */
  readonly displacement: {
    readonly network: number;
    readonly refined: number;
    readonly withoutMotion: number;
  };
}

/** Largest number of pairs per panel; more would hide each other. */
const SHOWN = 400;

const SIDE = 190, LEFT = 56, BOTTOM = 44, ACROSS = 3, TOP = 34, MARGIN = 14;

/**
 * Draws estimated over true parameters of the pairs, one panel per generator, in the
 * true generators' basis: the t-network's and the matched ones.
 *
 * @throws {RangeError} if there is no generator, or its lists are empty, differ in
 * length or contain a number that is not finite
 */
export function severalParametersFigure(data: SeveralParametersData): Figure {
  const { generators, displacement } = data;
  checkNotEmpty("severalParametersFigure: generators", generators);
  for (const { name, truth, network, refined } of generators) {
    for (const [which, list] of Object.entries({ truth, network, refined })) {
      const label = `severalParametersFigure: ${which} of ${name}`;
      checkNotEmpty(label, list);
      checkLength(label, list, truth.length);
      checkFinite(label, list);
    }
  }
  const document = createDocument();
  const columns = Math.min(ACROSS, generators.length);
  const rows = Math.ceil(generators.length / columns);
  const pitch = LEFT + SIDE + MARGIN, step = TOP + SIDE + BOTTOM;
  const width = columns * pitch + MARGIN;
  const key = legend(document, [
    { label: "t-network", color: light.network, mark: "dot" },
    { label: "matched", color: light.refined, mark: "dot" },
  ], width - LEFT);
  const write = format(".2~r");
  return finishFigure(document, {
    name: "parameters",
    caption:
      `Estimated over true parameters of held-out pairs, in the true generators' basis. Half of the pairs' transformations are within ${
        write(displacement.network)
      } (t-network) and ${
        write(displacement.refined)
      } (matched) pixels of the true one, root mean square over the frame; without motion it would be ${
        write(displacement.withoutMotion)
      }.`,
    numbers: generators.map(generatorNumbers).join(" "),
    width,
    height: key.height + 8 + rows * step,
    parts: [
      { element: key.element, x: LEFT, y: 6 },
      ...generators.flatMap((generator, k) => {
        const x = k % columns * pitch;
        const y = key.height + 8 + Math.floor(k / columns) * step;
        return [
          {
            element: heading(document, generator.name),
            x: x + LEFT,
            y: y + 22,
          },
          { element: panel(document, generator), x, y: y + TOP },
        ];
      }),
    ],
  });
}

/**
 * Describes the distribution of the true parameters, and the mean absolute error of each
 * estimate.
 */
function generatorNumbers(
  { name, truth, network, refined, unit }: GeneratorParameters,
): string {
  const error = (estimates: ArrayLike<number>) =>
    threeDigits(
      mean(Array.from(estimates, (t, i) => Math.abs(t - truth[i])))!,
    );
  return `${name}, in ${unit}; true: ${
    spreadInWords(truth)
  }; mean absolute error ${error(network)} (t-network) and ${
    error(refined)
  } (matched).`;
}

function panel(document: Document, generator: GeneratorParameters) {
  const { parameter, unit, truth } = generator;
  const every = Math.ceil(truth.length / SHOWN);
  const dots = (estimates: ArrayLike<number>, className: string) =>
    Plot.dot(
      Array.from(truth, (t, i) => ({ t, estimate: estimates[i] }))
        .filter((_, i) => i % every === 0),
      {
        x: "t",
        y: "estimate",
        r: 1.6,
        fill: className === "network" ? light.network : light.refined,
        stroke: "none",
        className,
      },
    );
  const [low, high] = extent(Array.from(truth)) as [number, number];
  const reach = 0.1 * (high - low) || 1;
  const domain = [low - reach, high + reach];
  const axis = { ticks: 4, tickFormat: format("~g") };
  return Plot.plot({
    ...plotStyle(document),
    width: LEFT + SIDE,
    height: SIDE + BOTTOM,
    marginTop: 1,
    marginRight: 1,
    marginLeft: LEFT,
    marginBottom: BOTTOM,
    clip: true,
    x: { domain },
    y: { domain },
    marks: [
      Plot.line([domain, domain].map((_, i) => [domain[i], domain[i]]), {
        stroke: light.grid,
      }),
      dots(generator.network, "network"),
      dots(generator.refined, "refined"),
      Plot.axisX({
        ...axis,
        ...axisLabel(`true ${parameterLabel(parameter, unit)}`),
      }),
      Plot.axisY({ ...axis, ...axisLabel("estimated", LEFT - 8) }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}
