import type {
  SeveralGenerators,
  SpannedAlgebra,
} from "../detection/detection.ts";
import {
  type CoefficientWords,
  coefficientWords,
} from "./coefficient_words.ts";
import { formatValue } from "./format_value.ts";
import { quantilesInWords } from "./quantile_words.ts";
import { fixed } from "./report_table.ts";
import { parameterOf, symbolOf } from "../figures/detection/generator_label.ts";
import { unitInWords } from "../figures/t_words.ts";

/** The texts about several generators. */
export interface SeveralWords {
  readonly generators: readonly {
    /** Symbol and name, for example "G₁: rotation about (0.00, 0.00)". */
    readonly title: string;
    /** Its parameter at 1 in a common unit; undefined if there is none. */
    readonly unit: string | undefined;
    readonly coefficients: readonly CoefficientWords[];
  }[];
  /** The algebra that they span, one sentence each. */
  readonly algebra: readonly string[];
  /** The bracket [G_i, G_j] of every pair of generators, for example "−0.71 G₃". */
  readonly brackets: readonly {
    readonly left: string;
    readonly right: string;
    readonly value: string;
  }[];
  /** The distribution of the parameters, one line per generator. */
  readonly parameters: readonly string[];
}

/** Smaller structure constants are not shown; errors of the fit cause up to 0.01. */
const LEAST_CONSTANT = 0.02;

/** Makes all texts about several generators. */
export function severalWords(
  several: SeveralGenerators,
  decimals: number,
): SeveralWords {
  const { generators } = several;
  return {
    generators: generators.map((generator, k) => ({
      title: `${symbolOf(k)}: ${generator.description.name}`,
      unit: generator.description.parameter &&
        unitInWords(generator.description.parameter)
          .replace(/\bt\b/, parameterOf(k)),
      coefficients: coefficientWords(generator.coefficients, decimals),
    })),
    algebra: algebraWords(several.algebra),
    brackets: bracketWords(several.algebra),
    parameters: generators.map((_, k) => parameterWords(several, k)),
  };
}

/** Describes the angle of the space to the known one. */
export function severalNear({ algebra, areMixed }: SeveralGenerators): string {
  if (areMixed) return "each pair is moved by one of the generators alone";
  return algebra.space === null
    ? "the space that they span is not near to a known one"
    : `the space that they span is ${
      fixed(algebra.angleDegrees ?? 0, 1)
    } degrees (largest principal angle) from the exact ${algebra.space}; each generator is the field of the space that is nearest to the textbook's`;
}

/** Describes the algebra that some generators span, in sentences. */
export function algebraWords(
  { isClosed, name, closureDefect, derivedSeries, killingSignature }:
    SpannedAlgebra,
): string[] {
  const defect = `${fixed(100 * closureDefect, 1)} %`;
  if (!isClosed) {
    return [
      `The generators span no Lie algebra: their brackets are outside of the space (closure defect ${defect}).`,
    ];
  }
  const [positive, negative, zero] = killingSignature;
  return [
    `The generators span the Lie algebra ${name} (closure defect ${defect}).`,
    `Its derived series has the dimensions ${
      derivedSeries.join(", ")
    }, and its Killing form ${positive} positive, ${negative} negative and ${zero} zero directions.`,
  ];
}

/** Formats the brackets of every two generators. */
export function bracketWords(
  { structureConstants }: SpannedAlgebra,
): SeveralWords["brackets"] {
  return structureConstants.flatMap((_, i) =>
    structureConstants.slice(i + 1).map((_, at) => {
      const j = i + 1 + at;
      const parts = structureConstants[i][j].flatMap((value, k) =>
        Math.abs(value) < LEAST_CONSTANT
          ? []
          : [`${fixed(value, 2)} ${symbolOf(k)}`]
      );
      return {
        left: symbolOf(i),
        right: symbolOf(j),
        value: parts.join(" + ").replaceAll("+ −", "− ") || "0",
      };
    })
  );
}

function parameterWords(several: SeveralGenerators, k: number): string {
  const { parameters, generators, moving, areMixed } = several;
  const n = generators.length, count = parameters.length / n;
  const own = Array.from({ length: count }, (_, i) => i)
    .filter((i) => !areMixed || moving[i] === k)
    .map((i) => parameters[i * n + k]);
  const name = parameterOf(k);
  if (own.length === 0) return `${name}: no held-out pair is moved by it.`;
  const { parameter } = generators[k].description;
  return `${name} of ${formatValue(own.length)} held-out pairs${
    areMixed ? " that it moves" : ""
  }: ${quantilesInWords(own, parameter)}.`;
}
