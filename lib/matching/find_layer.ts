import type { Basis } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { anderson } from "./anderson.ts";
import {
  improvedLayer,
  type LayerModel,
  layerModel,
  LEAST_GAIN,
} from "./estimate_layer.ts";
import { type Frames, numbersTo } from "./frames.ts";
import { movable } from "./movable.ts";
import { register } from "./registration.ts";
import { plainLayer, type StaticLayer, withoutLayer } from "./static_layer.ts";

/**
 * The largest number of rounds of both fits, and of rounds of the motion's fit in each
 * of these.
 */
const ROUNDS = 16, MOTION_ROUNDS = 4;

/** The rounds end if the generator turns by less than this, in radians. */
const SETTLED = 3e-4;

/** A layer, and the motion that was fitted together with it. */
export interface FoundLayer {
  readonly model: LayerModel;
  readonly layer: StaticLayer;
  /** Coefficients of the generator, and one t per pair. */
  readonly alpha: Float64Array;
  readonly t: Float64Array;
}

/**
 * Finds the static layer of some pairs.
 *
 * @param hidden `side^2` values, 1 on the cells of opaque marks.
 * @param start The start: coefficients of a generator, and one t per pair.
 * @returns Undefined if the pairs show no layer.
 */
export function* findLayer(
  frames: Frames,
  hidden: Uint8Array,
  basis: Basis,
  start: Pick<FoundLayer, "alpha" | "t">,
): Pausable<FoundLayer | undefined> {
  const content = yield* movable(
    yield* withoutLayer(frames, plainLayer(hidden)),
  );
  const model = yield* layerModel(content, { basis, ...start });
  if (model === "none" && !hidden.includes(1)) return undefined;
  return yield* fitLayer(frames, hidden, basis, model, start);
}

/**
 * Fits a layer of a given model and the motion alternately, each with the other one
 * fixed. Anderson's acceleration extrapolates the layers to their fixed point.
 *
 * @param hidden,start As in `findLayer`.
 */
export function* fitLayer(
  frames: Frames,
  hidden: Uint8Array,
  basis: Basis,
  model: LayerModel,
  start: Pick<FoundLayer, "alpha" | "t">,
): Pausable<FoundLayer> {
  let { alpha, t } = start;
  let layer = plainLayer(hidden);
  if (model === "none") return { model, layer, alpha, t };
  let content = yield* movable(yield* withoutLayer(frames, layer));
  const all = numbersTo(frames.count);
  const accelerate = anderson();
  for (let round = 0; round < ROUNDS; round++) {
    const motion = { basis, alpha, t };
    const next = yield* improvedLayer(frames, layer, content, motion, model);
    layer = fromList(accelerate(listOf(layer), listOf(next)), next);
    yield;
    content = yield* movable(yield* withoutLayer(frames, layer));
    const moved = yield* register(
      content,
      basis,
      all,
      alpha,
      t,
      MOTION_ROUNDS,
    );
    const turned = Math.acos(Math.min(1, Math.abs(dot(alpha, moved.alpha))));
    ({ alpha, t } = moved);
    yield;
    if (turned < SETTLED) break;
  }
  return { model, layer, alpha, t };
}

/** A vector of all gains of a layer, then all offsets. */
const listOf = ({ gain, offset }: StaticLayer): Float64Array =>
  Float64Array.from([...gain, ...offset]);

function fromList(
  values: Float64Array,
  { hidden }: StaticLayer,
): StaticLayer {
  const cells = hidden.length;
  return {
    // Cells that became hidden have no gain.
    gain: Float32Array.from(
      hidden,
      (is, i) => is ? 1 : Math.max(values[i], LEAST_GAIN),
    ),
    offset: Float32Array.from(hidden, (is, i) => is ? 0 : values[cells + i]),
    hidden,
  };
}
