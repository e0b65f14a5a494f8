import type { Figure } from "../figures/figure.ts";

/** One row of a table: the columns' names and what stands in them. */
export type TableRow = Readonly<Record<string, string | number>>;

/** What a progress bar says besides its state, for example the loss. */
export type ProgressValues = Readonly<Record<string, string | number>>;

/** A progress bar at work. */
export interface Progress {
  /**
   * Cheap enough to call after every step: it draws only now and then.
   *
   * @param done how much is done, from 0 to the total
   */
  update(done: number, values: ProgressValues): void;
  /** Draws the last state and leaves it standing; a second call does nothing. */
  finish(): Promise<void> | void;
}

/** A figure that is drawn anew in its place. */
export interface LiveFigure {
  /** Shows a figure where the one before was. */
  update(figure: Figure): void;
}

/** A self-contained piece of HTML, for example with controls of its own. */
export interface HtmlOutput {
  /** Needs nothing from outside; all foreign words in it are escaped. */
  readonly html: string;
  /** What it shows, in plain text: for where HTML isn't. */
  readonly caption: string;
}

/** Where results are shown: a terminal, a notebook, or nowhere. */
export interface Display {
  /** Shows one line of text. */
  text(line: string): Promise<void> | void;
  /** Shows a figure. */
  figure(figure: Figure): Promise<void> | void;
  /** Shows a table, one record per row. */
  table(rows: readonly TableRow[]): Promise<void> | void;
  /** Shows a piece of HTML, or its caption where HTML cannot be shown. */
  html(output: HtmlOutput): Promise<void> | void;
  /**
   * Starts a progress bar.
   *
   * @param total how much there is to do, for example steps; above 0
   * @param label what is being done
   */
  progress(total: number, label: string): Progress;
  /**
   * A place for a figure that changes; there is nothing in it until the first
   * update.
   *
   * @returns undefined where nothing can be drawn in place of something else
   */
  liveFigure(): LiveFigure | undefined;
}
