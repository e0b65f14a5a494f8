import { otherEvents } from "./other_events.ts";

/**
 * Longest computing time between two turns of other events, ms. It ends at a yield, and
 * timers are handled a few ms later: together less than 50 ms.
 */
const LONGEST_STRETCH_MS = 8;

/**
 * Lets other events (timers, signals, messages) be handled if the last turn was more
 * than 8 ms ago.
 *
 * @returns A function that returns a promise to wait for if a turn is due, else
 * undefined.
 */
export function turnTaker(): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun <= LONGEST_STRETCH_MS) return undefined;
    return otherEvents().then(() => void (begun = performance.now()));
  };
}
