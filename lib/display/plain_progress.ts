import type { Progress, ProgressValues } from "./display.ts";
import { formatSeconds, formatValue, formatValues } from "./format_value.ts";
import { type Clock, timeLeft } from "./time_left.ts";

const EVERY_MS = 10_000;

/**
 * Writes progress as plain lines, for a log: one line per 10 % of the work, and one
 * after 10 seconds without a line.
 *
 * @param write called with each line, without its end
 */
export function plainProgress(
  total: number,
  label: string,
  write: (line: string) => void,
  now: Clock,
): Progress {
  const secondsLeft = timeLeft(total, now);
  let written = { tenth: -1, at: now(), done: -1 };
  let latest: { readonly done: number; readonly values: ProgressValues } = {
    done: 0,
    values: {},
  };
  let finished = false;
  const print = (left?: number) => {
    const { done, values } = latest;
    written = { tenth: tenthOf(done), at: now(), done };
    const parts = [
      `${formatValue(done)}/${formatValue(total)} (${percent(done)} %)`,
      formatValues(values),
      left === undefined ? "" : `${formatSeconds(left)} left`,
    ];
    write(`${label}: ${parts.filter((part) => part !== "").join(", ")}`);
  };
  // If there is nothing to do, all is done.
  const shareOf = (done: number) => total > 0 ? done / total : 1;
  const tenthOf = (done: number) => Math.floor(10 * shareOf(done));
  const percent = (done: number) => Math.floor(100 * shareOf(done));
  return {
    update(done, values) {
      if (finished) return;
      latest = { done, values };
      const left = secondsLeft(done);
      if (tenthOf(done) > written.tenth || now() - written.at >= EVERY_MS) {
        print(done < total ? left : undefined);
      }
    },
    finish() {
      if (!finished && latest.done !== written.done) print();
      finished = true;
    },
  };
}
