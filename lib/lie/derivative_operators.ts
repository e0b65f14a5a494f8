import { derivativeMatrix } from "./derivative.ts";
import {
  mirrorEnd,
  naturalEnd,
  splineDerivative,
  type SplineEnd,
} from "./derivative_spline.ts";
import { spectralNorm } from "./spectral_norm.ts";

/** A way to differentiate the samples of one axis, at the samples. */
export interface DerivativeOperator {
  /** The heading that tables show. */
  readonly title: string;
  /**
   * Builds the matrix of the derivative.
   *
   * @param size number of samples, at least 1
   * @param cellsPerUnit samples in one unit of length, above 0
   * @returns size x size, row-major; units 1 / length
   */
  readonly matrix: (size: number, cellsPerUnit: number) => Float64Array;
  /**
   * A number c for which the generator of a field Gamma has a spectral norm of at
   * most c times the largest |Gamma_x| + |Gamma_y|; units 1 / length.
   */
  readonly normFactor: (size: number, cellsPerUnit: number) => number;
}

/**
 * The derivative that the paper uses (appendix C): exact for a periodic band-limited
 * function.
 */
export const shannonWhittaker: DerivativeOperator = {
  title: "Shannon-Whittaker, periodic",
  matrix: derivativeMatrix,
  /**
   * The norm factor is the largest wave number. It is a bound for 5 cells and more
   * (measured on random and all named fields), and up to 3 % too small for 3 cells.
   */
  normFactor: (size, cellsPerUnit) =>
    Math.PI * (2 * cellsPerUnit) * Math.floor((size - 1) / 2) / size,
};

/**
 * The operator of a cubic spline. Its norm factor is sqrt(2) |D|, because
 * |Gamma_x D_x u + Gamma_y D_y u| is at most the largest |Gamma| times
 * sqrt(|D_x u|² + |D_y u|²) (Cauchy and Schwarz in every cell).
 */
const spline = (
  title: string,
  end: SplineEnd | "periodic",
): DerivativeOperator => ({
  title,
  matrix: (size, cellsPerUnit) => splineDerivative(end, size, cellsPerUnit),
  normFactor: (size, cellsPerUnit) =>
    Math.SQRT2 * spectralNorm(splineDerivative(end, size, cellsPerUnit), size),
});

/** The name of a derivative operator. */
export type DerivativeName =
  | "shannon-whittaker"
  | "cubic-spline-periodic"
  | "cubic-spline"
  | "cubic-spline-mirror";

/** The derivative operators that a latent flow can use. */
export const derivativeOperators: Readonly<
  Record<DerivativeName, DerivativeOperator>
> = {
  "shannon-whittaker": shannonWhittaker,
  "cubic-spline-periodic": spline("cubic spline, periodic", "periodic"),
  "cubic-spline": spline("cubic spline, natural ends", naturalEnd),
  "cubic-spline-mirror": spline("cubic spline, mirrored ends", mirrorEnd),
};

/** The derivative operator that a latent flow uses by default. */
export const usualDerivative: DerivativeName = "shannon-whittaker";
