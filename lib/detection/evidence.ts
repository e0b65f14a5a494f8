import { generatorScores } from "../evaluation/generator_scores.ts";
import type { Basis } from "../lie/basis.ts";
import { ambiguousShare } from "../matching/ambiguous_t.ts";
import type { Evidence } from "./diagnose.ts";
import {
  errorsUnmoved,
  explainedEach,
  shareExplained,
  sumOf,
} from "../matching/explained.ts";
import { firstOrder } from "../matching/first_order.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow } from "../matching/match_t.ts";
import type { Searched } from "../matching/match_t.ts";
import type { MovablePairs } from "../matching/movable.ts";
import { register, type Registered } from "../matching/registration.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** Inputs of the evidence. */
export interface Fit {
  /** Pairs that the generator was fitted to. */
  readonly fitted: Uint32Array;
  /** Pairs that nothing was fitted to. */
  readonly held: Uint32Array;
  readonly matched: Searched;
  /** Errors of the held-out pairs where nothing is moved. */
  readonly errorsWithoutMotion: Float64Array;
  /** Bound of |t|. */
  readonly largest: number;
  readonly uncertainty: number;
  readonly agreement: number;
}

/**
 * A second generator is fitted to the worst explained share of the pairs that the
 * first was fitted to, of so many of them at most.
 */
const SECOND_SHARE = 0.5, SECOND_PAIRS = 600;

/** Rounds of its fit, and blurs of its starts, in cells. */
const SECOND_ROUNDS = 8, SECOND_BLURS = [1, 2];

/** Gathers what held-out pairs say about a generator. */
export function* evidenceOf(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  fit: Fit,
): Pausable<Evidence> {
  const {
    held,
    matched,
    errorsWithoutMotion,
    largest,
    uncertainty,
    agreement,
  } = fit;

  const strangers = withNextXt(images, held);
  const chance = yield* matchInParts(
    strangers,
    alongFlow(strangers, basis, alpha, largest),
    held,
  );
  const two = yield* bestOfTwo(pairs, images, basis, alpha, fit);
  const brightness = adjusted(pairs, held);
  const [most, mean] = [
    matched.t.reduce((a, v) => Math.max(a, Math.abs(v)), 0),
    sumOf(matched.t) / held.length,
  ];
  const spread = Math.sqrt(
    matched.t.reduce((sum, v) => sum + (v - mean) ** 2, 0) / held.length,
  );
  return {
    explained: shareExplained(matched.errors, errorsWithoutMotion),
    explainedByChance: shareExplained(
      chance.errors,
      errorsUnmoved(strangers, basis, held),
    ),
    explainedByBrightness: brightness.explained,
    explainedByTwo: shareExplained(two.errors, errorsWithoutMotion),
    angleOfTwo: two.angle,
    change: brightness.change,
    spreadOfT: most > 0 ? spread / most : 0,
    ambiguousT: yield* ambiguousShare(
      images,
      basis,
      alpha,
      held,
      largest,
      matched,
    ),
    uncertainty,
    agreement,
  };
}

/** Every chosen x0 with the xt of the next chosen pair. */
function withNextXt(images: MovablePairs, chosen: Uint32Array): MovablePairs {
  const cells = images.side ** 2;
  const xt = images.xt.slice();
  chosen.forEach((pair, i) => {
    const other = chosen[(i + 1) % chosen.length] * cells;
    xt.set(images.xt.subarray(other, other + cells), pair * cells);
  });
  return { ...images, xt };
}

/** The held-out pairs' errors under the better of two generators. */
function* bestOfTwo(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  { fitted, held, matched, largest }: Fit,
) {
  const worst = yield* worstExplained(
    images,
    basis,
    alpha,
    fitted.subarray(0, SECOND_PAIRS),
    largest,
  );
  const fits: Registered[] = [];
  for (const sd of SECOND_BLURS) {
    const { alpha, t } = firstOrder(pairs, basis, worst, sd, 1);
    yield;
    fits.push(register(images, basis, worst, alpha, t, SECOND_ROUNDS));
    yield;
  }
  const second = fits.reduce((a, b) => (b.error < a.error ? b : a));
  const reach = Math.max(
    largest,
    1.5 * second.t.reduce((a, v) => Math.max(a, Math.abs(v)), 0),
  );
  const other = yield* matchInParts(
    images,
    alongFlow(images, basis, second.alpha, reach),
    held,
  );
  return {
    errors: matched.errors.map((error, i) => Math.min(error, other.errors[i])),
    angle: generatorScores(second.alpha, alpha).angleDegrees,
  };
}

/** The pairs of which a generator explains least. */
function* worstExplained(
  images: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  chosen: Uint32Array,
  largest: number,
): Pausable<Uint32Array> {
  const { errors } = yield* matchInParts(
    images,
    alongFlow(images, basis, alpha, largest),
    chosen,
  );
  const explained = explainedEach(errors, errorsUnmoved(images, basis, chosen));
  return Uint32Array.from(
    Array.from(chosen.keys())
      .sort((a, b) => explained[a] - explained[b])
      .slice(0, Math.ceil(SECOND_SHARE * chosen.length)),
    (i) => chosen[i],
  );
}

/**
 * How much of the change a gain and an offset of every pair explain, and how
 * large the change is beside the images' own variation.
 */
function adjusted(
  { side, x0, xt }: WorkingPairs,
  chosen: Uint32Array,
): { readonly explained: number; readonly change: number } {
  const cells = side * side;
  let [left, changed, varied] = [0, 0, 0];
  for (const pair of chosen) {
    const a = x0.subarray(pair * cells, (pair + 1) * cells);
    const b = xt.subarray(pair * cells, (pair + 1) * cells);
    let [sa, sb, aa, ab, bb, difference] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < cells; i++) {
      sa += a[i];
      sb += b[i];
      aa += a[i] * a[i];
      ab += a[i] * b[i];
      bb += b[i] * b[i];
      difference += (a[i] - b[i]) ** 2;
    }
    const va = aa - sa * sa / cells, vb = bb - sb * sb / cells;
    const vab = ab - sa * sb / cells;
    left += vb - (va > 0 ? vab * vab / va : 0);
    changed += difference;
    varied += va;
  }
  return {
    explained: changed > 0 ? 1 - left / changed : 0,
    change: varied > 0 ? changed / varied : 0,
  };
}
