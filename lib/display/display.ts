import type { Figure } from "../figures/figure.ts";

/** One row of a table: values by the columns' names. */
export type TableRow = Readonly<Record<string, string | number>>;

/** Values that a progress bar shows in addition to its state, for example the loss. */
export type ProgressValues = Readonly<Record<string, string | number>>;

/** A progress bar at work. */
export interface Progress {
  /**
   * Updates the bar. It may be called after every step, because it draws only
   * occasionally.
   *
   * @param done the progress, from 0 to the total
   */
  update(done: number, values: ProgressValues): void;
  /** Draws the last state, which stays visible; a second call does nothing. */
  finish(): Promise<void> | void;
}

/** A figure that is updated in place. */
export interface LiveFigure {
  /** Replaces the shown figure. */
  update(figure: Figure): void;
}

/** A self-contained piece of HTML, for example with controls. */
export interface HtmlOutput {
  /** The HTML, which loads nothing; all input in it is escaped. */
  readonly html: string;
  /** A caption in plain text, for displays without HTML. */
  readonly caption: string;
}

/** A display of results: a terminal, a notebook, or a silent one. */
export interface Display {
  /** Shows one line of text. */
  text(line: string): Promise<void> | void;
  /** Shows a figure. */
  figure(figure: Figure): Promise<void> | void;
  /** Shows a table, one record per row. */
  table(rows: readonly TableRow[]): Promise<void> | void;
  /** Shows a piece of HTML, or its caption if the display has no HTML. */
  html(output: HtmlOutput): Promise<void> | void;
  /**
   * Starts a progress bar.
   *
   * @param total the total amount of work, for example steps; above 0
   * @param label name of the work
   */
  progress(total: number, label: string): Progress;
  /**
   * Makes a place for a figure that changes, which is empty until the first update.
   *
   * @returns undefined if the display cannot update outputs in place
   */
  liveFigure(): LiveFigure | undefined;
}
