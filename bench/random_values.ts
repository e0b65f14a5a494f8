import { randomStream, standardNormal } from "#lib/random/streams.ts";

/** So many values are drawn; then they come again. A prime, unlike any side. */
const PERIOD = 99_991;

/** Random values for an operand: quick to make, for nobody looks at them. */
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
