/** Milliseconds, from any start. */
export type Clock = () => number;

const WINDOW_MS = 20_000;

/**
 * Estimates the time left from the pace of the last 20 seconds, so that a slow
 * stage after a fast one, or a start in the middle, doesn't mislead it.
 *
 * @param total how much there is to do
 * @returns a function from how much is done to the seconds left, undefined as
 * long as there is nothing to tell it from
 */
export function timeLeft(
  total: number,
  now: Clock,
): (done: number) => number | undefined {
  const samples: { readonly at: number; readonly done: number }[] = [];
  return (done) => {
    const at = now();
    samples.push({ at, done });
    while (samples.length > 2 && samples[1].at <= at - WINDOW_MS) {
      samples.shift();
    }
    const [first] = samples;
    if (done <= first.done || at <= first.at) return undefined;
    return (total - done) * (at - first.at) / (done - first.done) / 1000;
  };
}
