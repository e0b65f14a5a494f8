import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { exchanged, type Frames, numbersTo, someFrames } from "./frames.ts";
import { type LayerEquations, layerEquations } from "./layer_equations.ts";
import { movable, type MovablePairs } from "./movable.ts";
import { type MovedTargets, movedTargets } from "./moved_targets.ts";
import { solveLayer } from "./solve_layer.ts";
import { composed, type StaticLayer, withMeanGain } from "./static_layer.ts";

/** A generator, and the t of every pair. */
export interface KnownMotion {
  readonly basis: Basis;
  readonly alpha: ArrayLike<number>;
  readonly t: ArrayLike<number>;
}

/** A cell with a smaller gain counts as opaque, because it shows too little content. */
export const LEAST_GAIN = 0.2;

/**
 * Improves a layer by one Gauss-Newton step, with the motion fixed. The step minimises
 * two differences: x0 without the layer, moved and put under it, from xt, and xt without
 * the layer, moved back and put under it, from x0.
 *
 * @param frames Frames with the layer.
 * @param content The content of these frames, without the layer.
 */
export function* improvedLayer(
  frames: Frames,
  layer: StaticLayer,
  content: MovablePairs,
  motion: KnownMotion,
  model: LayerModel,
): Pausable<StaticLayer> {
  const present = Float64Array.from([
    ...layer.gain.map((value) => value - 1),
    ...layer.offset,
  ]);
  const step = yield* solveLayer(yield* equationsOf(content, motion), {
    fixedGain: model === "offset",
    present,
  });
  const next = composed(layer, partsOf(step));
  const hidden = next.hidden.map((is, cell) =>
    is || next.gain[cell] < LEAST_GAIN ? 1 : 0
  );
  return withMeanGain(withHidden(hidden, next), frames);
}

/** A layer with other hidden cells, on which it has gain 1 and offset 0. */
const withHidden = (
  hidden: Uint8Array,
  { gain, offset }: StaticLayer,
): StaticLayer => ({
  hidden,
  gain: gain.map((value, cell) => hidden[cell] ? 1 : value),
  offset: offset.map((value, cell) => hidden[cell] ? 0 : value),
});

const partsOf = (step: Float64Array) => {
  const cells = step.length / 2;
  return {
    gain: Float32Array.from(step.subarray(0, cells), (value) => 1 + value),
    offset: Float32Array.from(step.subarray(cells)),
  };
};

/** The kinds of unknowns that a layer has. */
export type LayerModel = "none" | "offset" | "gain and offset";

/**
 * A model with more unknowns is chosen if its error, on pairs that it was not fitted to,
 * is at most this share of the simpler model's error. Shares measured at the first
 * registration of 120 pairs of 20 x 20 cells, for the offset alone, and for gain and
 * offset:
 *
 * - five sets of strokes and scenes without a layer, with and without noise: 1.00 to
 *   1.01, and 0.97 to 1.11;
 * - shifted strokes under a vignette that halves the light in the corners: 0.80, and
 *   0.47; with noise of 0.01: 0.90, and 0.71;
 * - scenes under a pattern of 0.02 of the range, with noise of 0.01: 0.35, and 0.35.
 */
const CLEARLY_LESS = { offset: 0.95, gain: 0.9 };

/**
 * Chooses the model of a layer by two-fold cross-validation: the layer is fitted to one
 * half of the pairs, and its blurred and pooled errors are computed on the other half.
 */
export function* layerModel(
  content: MovablePairs,
  { basis, alpha, t }: KnownMotion,
): Pausable<LayerModel> {
  const halves: LayerEquations[] = [];
  for (const first of [0, 1]) {
    const chosen = numbersTo(content.count).filter((i) => i % 2 === first);
    const pairs = yield* movable(yield* someFrames(content, chosen));
    const motion = { basis, alpha, t: chosen.map((i) => t[i]) };
    halves.push(yield* equationsOf(pairs, motion));
  }
  let [none, offset, both] = [0, 0, 0];
  for (const [own, other] of [halves, halves.toReversed()]) {
    none += yield* other.errors();
    offset += yield* other.errors(
      yield* solveLayer(own, { fixedGain: true }),
    );
    both += yield* other.errors(
      yield* solveLayer(own, { fixedGain: false }),
    );
  }
  const isAdded = offset <= CLEARLY_LESS.offset * none;
  if (both <= CLEARLY_LESS.gain * (isAdded ? offset : none)) {
    return "gain and offset";
  }
  return isAdded ? "offset" : "none";
}

/** Matches all pairs, x0 moved onto xt, and xt moved back onto x0. */
function* bothWays(
  pairs: MovablePairs,
  { basis, alpha, t }: KnownMotion,
): Pausable<MovedTargets[]> {
  const { threshold } = pairs;
  return [
    yield* movedTargets(pairs, basis, alpha, t),
    yield* movedTargets(
      yield* movable(exchanged(pairs), { threshold }),
      basis,
      alpha,
      Array.from(t, (value) => -value),
    ),
  ];
}

function* equationsOf(
  pairs: MovablePairs,
  motion: KnownMotion,
): Pausable<LayerEquations> {
  const matches = yield* bothWays(pairs, motion);
  return yield* layerEquations(matches, weightsOf(matches));
}

/**
 * Weights of the pairs: those that match worse than the median pair have a smaller one.
 */
function weightsOf(matches: readonly MovedTargets[]): Float64Array {
  const [{ side, count }] = matches;
  const cells = side * side;
  const errors = Float64Array.from({ length: count }, (_, i) => {
    let [sum, compared] = [0, 0];
    for (const { moved, target, share } of matches) {
      for (let at = i * cells; at < (i + 1) * cells; at++) {
        sum += share[at] * (moved[at] - target[at]) ** 2;
        compared += share[at];
      }
    }
    return compared > 0 ? sum / compared : Infinity;
  });
  const middle = errors.toSorted()[count >> 1];
  return errors.map((error) => middle > 0 ? 2 / (1 + error / middle) : 1);
}
