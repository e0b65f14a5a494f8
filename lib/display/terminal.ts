import process from "node:process";
// @ts-types="./cli_progress.d.ts"
import cliProgress from "cli-progress";
import type { Display, Progress } from "./display.ts";
import { formatSeconds, formatValues } from "./format_value.ts";
import { plainProgress } from "./plain_progress.ts";
import { textTable } from "./text_table.ts";
import { type Clock, timeLeft } from "./time_left.ts";

/** Where a terminal display writes; each part has the usual default. */
export interface TerminalOptions {
  /** Gets results, line by line; standard output if left out. */
  readonly out?: (line: string) => void;
  /** Gets progress in plain lines; standard error if left out. */
  readonly log?: (line: string) => void;
  /** Whether standard error is a terminal that can draw a bar. */
  readonly isTerminal?: boolean;
  /** The clock of progress bars. */
  readonly now?: Clock;
}

/**
 * A display for the command line: results go to standard output, progress to
 * standard error, as a bar on a terminal and as plain lines elsewhere.
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
    // Ctrl-C belongs to the command, which stops cleanly.
    gracefulExit: false,
    // The step is computed synchronously: no timer runs between two of them.
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

/** Writes a line; whoever closed the terminal loses sight of it, and no more. */
export function quietly(
  write: (line: string) => void,
): (line: string) => void {
  return (line) => {
    try {
      write(line);
    } catch {
      // There is nobody to tell.
    }
  };
}

/** The same for the bar. */
function outliveTerminal(): void {
  if (process.stderr.listeners("error").includes(letBe)) return;
  process.stderr.on("error", letBe);
}

function letBe(): void {}
