import { describe, type Description } from "../detection/describe.ts";
import type { SpannedAlgebra } from "../detection/detection.ts";
import { spannedAlgebra } from "../detection/spanned_algebra.ts";
import type { Picture } from "../detection/use.ts";
import { fieldsOverImageFigure } from "../figures/detection/fields_over_image.ts";
import type { Figure } from "../figures/figure.ts";
import type { Transformation } from "../flow/transformations.ts";
import { generatedAlgebra } from "../lie/algebra/generated.ts";
import {
  affine,
  type Basis,
  fieldOf,
  projectField,
  type VectorField,
} from "../lie/basis.ts";

/** Some fields, and the algebra that they span. */
export interface Spanned {
  /** The fields, each with its name. */
  readonly generators: readonly {
    readonly description: Description;
    readonly field: VectorField;
  }[];
  /** The algebra that they span. */
  readonly algebra: SpannedAlgebra;
}

/**
 * Computes the algebra that the generators of some transformations span, and whether
 * their span is closed.
 */
export const spannedBy = (
  transformations: readonly Transformation[],
  basis: Basis = affine,
): Spanned => spannedByRows(basis, rowsOf(basis, transformations));

/**
 * Computes the smallest algebra that contains the generators of some transformations.
 * These come first; unit fields along the outside parts of brackets follow.
 *
 * @throws {RangeError} as {@linkcode generatedAlgebra}
 */
export const generatedBy = (
  transformations: readonly Transformation[],
  basis: Basis = affine,
): Spanned =>
  spannedByRows(basis, generatedAlgebra(basis, rowsOf(basis, transformations)));

const rowsOf = (
  basis: Basis,
  transformations: readonly Transformation[],
): Float64Array[] =>
  transformations.map(({ field }) => projectField(field, basis).coefficients);

function spannedByRows(basis: Basis, rows: readonly Float64Array[]): Spanned {
  return {
    generators: rows.map((row) => ({
      description: describe(basis, row),
      field: fieldOf(basis, row),
    })),
    algebra: spannedAlgebra(basis, rows),
  };
}

/**
 * Draws the fields of some generators, each as arrows over an image.
 *
 * @param picture Square, of one channel.
 */
export function spannedFieldsFigure(
  { generators }: Spanned,
  { pixels, height }: Picture,
): Figure {
  return fieldsOverImageFigure({
    generators: generators.map(({ description: { name }, field }) => ({
      name,
      field,
    })),
    image: Float32Array.from(pixels),
    side: height,
    extent: { x: 1, y: 1 },
    caption:
      `The fields of ${generators.length} generators (arrows, the longest of each panel equally long) over an image. x and y are in half-frames, y points down.`,
  });
}
