/** Options of the loader of a data set. */
export interface LoadOptions {
  /**
   * Folder with the data set's files as its authors publish them; by default they are
   * read from an npm package.
   */
  readonly directory?: string;
  /**
   * Called with a line of text before an operation that takes long or uses the network.
   */
  readonly onNote?: (line: string) => void;
  /** Starts a progress bar, as `Display.progress`. */
  readonly progress?: (total: number, label: string) => LoadProgress;
  /** Aborts the loading; the loader then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The part of a `Progress` that a loader uses. */
export interface LoadProgress {
  /** Draws the progress, from 0 to the total, and values such as a speed. */
  update(done: number, values: Readonly<Record<string, string | number>>): void;
  /** Ends the bar. */
  finish(): void;
}
