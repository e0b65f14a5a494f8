/** A clock: returns milliseconds from an arbitrary start. */
export type Clock = () => number;

const WINDOW_MS = 20_000;

/**
 * Estimates the time left from the speed of the last 20 seconds, so that stages of
 * different speed, or a start in the middle, do not distort it.
 *
 * @param total the total amount of work
 * @returns a function from the work done to the seconds left, undefined while there is
 * no estimate
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
