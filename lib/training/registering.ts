import * as tf from "@tensorflow/tfjs";
import type { Basis } from "../lie/basis.ts";
import { choosePairs } from "../datasets/choose_pairs.ts";
import type { Pairs } from "../datasets/types.ts";
import { periodOf } from "../matching/period.ts";
import { type Frames, framesOf } from "../matching/frames.ts";
import { lowerQuantile } from "../matching/quantiles.ts";
import { refinedT } from "../matching/refined_t.ts";
import { movable } from "../matching/movable.ts";
import { registerPairs } from "../matching/register_pairs.ts";
import { networkT, tensorValues } from "../model/network_t.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import type { Pausable } from "../runtime/pausable.ts";
import type { Work } from "./trainer.ts";

/**
 * Least share of the change that the generator must explain; below it, t are not
 * matched.
 */
const LEAST_EXPLAINED = 0.6;

/**
 * Does the registration of a training: it fits alpha to some training pairs, beginning
 * with the alpha of the basin stage. If the t-network learns matched t, it also matches
 * the pairs that later steps draw.
 *
 * @param waits Whether values can only be read asynchronously.
 * @param signal Stops the registration, which then changes nothing.
 * @returns Whether the registration was completed.
 */
export function* registering(
  work: Work,
  pairs: Pairs,
  seed: number,
  waits: boolean,
  signal?: AbortSignal,
): Pausable<boolean> {
  const { model, settings, state } = work;
  const { basis } = model.spec;
  const alpha = yield* tensorValues(model.alpha, waits);
  const t = yield* networkT(model, work.flows.pixelFlow, pairs, waits);
  const order = shuffled(pairs.count, randomStream(seed, "registered"));
  const chosen = order.slice(0, settings.registration!.pairs);
  const frames = yield* framesOf(pairs, chosen);
  // Without any content in the images there is nothing to register.
  if (frames === undefined) return true;
  const found = yield* stopped(
    registerPairs(
      yield* movable(frames),
      basis,
      seed,
      {
        alpha: Float64Array.from(alpha),
        t: Float64Array.from(chosen, (pair) => t[pair]),
      },
    ),
    signal,
  );
  if (found === undefined) return false;
  const drawn = work.pairsToCome();
  // If no flow relates the pairs, their t have no meaning.
  if (state.taught !== undefined && found.explained >= LEAST_EXPLAINED) {
    const factor = timeFactor(Array.from(chosen, (i) => t[i]), found.t);
    const matched = yield* stopped(
      refinedT(
        drawn.length < pairs.count ? choosePairs(pairs, drawn) : pairs,
        basis,
        found.alpha,
        drawn.map((pair) => factor * t[pair]),
      ),
      signal,
    );
    if (matched === undefined) return false;
    drawn.forEach((pair, i) => t[pair] = matched[i]);
  }
  const period = yield* stopped(
    roundPeriod(frames, basis, found.alpha, drawn.map((pair) => t[pair])),
    signal,
  );
  if (period === undefined) return false;
  tf.tidy(() => {
    model.alpha.assign(tf.tensor1d(Float32Array.from(found.alpha)));
    beginAnew(work);
    if (state.taught === undefined) return;
    state.taught.t.assign(tf.tensor1d(t));
    state.taught.period.assign(tf.scalar(period));
  });
  return true;
}

/**
 * Computes the factor that converts the network's t, which belong to the generator of
 * the basin stage, to t of the registered generator, by least squares over the
 * registered pairs. It is needed because the registration may have begun with the
 * opposite generator, or with a field that is slower at the same norm.
 *
 * @param network One t per registered pair.
 * @param registered One t per registered pair.
 */
function timeFactor(
  network: readonly number[],
  registered: ArrayLike<number>,
): number {
  let product = 0, square = 0;
  network.forEach((t, i) => {
    product += t * registered[i];
    square += t * t;
  });
  return square > 0 ? product / square : 0;
}

/** Largest range of t, as a share of the period, that is treated as a line. */
const ON_LINE = 0.5;

/**
 * Computes the period of the flow if the range of t exceeds half of it, and 0
 * otherwise. On a line the network's outputs are more exact, but only if no t are on
 * opposite sides of a seam.
 */
function* roundPeriod(
  frames: Frames,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: ArrayLike<number>,
): Pausable<number> {
  const period = yield* periodOf(frames, basis, alpha);
  const sorted = Float64Array.from(t).sort();
  const range = lowerQuantile(sorted, 0.99) - lowerQuantile(sorted, 0.01);
  return period !== undefined && range > ON_LINE * period ? period : 0;
}

/**
 * Resets the t-network to its initial values. Large motions have spoilt it in the basin
 * stage, and its estimates are not needed any more.
 */
function beginAnew({ state: { parameters, moments }, startOfT }: Work): void {
  let k = 0;
  parameters.forEach(({ group, variable }, i) => {
    if (group !== "tNetwork") return;
    variable.assign(tf.tensor(startOfT[k++], variable.shape));
    for (const moment of Object.values(moments[i])) {
      moment.assign(tf.zerosLike(moment));
    }
  });
}

/** Runs a computation; returns undefined once the signal is aborted. */
export function* stopped<T>(
  computation: Pausable<T>,
  signal?: AbortSignal,
): Pausable<T | undefined> {
  for (let step = computation.next();; step = computation.next()) {
    if (step.done) return step.value;
    if (signal?.aborted) return undefined;
    yield step.value;
  }
}
