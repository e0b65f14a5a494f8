/** What the loader of a data set may be given besides the split. */
export interface LoadOptions {
  /**
   * Folder with the data set's files as its authors publish them; if left out,
   * they come from an npm package.
   */
  readonly directory?: string;
  /** Told, in a line, before something that takes long or needs the network. */
  readonly onNote?: (line: string) => void;
  /** Starts a progress bar, as a `Display` does. */
  readonly progress?: (total: number, label: string) => LoadProgress;
  /** Gives up what takes long; the loader then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The part of a `Progress` that a loader uses. */
export interface LoadProgress {
  /**
   * Draws how much is done, from 0 to the total, and values such as a speed.
   */
  update(done: number, values: Readonly<Record<string, string | number>>): void;
  /** Ends the bar. */
  finish(): void;
}
