import type { Description } from "../detection/describe.ts";
import type { SpannedAlgebra } from "../detection/detection.ts";
import { symbolOf } from "../figures/detection/generator_label.ts";
import type { Display, TableRow } from "./display.ts";
import {
  algebraWords,
  bracketWords,
  type SeveralWords,
} from "./several_words.ts";

/** Generators with their names, and the algebra that they span. */
export interface NamedAlgebra {
  /** The generators, in the order of the structure constants. */
  readonly generators: readonly {
    readonly description: Pick<Description, "name">;
  }[];
  /** The algebra that they span. */
  readonly algebra: SpannedAlgebra;
}

/**
 * Writes the algebra that some generators span, and a table of their brackets if they
 * span one.
 */
export async function sayAlgebra(
  { generators, algebra }: NamedAlgebra,
  display: Pick<Display, "text" | "table">,
): Promise<void> {
  for (const [k, { description }] of generators.entries()) {
    await display.text(`${symbolOf(k)}: ${description.name}`);
  }
  for (const line of algebraWords(algebra)) await display.text(line);
  if (algebra.isClosed) {
    await display.table(bracketRows(bracketWords(algebra)));
  }
}

/** Makes one row per bracket, for example "[G₁, G₂]" and "−0.71 G₃". */
export const bracketRows = (
  brackets: SeveralWords["brackets"],
): TableRow[] =>
  brackets.map(({ left, right, value }) => ({
    bracket: `[${left}, ${right}]`,
    "": value,
  }));
