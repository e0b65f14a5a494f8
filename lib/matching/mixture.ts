import { dot } from "../lie/coefficients.ts";
import { type RandomStream, randomStream } from "../random/streams.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import { directionOf } from "./field_space.ts";
import { numbersTo } from "./frames.ts";
import { fieldSpaces, leftBySpace } from "./nearest_spaces.ts";
import { type PairFields, someFields } from "./pair_fields.ts";

/**
 * A mixture of as many generators as a space has dimensions; each pair is moved by one
 * of them.
 */
export interface Mixture {
  /** `terms^2`: a unit row of parameters per generator. */
  readonly directions: Float64Array;
  /** Number of the generator that moves each pair, from 0. */
  readonly generators: Uint8Array;
  /** The increase of each pair's error if it is moved by its generator alone. */
  readonly left: Float64Array;
}

/** The largest number of pairs that a mixture is fitted to. */
const MOST_PAIRS = 200;

/** Number of random starts, and the largest number of rounds per start. */
const STARTS = 4, ROUNDS = 20;

/**
 * Fits a mixture, alternately: it assigns each pair to the generator with the least
 * error, and fits each generator to its pairs (k-means with lines as centres, in the
 * metric of each pair's information matrix). It starts from fields of pairs that are
 * drawn with probabilities proportional to their errors so far (k-means++, Arthur and
 * Vassilvitskii 2007). The best of a few starts is used.
 *
 * @param fields The fields of the pairs, in the parameters of the space.
 */
export function* mixtureOf(fields: PairFields): Pausable<Mixture> {
  const stream = randomStream(0, "mixture");
  const some = someFields(
    fields,
    numbersTo(Math.min(MOST_PAIRS, fields.count)),
  );
  let best: Mixture | undefined;
  for (let start = 0; start < STARTS; start++) {
    const found = yield* improved(some, firstDirections(some, stream));
    if (best === undefined || sumOf(found.left) < sumOf(best.left)) {
      best = found;
    }
  }
  return assigned(fields, best!.directions);
}

/** Computes the share that a mixture leaves of the change that the fields explain. */
export function shareLeftBy({ left }: Mixture, fields: PairFields): number {
  const nothing = { terms: fields.terms, directions: new Float64Array() };
  const all = sumOf(leftBySpace(fields, nothing));
  return all > 0 ? sumOf(left) / all : 0;
}

/**
 * Finds the generator of a mixture with the least error for each pair. For no generators
 * at all, `left` is the error of a field of 0.
 */
export function assigned(
  fields: PairFields,
  directions: Float64Array,
): Mixture {
  const { count, terms } = fields;
  const space = { terms, directions };
  const errors = numbersTo(directions.length / terms).map((k) =>
    leftBySpace(fields, { terms, directions: directionOf(space, k) })
  );
  const generators = new Uint8Array(count);
  const left = leftBySpace(fields, { terms, directions: new Float64Array() });
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < errors.length; k++) {
      if (errors[k][i] < errors[generators[i]][i]) generators[i] = k;
    }
    if (errors.length > 0) left[i] = errors[generators[i]][i];
  }
  return { directions, generators, left };
}

function* improved(
  fields: PairFields,
  start: Float64Array,
): Pausable<Mixture> {
  const { terms } = fields;
  let found = assigned(fields, start);
  for (let round = 0; round < ROUNDS; round++) {
    const directions = found.directions.slice();
    for (let k = 0; k < terms; k++) {
      const own = numbersTo(fields.count).filter((i) =>
        found.generators[i] === k
      );
      if (own.length === 0) continue;
      const [line] = yield* fieldSpaces(someFields(fields, own), 1);
      directions.set(line.directions, k * terms);
    }
    const next = assigned(fields, directions);
    yield;
    if (!(sumOf(next.left) < sumOf(found.left))) break;
    found = next;
  }
  return found;
}

/** Unit rows along the fields of randomly drawn pairs. */
function firstDirections(
  fields: PairFields,
  stream: RandomStream,
): Float64Array {
  const { terms, coefficients } = fields;
  const directions = new Float64Array(terms * terms);
  for (let k = 0; k < terms; k++) {
    const { left } = assigned(fields, directions.subarray(0, k * terms));
    const pair = drawn(left, stream);
    const own = coefficients.subarray(pair * terms, (pair + 1) * terms);
    const length = Math.sqrt(dot(own, own)) || 1;
    directions.set(own.map((value) => value / length), k * terms);
  }
  return directions;
}

/** Draws an index with a probability proportional to its weight. */
function drawn(weights: Float64Array, stream: RandomStream): number {
  let rest = stream() * sumOf(weights);
  const at = weights.findIndex((weight) => (rest -= weight) < 0);
  return Math.max(at, 0);
}
