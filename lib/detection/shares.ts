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

/** The division of pairs into fitted and held-out ones. */
export interface Shares {
  /** Numbers of the pairs that the generator is fitted to. */
  readonly fitted: Uint32Array;
  /** Numbers of the held-out pairs, which the answer is evaluated on. */
  readonly held: Uint32Array;
}

const HELD_SHARE = 0.25, MOST_HELD = 1000, MOST_FITTED = 2000;

/** The least number of held-out pairs; with fewer, all of them might hardly move. */
const LEAST_HELD = 4;

/** Whole sequences are held out if there are at least this many. */
const ENOUGH_SEQUENCES = 8;

/**
 * The least numbers of fitted and held-out pairs of sequences; if there are few pairs,
 * this share of the usual numbers.
 */
const ENOUGH_FITTED = 25, ENOUGH_HELD = 5, LEAST_SHARE = 0.5;

/** The least length of a stretch of frames, of which one block is held out, in lags. */
const STRETCH_LAGS = 40;

/** The largest number of stretches per sequence. */
const MOST_STRETCHES = 5;

/**
 * Divides pairs at random with a fixed seed.
 *
 * If the pairs are frames of sequences, no frame is in both parts. Whole sequences are
 * held out or, if there are few, blocks of neighbouring pairs; pairs within a lag of a
 * block are then not used.
 *
 * @param places The sequences of the pairs, if there are any.
 * @throws UserError if the lag leaves too few pairs.
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
      `the pairs: expected at least ${leastFitted} pairs to fit to, and ${leastHeld} held-out pairs, that share no frame, found ${fitted.length} and ${held.length} at --lag ${places.lag}; take a smaller lag (in code, the option lag), or more sequences`,
    );
  }
  // The order is random, so that neighbours in a part are from different sequences.
  const some = (pairs: readonly number[], most: number) =>
    shuffled(pairs.length, stream).slice(0, most).map((i) => pairs[i]);
  return { held: some(held, MOST_HELD), fitted: some(fitted, MOST_FITTED) };
}

/** Numbers of the pairs of both parts, before a sample of them is drawn. */
interface Divided {
  readonly held: readonly number[];
  readonly fitted: readonly number[];
}

/**
 * Holds out whole sequences, about a quarter of all pairs.
 *
 * @returns Undefined if there are few sequences, or none of a suitable length.
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
    // A longer sequence would make the held-out share differ more from a quarter.
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
      // A single stretch loses fewer pairs if its block is at an end.
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
