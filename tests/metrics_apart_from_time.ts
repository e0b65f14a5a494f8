import type { Metrics } from "#lib/experiments/metrics.ts";

/**
 * What two runs must agree in to the last bit: all of metrics.json but how long
 * they took, and how often they began.
 */
export function apartFromTime({ training, ...rest }: Metrics): unknown {
  const { seconds: _, millisecondsPerStep: __, resumed: ___, ...steps } =
    training;
  return { ...rest, training: steps };
}
