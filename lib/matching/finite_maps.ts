import type { Pausable } from "../runtime/pausable.ts";
import { blurMaps } from "./blur_maps.ts";
import { type FiniteMap, namedMap } from "./finite_map.ts";
import { type Frames, numbersTo, someFrames } from "./frames.ts";
import { inversion } from "./inversion.ts";
import { noiseLevels } from "./movable.ts";
import { otherOrder } from "./partner_orders.ts";
import { shiftMaps } from "./shift_maps.ts";
import { symmetryMaps } from "./symmetry_maps.ts";

/**
 * Computes the shares of the change of pairs that finite maps explain: the symmetries of
 * the square, the inverted image, constant shifts, blurs, and sets of these of which
 * each pair has one.
 *
 * @param pixelsPerCell Pixels of the images per cell of the frames.
 */
export function* triedMaps(
  frames: Frames,
  pixelsPerCell: number,
): Pausable<FiniteMap[]> {
  const noise = yield* noiseLevels(frames);
  return [
    ...yield* symmetryMaps(frames, noise),
    yield* inversion(frames, noise),
    ...yield* shiftMaps(frames, noise, pixelsPerCell),
    ...yield* blurMaps(frames, noise, pixelsPerCell),
  ];
}

/** The largest number of pairs that maps are compared on. */
const MOST_COMPARED = 300;

/** Pairs with their numbers in the files. */
export interface NumberedFrames {
  readonly frames: Frames;
  /** Number of each pair in the files. */
  readonly indices: Uint32Array;
  /** Pairs in the files. */
  readonly count: number;
}

/**
 * Finds the finite map, or the other order of the partners, that relates pairs; null if
 * there is none.
 *
 * @param held Held-out pairs.
 * @param all All pairs, because another order may use any of them; undefined if the
 * order is certain, as that of frames of a sequence.
 */
export function* finiteMapOf(
  held: Frames,
  all: NumberedFrames | undefined,
  pixelsPerCell: number,
): Pausable<FiniteMap | null> {
  const some = numbersTo(Math.min(MOST_COMPARED, held.count));
  const compared = yield* someFrames(held, some);
  const maps = yield* triedMaps(compared, pixelsPerCell);
  const named = namedMap(maps);
  if (named !== null || all === undefined) return named;
  return yield* otherOrder(all.frames, all.indices, all.count);
}
