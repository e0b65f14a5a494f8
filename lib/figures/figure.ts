/** A finished figure: one self-contained SVG with its caption and alternative text. */
export interface Figure {
  /** File name without extension, for example `parameter-histogram`. */
  readonly name: string;
  /** A caption of one or two sentences, plain text. */
  readonly caption: string;
  /** Its main numbers in sentences, plain text; "" if it shows none. */
  readonly numbers: string;
  /** The SVG markup, with `xmlns`, width and height. */
  readonly svg: string;
}

/** The alternative text of a figure: its caption, then its main numbers. */
export const altText = (
  { caption, numbers }: Pick<Figure, "caption" | "numbers">,
): string => numbers === "" ? caption : `${caption} ${numbers}`;
