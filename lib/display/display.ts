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
  finish(): void;
}

/** Where results are shown: a terminal, a notebook, or nowhere. */
export interface Display {
  text(line: string): void;
  figure(figure: Figure): Promise<void> | void;
  table(rows: readonly TableRow[]): Promise<void> | void;
  /**
   * @param total how much there is to do, for example steps; above 0
   * @param label what is being done
   */
  progress(total: number, label: string): Progress;
}
