import type { FiniteMap } from "../matching/finite_map.ts";
import { finiteMapOf } from "../matching/finite_maps.ts";
import type { Frames } from "../matching/frames.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  type Evidence,
  hasNoFlow,
  type Verdict,
  verdictOf,
} from "./diagnose.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** A verdict, and the map that it names. */
export interface FiniteVerdict {
  readonly verdict: Verdict;
  /** Null where a flow was found, and where no finite map relates the pairs. */
  readonly finiteMap: FiniteMap | null;
}

/**
 * The verdict on the evidence. Where it is that no flow, or only one map, is known,
 * finite maps are tried first: mirrors, turns by right angles, the inverted image,
 * constant shifts, blurs, and partners in another order.
 *
 * @param held Pairs that nothing was fitted to.
 */
export function* finiteVerdictOf(
  evidence: Evidence,
  held: Frames,
  pairs: WorkingPairs,
): Pausable<FiniteVerdict> {
  if (!hasNoFlow(evidence)) {
    return { verdict: verdictOf(evidence), finiteMap: null };
  }
  const { source: { count, height, width }, indices, side } = pairs;
  const finiteMap = yield* finiteMapOf(
    held,
    { frames: pairs, indices, count },
    Math.max(height, width) / side,
  );
  return { verdict: verdictWith(finiteMap, evidence), finiteMap };
}

/** The verdict on evidence for no flow, and on the map that was found instead. */
export function verdictWith(
  finiteMap: FiniteMap | null,
  evidence: Evidence,
): Verdict {
  const verdict = verdictOf(evidence);
  if (finiteMap === null) return verdict;
  return {
    kind: verdict.kind === "not-identifiable" ? verdict.kind : "none",
    reason: `${finiteMap.statement}${CONSEQUENCES[consequenceOf(finiteMap)]}`,
  };
}

/** What follows from each kind of map. */
const CONSEQUENCES = {
  mirror: ": a reflection, which no flow reaches",
  turn:
    ", alike in all pairs: only this map is known, not the group that it belongs to",
  turns: ": a finite group, and no flow with small steps",
  inversion: ": the change is not geometric",
  shift: ": only this map is known, not the group that it belongs to",
  blur: ": the change is not geometric",
  order: "; once both are in one order, a flow may be found",
} as const;

const consequenceOf = (
  { kind, choices }: FiniteMap,
): keyof typeof CONSEQUENCES => kind === "turn" && choices > 1 ? "turns" : kind;
