import { type Basis, norm } from "../lie/basis.ts";
import { flowTable } from "./flow_table.ts";
import { type Influences, influencesOf } from "./influences.ts";
import { BLUR, linearise, type MovablePairs } from "./linearise.ts";
import { withoutNoise } from "./noise.ts";
import {
  type Registered,
  type State,
  stepOf,
  takeStep,
} from "./registration.ts";

/** A registration at whose end the influences on alpha are known. */
export interface Polished extends Registered {
  readonly influences: Influences;
}

/** A step that turns alpha by less, in radians, is the last. */
const SETTLED = 1e-5;

/** Steps, at most; a longer one than this is a sign that noise hides all. */
const STEPS = 8, LONGEST = 0.2;

/**
 * Newton's method from near the end of a registration, on the match without what
 * noise adds to it on average: its slopes are too steep, so that a Gauss-Newton
 * step is too short, and its minimum is off. Where noise hides a direction of
 * alpha altogether, the registration stays as it is.
 *
 * @param largest No t beyond that is looked at.
 */
export function polish(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
  start: State,
  largest: number,
  sd = BLUR,
): Polished {
  const evaluate = (state: State) => {
    const table = flowTable(basis, state.alpha, largest, pairs.side);
    const seen = linearise(pairs, table, state.t, chosen, sd, state);
    const found = withoutNoise(pairs, table, state.t, seen, sd, state);
    return { table, found };
  };
  let state = start;
  let { table, found } = evaluate(state);
  let before = LONGEST;
  for (let k = 0; k < STEPS; k++) {
    const step = stepOf(found, state.alpha, 0);
    const length = norm(step.alpha);
    // Steps that grow lead away.
    if (!(length < before)) break;
    before = length;
    state = takeStep(state, step, largest);
    ({ table, found } = evaluate(state));
    if (length < SETTLED) break;
  }
  return {
    ...state,
    error: found.errors.reduce((sum, e) => sum + e, 0),
    influences: influencesOf({ pairs, table, chosen, sd }, state, found),
  };
}
