/**
 * A map between the images of all pairs that is not a flow, and the share of the change
 * that it explains.
 */
export interface FiniteMap {
  /** The kind of the map, for programs. */
  readonly kind: "mirror" | "turn" | "inversion" | "shift" | "blur" | "order";
  /** A sentence without its end, for example "xt is x0 mirrored left to right". */
  readonly statement: string;
  /** Number of maps of which each pair has one; 1 if all pairs have the same map. */
  readonly choices: number;
  /** Share of the change between the images that the map explains, at most 1. */
  readonly explained: number;
}

/**
 * The least share of the change that a map must explain to be named: one map for all
 * pairs (`one`), one of several maps per pair (`own`), and a shift (`shift`). Measured
 * on 300 held-out pairs of 28 x 28 pixels each, with noise subtracted:
 *
 * - mirrored, turned and blurred digits and strokes: 1.00; mirrored and turned ones
 *   also with noise of standard deviation 0.3 of the images' range;
 * - unrelated digits, strokes and scenes, 11 sets: one mirror or turn at most 0.08, each
 *   pair's own of all eight 0.35, blurs 0.27, the inverted image less than 0;
 * - flows, 14 sets: one mirror or turn at most 0.02, each pair's own 0.19, and 0.60
 *   where each pair is rotated by any angle; one blur 0.35, own blurs 0.41, the
 *   inverted image 0;
 * - shifts: a shift by d is explained to 1 - (1 - s / d)^2 by one of s. 0.97 names
 *   those within 17 % of s. A shift by (1.7, 0.8) pixels is explained to 0.86 by one
 *   by (1, 1).
 */
const LEAST_EXPLAINED = { one: 0.8, own: 0.9, shift: 0.97 } as const;

/**
 * One of several maps per pair is named only if it leaves less than the share
 * `LEFT_OF_FEWER` of what one map for all pairs leaves, and explains `MORE_THAN_FEWER`
 * more of the change. For digits that are blurred by 0.3 to 2 pixels, one blur leaves
 * 0.19 of the change, and one blur per pair leaves 0.00.
 */
const LEFT_OF_FEWER = 0.5, MORE_THAN_FEWER = 0.02;

/**
 * Chooses the map with the fewest choices that explains pairs about as well as the best
 * one; null if no map explains enough.
 */
export function namedMap(maps: readonly FiniteMap[]): FiniteMap | null {
  const enough = maps.filter((map) => map.explained >= leastOf(map))
    .toSorted((a, b) => a.choices - b.choices || b.explained - a.explained);
  return enough.reduce<FiniteMap | null>((named, map) => {
    if (named === null) return map;
    const isBetter = map.explained - named.explained > MORE_THAN_FEWER &&
      1 - map.explained < LEFT_OF_FEWER * (1 - named.explained);
    return isBetter ? map : named;
  }, null);
}

function leastOf({ kind, choices }: FiniteMap): number {
  if (kind === "shift") return LEAST_EXPLAINED.shift;
  return choices > 1 ? LEAST_EXPLAINED.own : LEAST_EXPLAINED.one;
}
