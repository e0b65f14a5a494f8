import { sumOf } from "../matching/explained.ts";
import {
  findLayer,
  fitLayer,
  type FoundLayer,
} from "../matching/find_layer.ts";
import type { Region } from "../matching/region.ts";
import {
  evenly,
  type Frames,
  numbersTo,
  someFrames,
} from "../matching/frames.ts";
import { movable } from "../matching/movable.ts";
import { type Beginning, registerPairs } from "../matching/register_pairs.ts";
import { roughLayer } from "../matching/rough_layer.ts";
import {
  plainLayer,
  type StaticLayer,
  withoutLayer,
} from "../matching/static_layer.ts";
import { withinStillBands } from "../matching/still_bands.ts";
import { withinRegion } from "../matching/within_region.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { BOUNDS } from "./bounds.ts";
import {
  type Candidate,
  candidate,
  HELD_OUT,
  REGISTRATION,
  type Task,
} from "./candidate.ts";
import { areAlike, hasNoFlow, verdictOf } from "./diagnose.ts";
import { isUsable } from "./found.ts";
import { layerWords, rangeLength } from "./layer_words.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/**
 * The largest number of pairs that a layer is estimated from, on frames of up to 32
 * cells per side. On larger frames it is the number with as many cells, at least
 * `LEAST_MOST`.
 */
const MOST_PAIRS = 300, LEAST_MOST = 100;
const MOST_CELLS = MOST_PAIRS * 32 ** 2;

/** Pairs without their layer, and the candidate that is registered on them. */
export interface WithoutLayer {
  readonly task: Task;
  readonly found: Candidate;
}

/**
 * Removes the static layer of a task's pairs, if that leaves clearly less of the
 * held-out pairs' change, and their flow can be used; else undefined. The layer is
 * estimated from fitted pairs.
 */
export function* withoutStaticLayer(
  task: Task,
  found: Candidate,
): Pausable<WithoutLayer | undefined> {
  const { pairs } = task;
  // If the images of all pairs look alike, the layer may be their content.
  if (areAlike(found.evidence)) return undefined;
  const { fitted } = pairs.shares;
  const left = leftBy(found);
  const region = yield* withinStillBands(task.spline);
  const isCut = isSmaller(region, pairs.region);
  if (!isCut && !(left >= BOUNDS.leftForLayer)) return undefined;
  const base = isCut ? yield* withinRegion(pairs, region) : pairs;
  const most = Math.max(Math.round(MOST_CELLS / pairs.side ** 2), LEAST_MOST);
  const chosen = evenly(fitted.length, Math.min(most, MOST_PAIRS));
  const some = yield* someFrames(base, chosen.map((i) => fitted[i]));
  let best: (WithoutLayer & { readonly by?: FoundLayer }) | undefined;
  const rough = yield* roughLayer(some);
  const starts = yield* startsOf(task, found, some, chosen, rough, isCut);
  for (const start of starts) {
    const by = yield* layerFrom(task, some, rough.hidden, yield* start());
    if (by === undefined && !isCut) continue;
    const other = {
      by,
      ...yield* withLayer(task, base, by?.layer ?? plainLayer(rough.hidden)),
    };
    const isBetter = isClearlyLess(other.found, best?.found ?? found);
    const { evidence } = other.found;
    const verdict = verdictOf(evidence);
    if (isBetter && isUsable({ verdict })) best = other;
    if (best === other && evidence.explained >= BOUNDS.nearlyAll) break;
  }
  if (best?.by === undefined) return best;
  const half = yield* layerOfHalf(task, some, best.by);
  const fittedBase = yield* someFrames(base, fitted);
  const otherwise = yield* withoutLayer(fittedBase, half);
  return { ...best, task: { ...best.task, otherwise } };
}

/**
 * The layer of every second pair, which shows the uncertainty of the layer of all pairs.
 */
function* layerOfHalf(
  { basis }: Task,
  some: Frames,
  { model, layer, alpha, t }: FoundLayer,
): Pausable<StaticLayer> {
  const chosen = numbersTo(some.count).filter((i) => i % 2 === 0);
  const half = yield* fitLayer(
    yield* someFrames(some, chosen),
    layer.hidden,
    basis,
    model,
    { alpha, t: Float64Array.from(chosen, (i) => t[i]) },
  );
  return half.layer;
}

/**
 * Whether a flow leaves clearly less of the held-out pairs' change without a layer: less
 * of all errors, and much less of those that are not noise, by the noise level without
 * the layer.
 */
function isClearlyLess(without: Candidate, before: Candidate): boolean {
  const [left, leftBefore] = [leftBy(without), leftBy(before)];
  const { explained, noise } = without.evidence;
  const byNoise = left - (1 - explained) * (1 - noise);
  return left <= BOUNDS.errorsByLayer * leftBefore &&
    left - byNoise <= BOUNDS.leftByLayer * (leftBefore - byNoise);
}

const isSmaller = (a: Region, b: Region): boolean =>
  a.left > b.left || a.right < b.right || a.top > b.top || a.bottom < b.bottom;

/** The share of the held-out pairs' change, noise included, that a flow leaves. */
function leftBy({ judgement }: Candidate): number {
  const { matched, errorsWithoutMotion } = judgement;
  return sumOf(matched.errors) / sumOf(errorsWithoutMotion);
}

/**
 * Finds the motions that the search for a layer starts from: the registered one, unless
 * the evidence is against a flow or it explains less than half of the change; and the
 * motion of the images without a rough layer, if the registered one explains little. If
 * there are opaque cells, the latter comes first.
 */
function* startsOf(
  { basis, stages }: Task,
  found: Candidate,
  some: Frames,
  chosen: readonly number[],
  rough: StaticLayer,
  isCut: boolean,
): Pausable<(() => Pausable<Beginning>)[]> {
  const { alpha, t, explained } = found.registered;
  const registered = function* () {
    yield;
    return { alpha, t: Float64Array.from(chosen, (i) => t[i]) };
  };
  const withoutRough = function* () {
    stages.expect(REGISTRATION);
    stages.begin("registration without a rough layer", REGISTRATION);
    const cleaned = yield* withoutLayer(some, rough);
    return yield* registerPairs(yield* movable(cleaned), basis, 0);
  };
  if (isCut) return [withoutRough];
  const isFlow = explained >= BOUNDS.halfExplained &&
    !hasNoFlow(found.evidence);
  const begun = isFlow ? [registered] : [];
  if (rough.hidden.includes(1)) return [withoutRough, ...begun];
  const isPoor = 1 - explained >= BOUNDS.leftForRoughLayer &&
    deviationOf(rough.offset) >= BOUNDS.roughLayer * (yield* rangeLength(some));
  return isPoor ? [...begun, withoutRough] : begun;
}

const deviationOf = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

function* layerFrom(
  { basis, stages }: Task,
  some: Frames,
  hidden: Uint8Array,
  start: Beginning,
): Pausable<FoundLayer | undefined> {
  stages.expect(REGISTRATION);
  stages.begin("search for a layer that does not move", REGISTRATION);
  return yield* findLayer(some, hidden, basis, start);
}

/** The candidate of pairs without a layer. */
function* withLayer(
  task: Task,
  base: WorkingPairs,
  layer: StaticLayer,
): Pausable<WithoutLayer> {
  const { stages, pairs: before } = task;
  const cleaned = yield* withoutLayer(base, layer);
  const range = yield* rangeLength(before);
  const text = yield* layerWords(layer, cleaned, before.region, range);
  const findings = [
    ...before.findings,
    { kind: "static-layer", text } as const,
  ];
  // The layer was not estimated on the finer frames.
  const { finer: _, ...coarse } = cleaned;
  const pairs = { ...coarse, findings };
  const spline = yield* movable(
    yield* someFrames(pairs, pairs.shares.fitted),
  );
  stages.expect(REGISTRATION + HELD_OUT);
  stages.begin("registration without the layer", REGISTRATION);
  const next = { ...task, pairs, spline };
  return { task: next, found: yield* candidate(next, []) };
}
