import * as tf from "@tensorflow/tfjs";
import type { Basis } from "../lie/basis.ts";
import type { Pairs } from "../datasets/types.ts";
import { periodOf } from "../matching/period.ts";
import { type Frames, framesOf } from "../matching/frames.ts";
import { refinedT } from "../matching/refined_t.ts";
import { registerFrames } from "../matching/register_pairs.ts";
import { estimateT } from "../model/forward.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { type Pausable, waitFor } from "../runtime/pausable.ts";
import { choosePairs } from "../datasets/choose_pairs.ts";
import type { Work } from "./trainer.ts";

/** Where the generator explains a smaller share of the change, t are not matched. */
const LEAST_EXPLAINED = 0.6;

/** Pairs whose t the network says at once: bounds the memory, not the result. */
const CHUNK = 2000;

/**
 * The registration of a training: fits alpha to some training pairs, from where the
 * basin stage left it, and matches all pairs with it where their t are to teach.
 *
 * @param waits Whether values can only be waited for.
 * @param signal Gives it up: nothing is changed.
 * @returns Whether it got to its end.
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
  const alpha = yield* valuesOf(model.alpha, waits);
  const t = yield* networkT(work, pairs, waits);
  const order = shuffled(pairs.count, randomStream(seed, "registered"));
  const chosen = order.slice(0, settings.registration!.pairs);
  const frames = framesOf(pairs, chosen);
  // Where nothing is shown there is nothing to register.
  if (frames === undefined) return true;
  const found = yield* stopped(
    registerFrames(
      frames,
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
  // Where no flow relates the pairs, their t have no meaning.
  const matched =
    state.taught === undefined || found.explained < LEAST_EXPLAINED
      ? t
      : yield* stopped(refinedT(pairs, basis, found.alpha, t), signal);
  if (matched === undefined) return false;
  const period = roundPeriod(frames, basis, found.alpha, matched);
  tf.tidy(() => {
    model.alpha.assign(tf.tensor1d(Float32Array.from(found.alpha)));
    state.taught?.t.assign(tf.tensor1d(Float32Array.from(matched)));
    state.taught?.period.assign(tf.scalar(period));
    beginAnew(work);
  });
  return true;
}

/** Share of a period within which t are on a line. */
const ON_LINE = 0.5;

/**
 * The period of the flow if the t of all pairs go round most of it, else 0: on a
 * line the network answers more exactly, as long as t has no seam.
 */
function roundPeriod(
  frames: Frames,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: ArrayLike<number>,
): number {
  const period = periodOf(frames, basis, alpha);
  const sorted = Float64Array.from(t).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  const range = at(0.99) - at(0.01);
  return period !== undefined && range > ON_LINE * period ? period : 0;
}

/**
 * Puts the t-network back to its first values: long motions spoil it in the basin
 * stage, and its answers have done their work.
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

/** What a computation returns, or undefined once a signal is aborted. */
function* stopped<T>(
  computation: Pausable<T>,
  signal?: AbortSignal,
): Pausable<T | undefined> {
  for (let step = computation.next();; step = computation.next()) {
    if (step.done) return step.value;
    if (signal?.aborted) return undefined;
    yield step.value;
  }
}

function* valuesOf(tensor: tf.Tensor, waits: boolean): Pausable<Float32Array> {
  return waits
    ? yield* waitFor(tensor.data<"float32">())
    : tensor.dataSync<"float32">();
}

/** The t-network's t of all pairs. */
function* networkT(
  { model, flows }: Work,
  pairs: Pairs,
  waits: boolean,
): Pausable<Float32Array> {
  const t = new Float32Array(pairs.count);
  for (let first = 0; first < pairs.count; first += CHUNK) {
    const count = Math.min(CHUNK, pairs.count - first);
    const chosen = Uint32Array.from({ length: count }, (_, i) => first + i);
    const estimated = tf.tidy(() =>
      estimateT(model, pairTensors(flows.pixelFlow, choosePairs(pairs, chosen)))
    );
    t.set(yield* valuesOf(estimated, waits), first);
    estimated.dispose();
    yield;
  }
  return t;
}
