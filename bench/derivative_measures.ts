import { eigenvalues } from "#lib/lie/eigenvalues.ts";
import {
  experimentById,
  trueCoefficients,
} from "#lib/experiments/catalogue.ts";
import { centres } from "#lib/lie/derivative.ts";
import type { DerivativeOperator } from "#lib/lie/derivative_operators.ts";
import { expm } from "#lib/lie/expm.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { spectralNorm } from "#lib/lie/spectral_norm.ts";

/** Cells per side of the latent patch, as in the paper. */
export const SIDE = 5;

/**
 * Number of values of t, evenly spaced over its range, at which the growth is computed.
 */
const TIMES = 33;

/** Experiments whose true generator and range of t are used. */
const flows = {
  rotation: experimentById("mnist-rotation-small"),
  scaling: experimentById("mnist-scaling"),
  shift: experimentById("mnist-translation"),
} as const;

type FlowName = keyof typeof flows;

export const flowNames = Object.keys(flows) as FlowName[];

/**
 * Makes the true generator of a flow on the latent patch, for t in the flow's own unit.
 */
function generatorOf(
  name: FlowName,
  operator: DerivativeOperator,
): Float64Array {
  const experiment = flows[name];
  const stack = generatorStack(experiment.basis, SIDE, operator);
  return combine(stack, trueCoefficients(experiment)!);
}

/** Computes exp(-tG), which moves content along the flow for a time t. */
const moved = (generator: Float64Array, t: number) =>
  expm(generator.map((v) => -t * v));

/** Computes the largest real part of the generator's eigenvalues, per unit of t. */
export function spectralAbscissa(
  name: FlowName,
  operator: DerivativeOperator,
): number {
  return Math.max(
    ...eigenvalues(generatorOf(name, operator)).map(([re]) => re),
  );
}

/**
 * Computes the largest factor by which exp(-tG) increases a patch's norm, over all
 * patches and over the range of t in the flow's experiment.
 */
export function largestGrowth(
  name: FlowName,
  operator: DerivativeOperator,
): number {
  const generator = generatorOf(name, operator);
  const [low, high] = flows[name].distribution.support;
  const norms = Array.from({ length: TIMES }, (_, i) => {
    const t = low + (high - low) * i / (TIMES - 1);
    return spectralNorm(moved(generator, t), SIDE ** 2);
  });
  return Math.max(...norms);
}

/** A bump of 3 cells: 1 in the middle, 0 from 1.5 cells on. */
const bump = (cells: number) =>
  Math.abs(cells) < 1.5 ? Math.cos(Math.PI * cells / 3) ** 2 : 0;

/**
 * Computes the leakage of a shift along x: a bump in the middle of the patch is moved
 * by exp(-tG). The leakage is the norm of the result on the cells where the moved
 * function is exactly 0, over the norm of the bump.
 *
 * @param cells Distance of the shift, cells.
 */
export function leakage(operator: DerivativeOperator, cells: number): number {
  const t = cells * 2 / SIDE; // in half-frames
  const axis = centres(SIDE).map((c) => c * SIDE / 2); // in cells
  const patch = (by: number) =>
    Float64Array.from(
      { length: SIDE ** 2 },
      (_, i) => bump(axis[i % SIDE] - by) * bump(axis[Math.floor(i / SIDE)]),
    );
  const before = patch(0), exact = patch(cells);
  const matrix = moved(generatorOf("shift", operator), t);
  const leaked = exact.map((value, i) =>
    value !== 0 ? 0 : before.reduce(
      (sum, v, k) => sum + matrix[i * SIDE ** 2 + k] * v,
      0,
    )
  );
  return Math.hypot(...leaked) / Math.hypot(...before);
}
