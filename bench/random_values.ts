import { randomStream, standardNormal } from "#lib/random/streams.ts";

/**
 * Number of drawn values, which are then repeated; a prime, so that it is no multiple
 * of a side.
 */
const PERIOD = 99_991;

/** Makes random values for an operand quickly; they are repeated. */
export function randomValues(
  count: number,
  ...path: readonly string[]
): Float32Array {
  const draw = standardNormal(randomStream(0, ...path));
  const values = new Float32Array(count);
  const drawn = Math.min(count, PERIOD);
  for (let i = 0; i < drawn; i++) values[i] = draw();
  for (let i = drawn; i < count; i++) values[i] = values[i - PERIOD];
  return values;
}
