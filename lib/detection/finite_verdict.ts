import type { FiniteMap } from "../matching/finite_map.ts";
import { finiteMapOf } from "../matching/finite_maps.ts";
import type { Frames } from "../matching/frames.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  type Evidence,
  isMapLookedFor,
  type Verdict,
  verdictOf,
} from "./diagnose.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/**
 * Finds the finite map that relates pairs: a mirror, a turn by right angles, the
 * inverted image, a constant shift, a blur, or partners in another order. Maps are tried
 * if the evidence is against a flow or for one map alone, or if a flow explains too
 * little to be found. Null if a flow was found, or if no such map relates the pairs.
 *
 * @param held The held-out pairs.
 */
export function* mapWithoutFlow(
  evidence: Evidence,
  held: Frames,
  { source, indices, sequences, side, ...frames }: WorkingPairs,
): Pausable<FiniteMap | null> {
  if (!isMapLookedFor(evidence)) return null;
  const { count, height, width } = source;
  return yield* finiteMapOf(
    held,
    // In a sequence each xt is the next pair's x0, whatever moves the frames.
    sequences === undefined
      ? { frames: { side, ...frames }, indices, count }
      : undefined,
    Math.max(height, width) / side,
  );
}

/** Combines the verdict of the evidence with a finite map, if one was found. */
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

/** The conclusion from each kind of map, in words. */
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
