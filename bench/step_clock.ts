/** Values of a step with the times of its repeats. */
export type TimedSteps<Values> = Values & {
  /** Duration of each step, milliseconds. */
  readonly ms: readonly number[];
};

/**
 * Times a step over and over; one untimed step before wakes caches and threads.
 *
 * @param restore Puts back what the step changed; not timed.
 * @param step Gives values by which peers are compared.
 */
export function timeSteps<Values extends object>(
  restore: () => void,
  step: () => Values,
  repeats: number,
): TimedSteps<Values> {
  const timed = () => {
    restore();
    const start = performance.now();
    const values = step();
    return { ms: performance.now() - start, values };
  };
  const { values } = timed();
  return { ...values, ms: Array.from({ length: repeats }, () => timed().ms) };
}
