/** Number of tries of one kind, and their failures. */
export interface Tally {
  readonly what: string;
  readonly tried: number;
  /** One line for each failure. */
  readonly lost: readonly string[];
}

/** One line, and a further line for each failure. */
export const tallyText = ({ what, tried, lost }: Tally): string =>
  [`${what}: ${tried} tried, ${lost.length} lost`, ...lost.map((l) => `  ${l}`)]
    .join("\n");
