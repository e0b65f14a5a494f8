import type { Description } from "./describe.ts";
import type { SeveralGenerators, SpannedAlgebra } from "./detection.ts";
import type { NaturalParameter } from "./natural_parameter.ts";

/** Further entries of generator.json if several generators act. */
export interface SeveralEntries {
  /** One entry per generator; the first one is `generator`, too. */
  readonly generators: readonly AnswerGenerator[];
  /** The Lie algebra that the generators span. */
  readonly algebra: SpannedAlgebra;
  /** One row per held-out pair, one number per generator. */
  readonly parameters: readonly (readonly number[])[];
  /**
   * The number of the generator that moves each held-out pair, from 0; absent if all of
   * them act at once.
   */
  readonly moving?: readonly number[];
}

/** One of several generators in generator.json. */
export interface AnswerGenerator extends Omit<Description, "generators"> {
  /** The transformation in words. */
  readonly name: string;
  /** Its unit coefficients, one per term of the basis. */
  readonly estimated: readonly number[];
  /** Their 95 % intervals. */
  readonly intervals: readonly (readonly [low: number, high: number])[];
  /** Its t in a common unit, if there is one. */
  readonly parameter?: NaturalParameter;
}

/** Explanations of the entries of several generators, for the file's reader. */
export const SEVERAL_CONVENTIONS = {
  generators:
    "the fields G_k, k from 0; each has coefficients of norm 1, and all coefficients of one generator lie in their intervals in 95 of 100 cases",
  parameters:
    "row i holds the t_k of the held-out pair held.pairs[i]: its xt is x0 moved by exp(-sum_k t_k G_k), the flow of the one field sum_k t_k G_k for the time 1: xt(r) = x0(phi_{-1}(r)); where there is the entry moving, the pair is moved by the generator moving[i] alone, and all other t_k are 0; held.refined, parameter and description.parameter are of the generator 0",
  algebra:
    "[G_i, G_j] = sum_k structureConstants[i][j][k] G_k with [X, Y] = (X.grad)Y - (Y.grad)X, by least squares on the frame; closureDefect is the share of the brackets that lies outside of the space, 0 to 1; killingSignature counts the positive, negative and zero directions of the Killing form; space is the known space that is near, angleDegrees the largest principal angle to it",
} as const;

/** Converts several generators to the entries of generator.json. */
export function severalEntries(
  { areMixed, generators, algebra, parameters, moving }: SeveralGenerators,
): SeveralEntries {
  const number = generators.length;
  return {
    generators: generators.map(({ description, coefficients }) => ({
      ...description,
      estimated: coefficients.map(({ value }) => value),
      intervals: coefficients.map(({ low, high }) => [low, high] as const),
    })),
    algebra: { ...algebra },
    parameters: Array.from(
      { length: parameters.length / number },
      (_, pair) => [...parameters.subarray(pair * number, (pair + 1) * number)],
    ),
    ...areMixed && { moving: [...moving] },
  };
}
