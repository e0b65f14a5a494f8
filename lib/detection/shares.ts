import {
  pairsBySequence,
  type SequencePlaces,
} from "../datasets/sequence_places.ts";
import {
  type RandomStream,
  randomStream,
  shuffled,
} from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";

/** Numbers of pairs, by purpose. */
export interface Shares {
  /** The generator is fitted to these. */
  readonly fitted: Uint32Array;
  /** Nothing is fitted to these: the answer is judged by them. */
  readonly held: Uint32Array;
}

const HELD_SHARE = 0.25, MOST_HELD = 1000, MOST_FITTED = 2000;

/** Of few pairs, so many are held out: three of them may all hardly move. */
const LEAST_HELD = 4;

/** Whole sequences are held out if there are so many of them. */
const ENOUGH_SEQUENCES = 8;

/** Fewest pairs of sequences to fit to and to judge by; of few pairs, shares. */
const ENOUGH_FITTED = 25, ENOUGH_HELD = 5, LEAST_SHARE = 0.5;

/** Frames of a stretch of which one block is held out, at least, in lags. */
const STRETCH_LAGS = 40;

/** Stretches of a sequence, at most. */
const MOST_STRETCHES = 5;

/**
 * Divides pairs at random with a fixed seed.
 *
 * Of pairs of sequences, no frame is on both sides: whole sequences are held out,
 * or, where there are few, blocks of neighbouring pairs; those within a lag of a
 * block are then on neither side.
 *
 * @param places The sequences of the pairs, if there are any.
 * @throws UserError where the lag leaves too few pairs.
 */
export function sharesOf(count: number, places?: SequencePlaces): Shares {
  const stream = randomStream(0, "held out");
  if (places === undefined) {
    const order = shuffled(count, stream);
    const heldCount = Math.min(
      MOST_HELD,
      Math.max(Math.ceil(HELD_SHARE * count), LEAST_HELD),
    );
    return {
      held: order.slice(0, heldCount),
      fitted: order.slice(heldCount, heldCount + MOST_FITTED),
    };
  }
  const sequences = pairsBySequence(places);
  const { held, fitted } = wholeSequences(sequences, count, stream) ??
    blocksOf(sequences, places, stream);
  const leastFitted = Math.min(ENOUGH_FITTED, Math.ceil(LEAST_SHARE * count));
  const leastHeld = Math.min(
    ENOUGH_HELD,
    Math.ceil(LEAST_SHARE * HELD_SHARE * count),
  );
  if (fitted.length < leastFitted || held.length < leastHeld) {
    throw new UserError(
      `the pairs: expected at least ${leastFitted} pairs to fit to, and ${leastHeld} to judge by, that share no frame, found ${fitted.length} and ${held.length} at --lag ${places.lag}; take a smaller lag (in code, the option lag), or more sequences`,
    );
  }
  // Neighbours in a share should be strangers.
  const some = (pairs: readonly number[], most: number) =>
    shuffled(pairs.length, stream).slice(0, most).map((i) => pairs[i]);
  return { held: some(held, MOST_HELD), fitted: some(fitted, MOST_FITTED) };
}

/** Numbers of pairs, before those are drawn that are used. */
interface Divided {
  readonly held: readonly number[];
  readonly fitted: readonly number[];
}

/**
 * Holds out whole sequences, about a quarter of all pairs.
 *
 * @returns Undefined where there are few sequences, or none of the right length.
 */
function wholeSequences(
  sequences: readonly (readonly number[])[],
  count: number,
  stream: RandomStream,
): Divided | undefined {
  if (sequences.length < ENOUGH_SEQUENCES) return undefined;
  const wanted = HELD_SHARE * count;
  const held: number[] = [], fitted: number[] = [];
  for (const sequence of shuffled(sequences.length, stream)) {
    const pairs = sequences[sequence];
    // With a longer one, the share would be farther from the quarter.
    const taken = pairs.length < 2 * (wanted - held.length);
    (taken ? held : fitted).push(...pairs);
  }
  return held.length < wanted / 2 ? undefined : { held, fitted };
}

/** Holds out a block of each stretch of each sequence. */
function blocksOf(
  sequences: readonly (readonly number[])[],
  { frame, lag }: SequencePlaces,
  stream: RandomStream,
): Divided {
  const held: number[] = [], fitted: number[] = [];
  for (const pairs of sequences) {
    const first = frame[pairs[0]];
    const length = frame[pairs[pairs.length - 1]] - first + 1;
    const stretches = Math.min(
      Math.max(Math.floor(length / (STRETCH_LAGS * lag)), 1),
      MOST_STRETCHES,
    );
    const stretch = length / stretches;
    const begins = Array.from({ length: stretches }, (_, i) => {
      // One stretch alone loses fewer pairs where its block is at an end.
      const at = stretches === 1 ? Math.round(stream()) : stream();
      return Math.round(first + stretch * (i + (1 - HELD_SHARE) * at));
    });
    const block = Math.max(Math.floor(HELD_SHARE * stretch), 1);
    for (const pair of pairs) {
      const places = begins.map((begin) => frame[pair] - begin);
      if (places.some((at) => at >= 0 && at < block)) held.push(pair);
      else if (!places.some((at) => at >= -lag && at < block + lag)) {
        fitted.push(pair);
      }
    }
  }
  return { held, fitted };
}
