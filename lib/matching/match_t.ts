import type { Pausable } from "../runtime/pausable.ts";
import type { Basis } from "../lie/basis.ts";
import { fastestSpeed, type OrbitTable } from "../flow/orbit_table.ts";
import type { Frames } from "./frames.ts";
import { coarseOf, type MovablePairs, orbitsOf } from "./movable.ts";
import { changes, linearise } from "./residuals.ts";

/** The t of every chosen pair, and the error of its match. */
export interface Matched {
  readonly t: Float64Array;
  /** Sums of squared residuals, as in `linearise`. */
  readonly errors: Float64Array;
}

/** Matches by Gauss-Newton steps from a start. */
export interface RefinedMatches extends Matched {
  /** Rows of the pairs whose last step was not yet small. */
  readonly unsettled: readonly number[];
}

/** Matches by a search along the whole flow. */
export interface Searched extends Matched {
  /** The evenly spaced t that were tried first. */
  readonly places: readonly number[];
  /** The errors at these t, one row per pair. */
  readonly scanned: readonly (readonly number[])[];
}

/** The largest number of Gauss-Newton steps. */
const STEPS = 8;

/**
 * A step below this share of the largest step is the last one. It is taken without a
 * check of the error, because its own error is of second order.
 */
const SETTLED = 3e-3;

/**
 * The least number of t that are tried along the flow, and the largest distance that the
 * fastest cell moves between two of them, in half-frames.
 */
const PLACES = 33, STRIDE = 0.2;

/**
 * If a start leaves more than this share of a pair's change, its t is searched along the
 * whole flow.
 */
const POOR_MATCH = 0.05;

/** A flow along which pairs are matched. */
export interface Along {
  readonly table: OrbitTable;
  /** The orbits on a frame of half the resolution. */
  readonly coarse: OrbitTable;
  /** The evenly spaced t that a search tries first; 0 is among them. */
  readonly places: readonly number[];
}

/**
 * Prepares a generator's flow for matching.
 *
 * @param alpha Coefficients of the generator.
 * @param largest The bound of |t|.
 */
export function* alongFlow(
  { side }: Pick<Frames, "side">,
  basis: Basis,
  alpha: ArrayLike<number>,
  largest: number,
): Pausable<Along> {
  const size = { height: side, width: side };
  return {
    table: yield* orbitsOf({ side }, basis, alpha, largest, false),
    coarse: yield* orbitsOf({ side: side / 2 }, basis, alpha, largest, false),
    places: placesUpTo(largest, fastestSpeed(basis, alpha, size)),
  };
}

/**
 * Finds the t at which each pair matches best along a flow: the best of evenly spaced t,
 * then Gauss-Newton steps from there. A pair that ends at the largest t is tried again
 * at the smallest one and vice versa, because in a periodic flow a match just beyond one
 * end is just inside the other end.
 *
 * @param chosen Numbers of pairs.
 */
export function* matchT(
  pairs: MovablePairs,
  along: Along,
  chosen: ArrayLike<number>,
): Pausable<Searched> {
  const { table, places } = along;
  const scanned = yield* scan(pairs, along, chosen);
  const step = places[1] - places[0];
  const bestOf = (errors: readonly number[], side = 0) => {
    const allowed = errors.map((error, k) =>
      side * places[k] < 0 ? Infinity : error
    );
    return places[allowed.indexOf(Math.min(...allowed))];
  };
  const starts = scanned.map((errors) => bestOf(errors));
  const { t, errors } = yield* refineT(pairs, table, chosen, starts, step);
  const matched = { t, errors };
  const largest = places[places.length - 1];
  const atEnd = [...t.keys()].filter((i) => Math.abs(t[i]) >= largest);
  const again = yield* refineT(
    pairs,
    table,
    atEnd.map((i) => chosen[i]),
    atEnd.map((i) => bestOf(scanned[i], -Math.sign(t[i]))),
    step,
  );
  takeBetter(matched, atEnd, again);
  return { ...matched, places, scanned };
}

/** Replaces the matches of some rows by other matches if these are better. */
function takeBetter(
  { t, errors }: Matched,
  rows: readonly number[],
  other: Matched,
): void {
  rows.forEach((row, k) => {
    if (!(other.errors[k] < errors[row])) return;
    [t[row], errors[row]] = [other.t[k], other.errors[k]];
  });
}

/**
 * Finds the t at which each pair matches best from one start per pair, by Gauss-Newton
 * steps. Pairs that then match poorly or have not converged are searched along the whole
 * flow.
 *
 * @param start One t per chosen pair, in the unit generator's time.
 */
export function* matchFrom(
  pairs: MovablePairs,
  along: Along,
  chosen: ArrayLike<number>,
  start: ArrayLike<number>,
): Pausable<Matched> {
  const { table, places } = along;
  const { t, errors, unsettled } = yield* refineT(
    pairs,
    table,
    chosen,
    start,
    places[1] - places[0],
  );
  const near = { t, errors };
  const before = yield* changes(pairs, chosen);
  const moving = new Set(unsettled);
  const searched = [...before.keys()]
    .filter((i) => errors[i] > POOR_MATCH * before[i] || moving.has(i));
  if (searched.length === 0) return near;
  const far = yield* matchT(pairs, along, searched.map((i) => chosen[i]));
  takeBetter(near, searched, far);
  return near;
}

/** Evenly spaced t from -largest to largest, 0 among them. */
function placesUpTo(largest: number, speed: number): number[] {
  const each = Math.max((PLACES - 1) / 2, Math.ceil(largest * speed / STRIDE));
  return Array.from(
    { length: 2 * each + 1 },
    (_, i) => largest * (i / each - 1),
  );
}

/** Computes the errors of every chosen pair at every tried t, at half the resolution. */
function* scan(
  pairs: MovablePairs,
  { coarse, places }: Along,
  chosen: ArrayLike<number>,
): Pausable<number[][]> {
  const some = yield* coarseOf(pairs, chosen);
  const all = [...some.images.keys()];
  const scanned = Array.from(chosen, () => new Array<number>(places.length));
  for (const [k, place] of places.entries()) {
    const t = new Float64Array(chosen.length).fill(place);
    const { errors } = yield* linearise(some, coarse, t, all, 0);
    errors.forEach((error, i) => scanned[i][k] = error);
  }
  return scanned;
}

/**
 * Improves given t by Gauss-Newton steps. A step that makes the match worse is halved.
 *
 * @param table Orbits up to the largest t.
 * @param longest The largest step in t.
 */
export function* refineT(
  pairs: MovablePairs,
  table: OrbitTable,
  chosen: ArrayLike<number>,
  start: ArrayLike<number>,
  longest: number,
): Pausable<RefinedMatches> {
  const end = table.spacing * (table.nodes - 1) / 2;
  const clamped = (t: number) => Math.min(Math.max(t, -end), end);
  const t = Float64Array.from(start, clamped);
  const errors = new Float64Array(t.length).fill(Infinity);
  const step = new Float64Array(t.length);
  let moving = Array.from(t.keys());
  for (let k = 0; k <= STEPS && moving.length > 0; k++) {
    const next = moving.map((i) => clamped(t[i] + step[i]));
    const found = yield* linearise(
      pairs,
      table,
      next,
      moving.map((i) => chosen[i]),
    );
    moving = moving.filter((i, row) => {
      if (found.errors[row] < errors[i]) {
        [t[i], errors[i]] = [next[row], found.errors[row]];
        const newton = -found.tGradient[row] / (found.tCurvature[row] + 1e-12);
        step[i] = Math.min(Math.max(newton, -longest), longest);
        if (Math.abs(step[i]) > SETTLED * longest) return true;
        t[i] = clamped(t[i] + step[i]);
        return false;
      }
      step[i] /= 2;
      return Math.abs(step[i]) > SETTLED * longest;
    });
  }
  return { t, errors, unsettled: moving };
}
