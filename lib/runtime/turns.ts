import { otherEvents } from "./other_events.ts";

/**
 * Longest stretch of computing between two turns of other events, ms. A stretch ends
 * at a yield, and a turn of timers comes a few ms later: together less than 50 ms.
 */
const LONGEST_STRETCH_MS = 8;

/**
 * Gives other events (timers, signals, messages) a turn when the last one is more
 * than 8 ms ago.
 *
 * @returns A function that gives a promise to wait for when a turn is due, and else
 * undefined.
 */
export function turnTaker(): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun <= LONGEST_STRETCH_MS) return undefined;
    return otherEvents().then(() => void (begun = performance.now()));
  };
}
