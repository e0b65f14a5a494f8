/** A text that nbformat keeps whole or line by line. */
export type MultilineText = string | readonly string[];

/** One output of a code cell, as nbformat 4 has it. */
export interface CellOutput {
  readonly output_type: string;
  /** Of a stream: stdout or stderr. */
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

/** The parts of a notebook that are read here. */
export interface NotebookFile {
  readonly cells: readonly NotebookCell[];
}

export const textOf = (text: MultilineText = ""): string =>
  typeof text === "string" ? text : text.join("");
