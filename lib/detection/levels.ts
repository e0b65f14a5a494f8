import type { ImageShape } from "../datasets/types.ts";
import type { Size } from "../images/area_average.ts";
import { coarseSide, type Frame, frameOf, ownSide } from "../matching/frame.ts";
import { numbersTo } from "../matching/frames.ts";
import type { Shares } from "./shares.ts";

/** The frames of one resolution, and the pairs that are placed on them. */
export interface Level {
  readonly frame: Frame;
  /** Numbers of these pairs among the pairs that are read, ascending. */
  readonly pairs: Uint32Array;
  /** The fitted and the held-out pairs, as indices of `pairs`. */
  readonly shares: Shares;
}

/**
 * The largest number of cells of all pairs together on finer frames; one evaluation of
 * their match takes about a second. Frames are made coarser than the images until at
 * least `FINER_PAIRS` pairs fit.
 */
const FINER_CELLS = 1.2e6, FINER_PAIRS = 16;

/** Cells per side of finer frames for a number of pairs. */
function finerSide(size: Size, count: number): number {
  const pairs = Math.min(count, FINER_PAIRS);
  const most = 2 * Math.floor(Math.sqrt(FINER_CELLS / pairs) / 2);
  return Math.min(ownSide(size), most);
}

/** The coarse frames of all pairs, and the finer ones of some. */
export function levelsOf(
  shape: ImageShape,
  count: number,
  shares: Shares,
): Level[] {
  const pairs = Uint32Array.from(numbersTo(count));
  const coarse = { frame: frameOf(shape), pairs, shares };
  const { held, fitted } = shares;
  const used = held.length + fitted.length;
  const side = finerSide(shape, used);
  if (side <= coarseSide(shape)) return [coarse];
  const kept = Math.min(1, FINER_CELLS / (side * side * used));
  const some = {
    held: held.slice(0, Math.ceil(kept * held.length)),
    fitted: fitted.slice(0, Math.ceil(kept * fitted.length)),
  };
  const chosen = Uint32Array.from([...some.held, ...some.fitted]).sort();
  const places = (of: Uint32Array) => of.map((pair) => chosen.indexOf(pair));
  return [coarse, {
    frame: frameOf(shape, side),
    pairs: chosen,
    shares: { held: places(some.held), fitted: places(some.fitted) },
  }];
}
