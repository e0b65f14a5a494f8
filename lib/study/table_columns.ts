/** Values that rows have in common in columns of results.csv. */
export type Key = Readonly<Record<string, string>>;

/** A column of a table in Markdown, and the rows of results.csv that it shows. */
export interface TableColumn {
  readonly title: string;
  /** The key that selects its row among those of a line, for example the preset. */
  readonly key: Key;
  readonly measure: string;
  /** Whether the interval is shown after the mean. */
  readonly interval?: boolean;
}

/**
 * The columns of the angle: a preset of this project, the paper's, and two methods
 * without a network.
 */
export const angleColumns = (own: string): TableColumn[] =>
  [own, "paper", "first-order", "registration"].map((preset) => ({
    title: `\`${preset}\``,
    key: { preset },
    measure: "angle",
    interval: true,
  }));

/** The columns of the scores of t and of the images, for a preset of this project. */
export function scoreColumns(preset: string): TableColumn[] {
  const own = (title: string, measure: string): TableColumn => ({
    title,
    key: { preset },
    measure,
  });
  return [
    own("t-network: correlation", "network correlation"),
    own("W1/std", "network W1/std"),
    own("refined t: correlation", "refined correlation"),
    own("W1/std", "refined W1/std"),
    {
      title: "`paper`, refined t: W1/std",
      key: { preset: "paper" },
      measure: "refined W1/std",
    },
    own("normal guess: W1/std", "normal W1/std"),
    own("error: transformed", "transformed error"),
    own("autoencoder", "autoencoder error"),
    own("nothing done", "identity error"),
  ];
}

/** The columns of a table in which one setting varies. */
export const oneByOne: readonly TableColumn[] = [
  { title: "angle", key: {}, measure: "angle", interval: true },
  { title: "t-network: W1/std", key: {}, measure: "network W1/std" },
  { title: "refined t: W1/std", key: {}, measure: "refined W1/std" },
  { title: "error: transformed", key: {}, measure: "transformed error" },
];

/** The columns of the scores of several generators. */
export const severalColumns: readonly TableColumn[] = [
  ["generators", "generators"],
  ["largest principal angle", "angle"],
  ["matched: median distance, px", "median refined distance"],
  ["95 % within, px", "95 % refined distance"],
  ["t-network: median distance, px", "median network distance"],
  ["without motion, px", "median distance without motion"],
  ["left by a mixture", "left by a mixture"],
  ["error: transformed", "transformed error"],
  ["nothing done", "identity error"],
].map(([title, measure]) => ({ title, key: {}, measure }));
