/**
 * Registration: the generator that relates pairs of images, and the t of each pair,
 * fitted to the pixels along the exact flow. No network takes part.
 *
 * Fits are generator functions (`Pausable`): `runAtOnce` runs one to its end, and a
 * loop over `next()` can stop between two steps.
 *
 * @module
 */
export type { FiniteMap } from "./finite_map.ts";
export type { FirstOrderFit } from "./first_order_fit.ts";
export type { Frame } from "./frame.ts";
export type { Region } from "./region.ts";
export { type Frames, framesOf } from "./frames.ts";
export type { Influences } from "./influences.ts";
export type { Interval } from "./intervals.ts";
export type { Known } from "./known.ts";
export {
  movable,
  type MovableImage,
  type MovableOptions,
  type MovablePairs,
} from "./movable.ts";
export type { NoiseLevels } from "./noise_level.ts";
export type { Polished } from "./polish.ts";
export { refinedT } from "./refined_t.ts";
export {
  type Beginning,
  type FittedPairs,
  type PairsFit,
  type RegisteredPairs,
  registerPairs,
} from "./register_pairs.ts";
export type { Registered } from "./registration.ts";
export type { Blurs } from "./relative_blurs.ts";
export type { Pausable } from "../runtime/pausable.ts";
export { runAtOnce } from "../runtime/run_at_once.ts";
