import { format } from "d3-format";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { type Binned, type SharedBins, sharedBins } from "./shared_bins.ts";
import { spreadInWords } from "../number_words.ts";

/** What a figure of the parameter's distribution shows. */
export interface ParameterHistogramData {
  /** The name that the heading shows. */
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter: string;
  /** Unit of every value below. */
  readonly unit: string;
  /** The true t of the pairs, where it is known. */
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

/** The lists of t that are there, in the same bins. */
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
 * @param name of the figure's function, for messages
 * @param count of the bins
 * @throws {RangeError} if a list is empty or holds a number that is not finite
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

/** Says how many values lie outside the axis; empty if none does. */
export function beyondNote({ lists }: CountedParameters): string {
  const parts = Object.entries(lists).flatMap(([name, { beyond, total }]) =>
    beyond > 0
      ? [`${name} ${format(",")(beyond)} of ${format(",")(total)}`]
      : []
  );
  return parts.length === 0 ? "" : `beyond the axis: ${parts.join(", ")}`;
}

/** Mean, standard deviation and range of each list of t. */
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
