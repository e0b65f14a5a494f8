/**
 * The sequence of frames that each pair comes from, and its position there. Pairs of one
 * sequence are not independent of each other.
 */
export interface SequencePlaces {
  /** Number of each pair's sequence, from 0. */
  readonly group: Uint32Array;
  /** Number of each pair's first frame in its sequence, from 0. */
  readonly frame: Uint32Array;
  /** Number of frames from the first image of a pair to its second one. */
  readonly lag: number;
}

/** Selects the places of some of the pairs. */
export function somePlaces(
  { group, frame, lag }: SequencePlaces,
  chosen: Uint32Array,
): SequencePlaces {
  return {
    group: chosen.map((pair) => group[pair]),
    frame: chosen.map((pair) => frame[pair]),
    lag,
  };
}

/** Lists the numbers of the pairs of each sequence, in the order of their frames. */
export function pairsBySequence(
  { group, frame }: SequencePlaces,
): number[][] {
  const found = new Map<number, number[]>();
  group.forEach((sequence, pair) => {
    const pairs = found.get(sequence);
    if (pairs === undefined) found.set(sequence, [pair]);
    else pairs.push(pair);
  });
  return [...found.keys()].sort((a, b) => a - b)
    .map((sequence) =>
      found.get(sequence)!.sort((a, b) => frame[a] - frame[b])
    );
}
