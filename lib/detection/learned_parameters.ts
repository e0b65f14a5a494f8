import { deviation, extent, group, mean } from "d3-array";
import { modesOf } from "../evaluation/modes.ts";
import type { RandomStream } from "../random/streams.ts";
import type { SeveralGenerators } from "./detection.ts";
import type { Found } from "./found.ts";
import { drawnNear, pairsToLearnFrom } from "./learned_t.ts";

/** Number of pairs per neighbour, and the least number of neighbours. */
const PAIRS_PER_NEIGHBOUR = 20, LEAST_NEIGHBOURS = 2;

/** Several generators, and the explained shares of the held-out pairs. */
export interface LearnedFrom {
  readonly held: Found["held"];
  readonly several: Pick<
    SeveralGenerators,
    "areMixed" | "generators" | "parameters" | "moving"
  >;
}

/**
 * Draws the parameters of several generators from their learned joint distribution:
 * near to those of one of the held-out pairs that the flows explain.
 *
 * If all generators act at once, it mixes the parameters of that pair and of its nearest
 * neighbours (a smoothed bootstrap; Taylor and Thompson, "Data based random number
 * generation for a multivariate distribution via stochastic simulation", 1986). This
 * keeps their local mean and covariance, and parameters stay within the range of the
 * pairs. If each pair is moved by one generator, it draws that parameter by the method
 * of `learnedT` from the pairs that the generator moves; the others are 0.
 *
 * @param force Uses all pairs if too few are explained.
 * @returns One number per generator.
 * @throws UserError if there are too few.
 */
export function learnedParameters(
  { held, several }: LearnedFrom,
  stream: RandomStream,
  force: boolean,
): () => number[] {
  const { generators, parameters, areMixed, moving } = several;
  const number = generators.length;
  const used = pairsToLearnFrom("augment", held, force);
  return areMixed
    ? oneOfThem(
      number,
      used.map((i) => ({
        k: moving[i],
        t: parameters[i * number + moving[i]],
      })),
      stream,
    )
    : together(
      used.map((i) => [...parameters.subarray(i * number, (i + 1) * number)]),
      stream,
    );
}

/** The number of the generator that moves a pair, and the pair's parameter. */
interface OwnMotion {
  readonly k: number;
  readonly t: number;
}

/**
 * Draws a generator, with a probability proportional to the number of its pairs, and its
 * parameter.
 */
function oneOfThem(
  number: number,
  motions: readonly OwnMotion[],
  stream: RandomStream,
): () => number[] {
  const draws = new Map(
    [...group(motions, ({ k }) => k)].map(([k, own]) => {
      const values = own.map(({ t }) => t);
      return [k, drawnNear(values, modesOf(values), stream)];
    }),
  );
  return () => {
    const { k } = motions[Math.floor(stream() * motions.length)];
    return new Array<number>(number).fill(0).with(k, draws.get(k)!());
  };
}

/** Draws the parameters of all generators together. */
function together(
  rows: readonly (readonly number[])[],
  stream: RandomStream,
): () => number[] {
  const columns = rows[0].map((_, k) => {
    const values = rows.map((row) => row[k]);
    const [low, high] = extent(values) as [number, number];
    return { low, high, spread: deviation(values) || 1 };
  });
  const count = Math.min(
    rows.length,
    Math.max(LEAST_NEIGHBOURS, Math.round(rows.length / PAIRS_PER_NEIGHBOUR)),
  );
  const distance = (a: readonly number[], b: readonly number[]) =>
    columns.reduce(
      (sum, { spread }, k) => sum + ((a[k] - b[k]) / spread) ** 2,
      0,
    );
  // The weights are uniform, with mean 1 / count and variance (count - 1) / count^2.
  const width = Math.sqrt(12 * (count - 1)) / count;
  return () => {
    const chosen = rows[Math.floor(stream() * rows.length)];
    const near = rows
      .map((row) => ({ row, away: distance(row, chosen) }))
      .toSorted((a, b) => a.away - b.away)
      .slice(0, count)
      .map(({ row }) => row);
    const weights = near.map(() => 1 / count + width * (stream() - 0.5));
    return columns.map(({ low, high }, k) => {
      const middle = mean(near, (row) => row[k])!;
      const drawn = near.reduce(
        (sum, row, j) => sum + weights[j] * (row[k] - middle),
        middle,
      );
      return Math.min(high, Math.max(low, drawn));
    });
  };
}
