import { encodeNpy } from "../datasets/npy.ts";
import type { Coefficient, Detection } from "../detection/detection.ts";

/** The parts of a detection that its arrays contain. */
type Arrays = Pick<Detection, "coefficients" | "held" | "several">;

/**
 * Makes NumPy files of float64 of the numbers of a detection, by their names.
 * coefficients.npy has one row per term, with its value and the ends of its interval.
 * t_refined.npy, t_network.npy and pairs.npy have one number per held-out pair. If K
 * generators act, coefficients.npy has the shape (K, terms, 3), and t_refined.npy the
 * shape (pairs, K), with the parameters of each pair; t_network.npy belongs to the first
 * generator.
 */
export function detectionArrays(
  { coefficients, held, several }: Arrays,
): [name: string, content: Uint8Array][] {
  const terms = coefficients.length;
  const column = (values: ArrayLike<number>) => array([values.length], values);
  return [
    [
      "coefficients.npy",
      several === undefined
        ? array([terms, 3], numbersOf(coefficients))
        : array(
          [several.generators.length, terms, 3],
          several.generators.flatMap((of) => numbersOf(of.coefficients)),
        ),
    ],
    [
      "t_refined.npy",
      several === undefined ? column(held.t) : array(
        [held.t.length, several.generators.length],
        several.parameters,
      ),
    ],
    ["t_network.npy", column(held.networkT)],
    ["pairs.npy", column(held.indices)],
  ];
}

const array = (shape: readonly number[], values: ArrayLike<number>) =>
  encodeNpy({ shape, values: Float64Array.from(values) });

const numbersOf = (coefficients: readonly Coefficient[]): number[] =>
  coefficients.flatMap(({ value, low, high }) => [value, low, high]);
