import process from "node:process";
// @ts-types="./cli_progress.d.ts"
import cliProgress from "cli-progress";
import type { Display, Progress } from "./display.ts";
import { formatSeconds, formatValues } from "./format_value.ts";
import { plainProgress } from "./plain_progress.ts";
import { textTable } from "./text_table.ts";
import { type Clock, timeLeft } from "./time_left.ts";

/** Options of {@linkcode terminalDisplay}; all have defaults. */
export interface TerminalOptions {
  /** Writes a line of results, by default to standard output. */
  readonly out?: (line: string) => void;
  /** Writes a plain line of progress, by default to standard error. */
  readonly log?: (line: string) => void;
  /** Whether standard error is a terminal that can draw a bar. */
  readonly isTerminal?: boolean;
  /** The clock of progress bars. */
  readonly now?: Clock;
}

/**
 * Makes a display for the command line. Results are written to standard output, and
 * progress to standard error, as a bar on a terminal and as plain lines elsewhere.
 */
export function terminalDisplay(options: TerminalOptions = {}): Display {
  const {
    out = quietly(console.log),
    log = quietly(console.error),
    isTerminal = Deno.stderr.isTerminal(),
    now = () => performance.now(),
  } = options;
  return {
    text: (line) => out(line),
    figure: ({ name, caption }) => out(`${name}: ${caption}`),
    table: (rows) => out(textTable(rows)),
    html: ({ caption }) => out(caption),
    progress: (total, label) =>
      isTerminal
        ? barProgress(total, label, now)
        : plainProgress(total, label, log, now),
    liveFigure: () => undefined,
  };
}

function barProgress(total: number, label: string, now: Clock): Progress {
  const secondsLeft = timeLeft(total, now);
  outliveTerminal();
  const bar = new cliProgress.SingleBar({
    format: "{label} {bar} {value}/{total}{values}{left}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    fps: 5,
    stream: process.stderr,
    // The command handles Ctrl-C, to stop cleanly.
    gracefulExit: false,
    // Steps are computed synchronously, so no timer runs between them.
    synchronousUpdate: true,
  });
  bar.start(total, 0, { label, values: "", left: "" });
  return {
    update(done, values) {
      const left = secondsLeft(done);
      const text = formatValues(values);
      bar.update(done, {
        values: text && `, ${text}`,
        left: left === undefined || done >= total
          ? ""
          : `, ${formatSeconds(left)} left`,
      });
    },
    finish: () => bar.stop(),
  };
}

/** Writes a line, and ignores the error of a closed terminal. */
export function quietly(
  write: (line: string) => void,
): (line: string) => void {
  return (line) => {
    try {
      write(line);
    } catch {
      // The terminal is closed.
    }
  };
}

/** Ignores the error of a closed terminal for the bar. */
function outliveTerminal(): void {
  if (process.stderr.listeners("error").includes(letBe)) return;
  process.stderr.on("error", letBe);
}

function letBe(): void {}
