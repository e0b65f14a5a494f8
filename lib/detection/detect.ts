import { modesOf } from "../evaluation/modes.ts";
import type { Mode } from "../evaluation/modes.ts";
import type { Basis } from "../lie/basis.ts";
import { norm } from "../lie/basis.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { describe, type Description } from "./describe.ts";
import { type Evidence, type Verdict, verdictOf } from "./diagnose.ts";
import { evidenceOf } from "./evidence.ts";
import { firstOrder } from "./first_order.ts";
import { matchT } from "./match_t.ts";
import { movable, type MovablePairs, register } from "./registration.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** What `detect` is told. */
export interface DetectOptions {
  readonly basis: Basis;
  /** Repeats over other draws of the pairs and other starts; by default 3. */
  readonly seeds?: number;
  /** Told what is being done. */
  readonly onProgress?: (done: number, total: number, label: string) => void;
}

/** A coefficient and how well it is known. */
export interface Coefficient {
  readonly term: string;
  readonly value: number;
  /** Half of the 95 % interval around the value. */
  readonly halfWidth: number;
}

/** What the pairs say. */
export interface Detection {
  readonly basis: Basis;
  /** Unit norm; the largest one is positive. */
  readonly coefficients: readonly Coefficient[];
  readonly description: Description;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** Held-out pairs, by their numbers in the files. */
  readonly held: {
    readonly indices: Uint32Array;
    /** In units of the unit generator. */
    readonly t: Float64Array;
    /** Share of each pair's change that the flow explains. */
    readonly explained: Float64Array;
  };
  readonly modes: readonly Mode[];
}

/** Pairs that a generator is fitted to, and that it is judged by, at most. */
const MOST_FITTED = 3000, MOST_HELD = 1000;
const HELD_SHARE = 0.25;

/** Blurs of the first-order starts, in cells of a frame of 28. */
const STARTS = [1, 2, 4];

/** Pairs, and rounds, in which starts are compared. */
const COMPARED = 300, COMPARING = 6, FITTING = 12;

/** Multiplies a standard error to give half of a 95 % interval. */
const NORMAL_95 = 1.96;

/**
 * Finds the generator that relates the images of pairs, how far each pair is
 * moved, and whether that is to be believed.
 */
export function detect(
  pairs: WorkingPairs,
  { basis, seeds = 3, onProgress = () => {} }: DetectOptions,
): Detection {
  const images = movable(pairs);
  const terms = basis.terms.length;
  const fits = Array.from({ length: seeds }, (_, seed) => {
    onProgress(seed, seeds, "fitting");
    return fitted(pairs, images, basis, seed);
  });
  onProgress(seeds, seeds, "judging");
  // The sign is a convention: that of the largest coefficient of the first fit.
  const [{ alpha: first }] = fits;
  const lead = first.reduce(
    (best, value, i) => Math.abs(value) > Math.abs(first[best]) ? i : best,
    0,
  );
  const aligned = fits.map(({ alpha }) => {
    const sign = Math.sign(alpha[lead]) || 1;
    return alpha.map((value) => sign * value);
  });
  const mean = Float64Array.from(
    { length: terms },
    (_, k) => aligned.reduce((sum, alpha) => sum + alpha[k], 0) / seeds,
  );
  const alpha = mean.map((value) => value / norm(mean));
  const halfWidths = Float64Array.from({ length: terms }, (_, k) => {
    const sampling = fits.reduce((sum, { covariance }) =>
      sum + covariance[k * (terms + 1)], 0) / seeds;
    const between = aligned.reduce((sum, other) =>
      sum + (other[k] - mean[k]) ** 2, 0) / Math.max(1, seeds - 1);
    const systematic = fits.reduce((sum, { shift }) =>
      sum + shift[k] ** 2, 0) / seeds;
    return NORMAL_95 * Math.sqrt(sampling + between + systematic);
  });
  const { held, largest } = fits[0];
  const matched = matchT(images, basis, alpha, held, largest);
  const evidence = evidenceOf(pairs, images, basis, alpha, {
    held,
    matched,
    largest,
    uncertainty: halfWidths.reduce((a, b) => Math.max(a, b), 0),
  });
  return {
    basis,
    coefficients: basis.terms.map(({ label }, k) => ({
      term: label,
      value: alpha[k],
      halfWidth: halfWidths[k],
    })),
    description: describe(basis, alpha),
    verdict: verdictOf(evidence.evidence),
    evidence: evidence.evidence,
    held: {
      indices: Uint32Array.from(held, (i) => pairs.indices[i]),
      t: matched.t,
      explained: evidence.explained,
    },
    modes: modesOf(matched.t),
  };
}

/** One fit: a draw of pairs, several starts, the best of them to its end. */
function fitted(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  seed: number,
) {
  const order = shuffled(pairs.count, randomStream(seed, "fitted"));
  const heldCount = Math.min(MOST_HELD, Math.ceil(HELD_SHARE * pairs.count));
  const held = order.slice(0, heldCount);
  const rest = order.slice(heldCount, heldCount + MOST_FITTED);
  const few = rest.slice(0, COMPARED);
  const scale = Math.max(pairs.height, pairs.width) / 28;
  const tried = STARTS.map((sd) => {
    const { alpha, t } = firstOrder(pairs, basis, few, sd * scale, seed);
    return register(images, basis, few, alpha, t, COMPARING);
  });
  const best = tried.reduce((a, b) => (b.error < a.error ? b : a));
  const largest = 1.5 *
    best.t.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const start = matchT(images, basis, best.alpha, rest, largest);
  const found = register(images, basis, rest, best.alpha, start.t, FITTING);
  // The same with another blur: what changes is no matter of the draw.
  const other = register(images, basis, rest, found.alpha, found.t, 3, 2);
  const shift = found.alpha.map((value, k) => value - other.alpha[k]);
  return { ...found, shift, held, largest };
}
