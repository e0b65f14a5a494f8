/** A finished figure: one self-contained SVG and the words that go with it. */
export interface Figure {
  /** File name without extension, for example `parameter-histogram`. */
  readonly name: string;
  /** A caption of one or two sentences, plain text. */
  readonly caption: string;
  /** The SVG markup, with `xmlns`, width and height. */
  readonly svg: string;
}
