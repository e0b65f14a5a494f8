import type * as tf from "@tensorflow/tfjs";
import { choosePairs } from "../datasets/choose_pairs.ts";
import { gatherImages } from "../datasets/gather_images.ts";
import type { Pairs } from "../datasets/types.ts";
import { movedAlong } from "../matching/self_made_pairs.ts";
import type { SeveralModel } from "../model/several_model.ts";
import { randomStream } from "../random/streams.ts";
import { runAtOnce } from "../runtime/run_at_once.ts";

/** The result of a registration of several generators. */
export type TaughtSeveral = {
  /** The model's space. */
  readonly space: tf.Variable<tf.Rank.R2>;
  /** `[matched, K]`: the matched parameters of pairs. */
  readonly parameters: tf.Variable<tf.Rank.R2>;
  /** `[matched]`: 1 if the flows match a pair, else 0. */
  readonly known: tf.Variable<tf.Rank.R1>;
};

/** Returns the pairs of some rows, and their parameters. */
export type TeachingPairs = (rows: ArrayLike<number>) => {
  readonly chosen: Pairs;
  readonly taught: Float32Array;
};

/**
 * Makes the pairs that the t-network learns from: pairs that the flows match, and pairs
 * made of all other x0, each moved by the parameters of a randomly drawn matched pair.
 *
 * @param matched Indices of the pairs that the registration tried to match.
 * @param moved Indices of further pairs, whose x0 are moved.
 */
export function teachingPairs(
  model: SeveralModel,
  registered: TaughtSeveral,
  pairs: Pairs,
  matched: readonly number[],
  moved: readonly number[],
  seed: number,
): TeachingPairs {
  const { basis, generators: size } = model.spec;
  const found = registered.parameters.dataSync<"float32">();
  const known = registered.known.dataSync<"float32">();
  const own = [...matched.keys()].filter((row) => known[row] === 1);
  const others = [...matched.keys()].filter((row) => known[row] !== 1);
  const images = [...others.map((row) => matched[row]), ...moved];
  const numbers = [...own.map((row) => matched[row]), ...images];
  const stream = randomStream(seed, "self-made");
  const drawn = images.map(() => own[Math.floor(stream() * own.length)]);
  const parameters = gatherImages(found, size, [...own, ...drawn]);
  const space = {
    terms: basis.terms.length,
    directions: Float64Array.from(model.space.dataSync<"float32">()),
  };
  const made = runAtOnce(movedAlong(
    pairs,
    basis,
    space,
    images,
    parameters.subarray(own.length * size),
  ));
  const pixels = pairs.height * pairs.width * pairs.channels;
  return (rows) => {
    const chosen = choosePairs(pairs, Array.from(rows, (row) => numbers[row]));
    Array.from(rows).forEach((row, i) => {
      const at = (row - own.length) * pixels;
      if (at < 0) return;
      chosen.xt.set(made.subarray(at, at + pixels), i * pixels);
    });
    return { chosen, taught: gatherImages(parameters, size, rows) };
  };
}
