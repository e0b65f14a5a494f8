import { halving } from "../images/halve.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { sumOfProducts } from "./brightness.ts";
import { shareExplained, sumOf } from "./explained.ts";
import { FIELD_BLUR } from "./field_matches.ts";
import { numbersTo } from "./frames.ts";
import type { MovablePairs } from "./movable.ts";
import { type PairFields, someFields } from "./pair_fields.ts";

/**
 * A field matches a pair if it leaves at most this share of its change without noise.
 * Measured: 0.001 to 0.01 in most pairs of moved digits, strokes and scenes, more than
 * 0.16 in most pairs of unrelated digits and scenes.
 */
const MATCHED = 0.05;

/**
 * Fields with a larger norm of coefficients are left out, because they move content out
 * of the frame.
 */
const LONGEST = 3;

/** Expected squared residuals of one pair that are noise. */
export interface FieldNoise {
  /** The expected value without motion. */
  readonly unmoved: number;
  /** The expected value that each fitted dimension of a field removes. */
  readonly perDimension: number;
}

/**
 * Computes the effect of noise on residuals after the blur of fields. A blurred and
 * pooled plane of white noise of variance v has the variance v / 4 along every smooth
 * pattern of squared sum 1, and the variance v / (4 pi sd^2) in every cell.
 */
export function* fieldNoise(pairs: MovablePairs): Pausable<FieldNoise> {
  const { side, unitNoise } = pairs, cells = side * side;
  const { x0, xt } = yield* pairs.noise();
  const { side: half, halve } = halving(side, FIELD_BLUR);
  const pooled = new Float32Array(half * half);
  const count = unitNoise.length / cells;
  let squares = 0;
  yield* pausingLoop(count, cells, (i) => {
    halve(unitNoise.subarray(i * cells, (i + 1) * cells), pooled);
    squares += sumOfProducts(pooled, pooled) / count;
  });
  const unmoved = (x0 ** 2 + xt ** 2) * squares;
  return {
    unmoved,
    perDimension: unmoved * Math.PI * FIELD_BLUR ** 2 / half ** 2,
  };
}

/** The pairs that their fields match. */
export interface WellMatched {
  /** Rows of these pairs in the given fields. */
  readonly rows: readonly number[];
  readonly matched: PairFields;
  readonly noise: FieldNoise;
  /** Their share of the change of all pairs, 0 to 1. */
  readonly share: number;
}

/** Selects the pairs that their fields match. */
export function wellMatched(
  fields: PairFields,
  noise: FieldNoise,
): WellMatched {
  const { count, terms, coefficients, errors, errorsWithoutMotion } = fields;
  const floor = noise.unmoved - terms * noise.perDimension;
  const changes = errorsWithoutMotion.map((error) =>
    Math.max(error - noise.unmoved, 0)
  );
  const rows = numbersTo(count).filter((i) => {
    const own = coefficients.subarray(i * terms, (i + 1) * terms);
    return Math.hypot(...own) < LONGEST &&
      errors[i] - floor <= MATCHED * changes[i];
  });
  const total = sumOf(changes);
  const ofMatched = rows.reduce((sum, i) => sum + changes[i], 0);
  return {
    rows,
    matched: someFields(fields, rows),
    noise,
    share: total > 0 ? ofMatched / total : 0,
  };
}

/**
 * Computes the share of the change, without noise, that the fields of all pairs explain.
 */
export function shareByFields(fields: PairFields, noise: FieldNoise): number {
  const { count, terms, errors, errorsWithoutMotion } = fields;
  const floor = noise.unmoved - terms * noise.perDimension;
  return shareExplained(errors, errorsWithoutMotion, {
    matched: count * floor,
    unmoved: count * noise.unmoved,
  });
}
