/** A text in nbformat: one string, or an array of its lines. */
export type MultilineText = string | readonly string[];

/** An output of a code cell, in nbformat 4. */
export interface CellOutput {
  readonly output_type: string;
  /** For a stream: stdout or stderr. */
  readonly name?: string;
  readonly text?: MultilineText;
  readonly data?: Readonly<Record<string, MultilineText>>;
  readonly ename?: string;
  readonly evalue?: string;
}

/** One cell of a notebook. */
export interface NotebookCell {
  readonly cell_type: string;
  readonly source: MultilineText;
  readonly outputs?: readonly CellOutput[];
}

/** The parts of a notebook file that this project reads. */
export interface NotebookFile {
  readonly cells: readonly NotebookCell[];
}

export const textOf = (text: MultilineText = ""): string =>
  typeof text === "string" ? text : text.join("");
