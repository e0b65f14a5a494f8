import type { Metrics } from "#lib/experiments/metrics.ts";

/**
 * The part of metrics.json in which two runs must agree to the last bit: everything
 * except how long they took and how often they began.
 */
export function apartFromTime({ training, ...rest }: Metrics): unknown {
  const { seconds: _, millisecondsPerStep: __, resumed: ___, ...steps } =
    training;
  return { ...rest, training: steps };
}
