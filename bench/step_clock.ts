/** Values of a step with the times of its repeats. */
export type TimedSteps<Values> = Values & {
  /** Duration of each step, milliseconds. */
  readonly ms: readonly number[];
};

/**
 * Times a step repeatedly. One untimed step before warms caches and threads up.
 *
 * @param restore Restores what the step changed; it is not timed.
 * @param step Does the step, and returns values by which peers are compared.
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
