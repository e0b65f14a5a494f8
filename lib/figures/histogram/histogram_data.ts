import { format } from "d3-format";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { type Binned, type SharedBins, sharedBins } from "./shared_bins.ts";
import { spreadInWords } from "../number_words.ts";

/** Data of a figure of the parameter's distribution. */
export interface ParameterHistogramData {
  /** The name that the heading shows. */
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter: string;
  /** Unit of every value below. */
  readonly unit: string;
  /** The true t of the pairs, if it is known. */
  readonly truth?: ArrayLike<number>;
  /** The t-network's t. */
  readonly network: ArrayLike<number>;
  /** The refined t. */
  readonly refined: ArrayLike<number>;
  /** The true distribution's density. */
  readonly density?: (t: number) => number;
  /** The true distribution's modes. */
  readonly modes?: readonly number[];
}

/** The given lists of t, counted in equal bins. */
export interface CountedParameters {
  readonly bins: SharedBins;
  readonly lists: {
    readonly truth?: Binned;
    readonly network: Binned;
    readonly refined: Binned;
  };
}

/**
 * Counts the lists of t.
 *
 * @param name name of the figure's function, for messages
 * @param count number of bins
 * @throws {RangeError} if a list is empty or contains a number that is not finite
 */
export function countParameters(
  name: string,
  { truth, network, refined }: ParameterHistogramData,
  count: number,
): CountedParameters {
  const lists = { ...(truth && { truth }), network, refined };
  for (const [list, values] of Object.entries(lists)) {
    checkNotEmpty(`${name}: ${list}`, values);
    checkFinite(`${name}: ${list}`, values);
  }
  const bins = sharedBins(Object.values(lists), count);
  const binned = bins.lists.toReversed();
  return {
    bins,
    lists: {
      ...(truth && { truth: binned[2] }),
      network: binned[1],
      refined: binned[0],
    },
  };
}

/** Makes a note on the number of values outside the axis; empty if there are none. */
export function beyondNote({ lists }: CountedParameters): string {
  const parts = Object.entries(lists).flatMap(([name, { beyond, total }]) =>
    beyond > 0
      ? [`${name} ${format(",")(beyond)} of ${format(",")(total)}`]
      : []
  );
  return parts.length === 0 ? "" : `beyond the axis: ${parts.join(", ")}`;
}

/** Describes each list of t by mean, standard deviation and range. */
export function parametersNumbers(
  { truth, network, refined, unit }: ParameterHistogramData,
): string {
  const lists = {
    ...(truth && { "true": truth }),
    "t-network": network,
    refined,
  };
  const texts = Object.entries(lists).map(([name, values]) =>
    `${name}: ${spreadInWords(values)}`
  );
  return `t in ${unit}; ${texts.join("; ")}.`;
}
