import { randomNormal } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { sha256 } from "./sha256.ts";

/** A source of uniform numbers in [0, 1), multiples of 2^-53. */
export type RandomStream = () => number;

/** The largest seed; the smallest is 0. */
export const LARGEST_SEED = 0xffff_ffff;

/**
 * One named stream of uniform random numbers.
 *
 * The 128 bits of the generator's state are the first half of the SHA-256 of
 * the seed and the path, so the same seed and path give the same numbers on
 * every machine, and different paths give independent numbers.
 *
 * @param seed integer in 0 .. 2^32 - 1; one seed for a whole run
 * @param path names the stream, for example `"batches", 3`; a string and a
 * number of the same spelling are different names
 * @returns a function that gives the next number in [0, 1) at each call
 * @throws {RangeError} if the seed is no such integer, or a number in the path is not finite
 * @throws {TypeError} if the path holds anything but strings and numbers
 *
 * @example
 * ```ts
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * import { randomStream } from "@neural-symmetry/detection/random";
 *
 * const batches = randomStream(0, "batches");
 * const first = batches();
 * assertEquals(randomStream(0, "batches")(), first);
 * assertNotEquals(randomStream(0, "init")(), first);
 * ```
 */
export function randomStream(
  seed: number,
  ...path: readonly (string | number)[]
): RandomStream {
  if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
    throw new RangeError(
      `randomStream: expected a seed that is an integer in 0 .. ${LARGEST_SEED}, found ${seed}`,
    );
  }
  path.forEach(checkName);
  const name = JSON.stringify([seed, ...path]);
  const digest = sha256(new TextEncoder().encode(name));
  const state = Array.from(digest.subarray(0, 4), (word) => word | 0);
  const generator = xoroshiro128plusFromState(state);
  return () => uniformFloat64(generator);
}

function checkName(name: unknown): void {
  if (typeof name !== "string" && typeof name !== "number") {
    throw new TypeError(
      `randomStream: expected strings and numbers in the path, found ${typeof name}`,
    );
  }
  if (typeof name === "number" && !Number.isFinite(name)) {
    throw new RangeError(
      `randomStream: expected finite numbers in the path, found ${name}`,
    );
  }
}

/**
 * A random order of 0 .. count - 1, every order equally likely (Fisher-Yates).
 *
 * @param count how many, an integer of at least 0
 * @param stream where the randomness comes from; `count - 1` numbers are taken
 * @returns `count` indices, each exactly once
 * @throws {RangeError} if count is no such integer
 */
export function shuffled(count: number, stream: RandomStream): Uint32Array {
  if (!Number.isInteger(count) || count < 0 || count > LARGEST_SEED) {
    throw new RangeError(
      `shuffled: expected a count that is an integer in 0 .. ${LARGEST_SEED}, found ${count}`,
    );
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(stream() * (i + 1));
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order;
}

/**
 * Standard normal numbers (mean 0, standard deviation 1) by the polar method.
 *
 * @param stream where the randomness comes from
 * @returns a function that gives the next number at each call
 */
export function standardNormal(stream: RandomStream): () => number {
  return randomNormal.source(stream)(0, 1);
}
