/**
 * Seeded streams of random numbers, and distributions that draw from them.
 *
 * @module
 */
export * from "./distributions.ts";
export * from "./joint_distributions.ts";
export {
  LARGEST_SEED,
  type RandomStream,
  randomStream,
  shuffled,
  standardNormal,
} from "./streams.ts";
