/** What was tried, and what was lost by it. */
export interface Tally {
  readonly what: string;
  readonly tried: number;
  /** A line each. */
  readonly lost: readonly string[];
}

/** One line, and one more for each loss. */
export const tallyText = ({ what, tried, lost }: Tally): string =>
  [`${what}: ${tried} tried, ${lost.length} lost`, ...lost.map((l) => `  ${l}`)]
    .join("\n");
