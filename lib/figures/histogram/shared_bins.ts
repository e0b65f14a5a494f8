import { extent, quantileSorted, range } from "d3-array";

/** One list of values, counted into bins. */
export interface Binned {
  /** One count per bin; a value on an inner edge belongs to the bin above it. */
  readonly counts: Uint32Array;
  /** Number of values below the first edge or above the last one. */
  readonly beyond: number;
  /** Number of values. */
  readonly total: number;
}

/** Equal bins for several lists of values. */
export interface SharedBins {
  /** The edges of the bins, one more than there are bins. */
  readonly edges: readonly number[];
  readonly width: number;
  /** The counts, in the order of the lists. */
  readonly lists: readonly Binned[];
}

/** The lower edge of the first bin and the upper edge of the last one. */
export const spanOf = (
  { edges }: Pick<SharedBins, "edges">,
): [low: number, high: number] => [edges[0], edges.at(-1)!];

/**
 * Counts lists of values in common bins of equal width. The bins span all of the first
 * list and all but the outermost thousandth of the others, so that a few outliers do not
 * compress the rest. Values beyond are counted separately.
 *
 * @param lists one or more lists of finite numbers, none of them empty
 * @param count number of bins
 */
export function sharedBins(
  lists: readonly ArrayLike<number>[],
  count: number,
): SharedBins {
  return binsBetween(span(lists), lists, count);
}

/**
 * Counts lists of values in common bins of equal width.
 *
 * @param span lower edge of the first bin and upper edge of the last one
 * @param lists lists of finite numbers
 * @param count number of bins
 */
export function binsBetween(
  [low, high]: readonly [number, number],
  lists: readonly ArrayLike<number>[],
  count: number,
): SharedBins {
  const width = (high - low) / count;
  const edges = range(count + 1).map((i) => low + i * width);
  return { edges, width, lists: lists.map((list) => binned(list, edges)) };
}

function span(lists: readonly ArrayLike<number>[]): [number, number] {
  const ends = lists.flatMap((list, i) => {
    const sorted = [...Float64Array.from(list).sort()];
    const outer = i === 0 && lists.length > 1 ? 0 : 0.001;
    return [quantileSorted(sorted, outer)!, quantileSorted(sorted, 1 - outer)!];
  });
  const [low, high] = extent(ends) as [number, number];
  const pad = 0.03 * (high - low) || 0.5 * Math.abs(low) || 0.5;
  return [low - pad, high + pad];
}

function binned(list: ArrayLike<number>, edges: readonly number[]): Binned {
  const last = edges.length - 2;
  const [low, high] = spanOf({ edges });
  const width = (high - low) / (last + 1);
  const counts = new Uint32Array(last + 1);
  let beyond = 0;
  for (let i = 0; i < list.length; i++) {
    const bin = Math.floor((list[i] - low) / width);
    if (bin < 0 || bin > last) beyond++;
    else counts[bin]++;
  }
  return { counts, beyond, total: list.length };
}
