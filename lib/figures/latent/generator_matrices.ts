import type { Figure } from "../figure.ts";
import { imageRowsFigure } from "../images/image_rows.ts";

/** Data of the figure of matrices that act on patches, in rows. */
export interface GeneratorMatricesData {
  /** Cells per side of a patch: the matrices have size^2 rows and columns. */
  readonly size: number;
  /** The rows, at least one, with equally many matrices each. */
  readonly rows: readonly {
    readonly label: string;
    /** The matrices, size^2 x size^2 values each, row-major. */
    readonly matrices: readonly ArrayLike<number>[];
  }[];
  /** Labels above the columns, one per column. */
  readonly columnLabels: readonly string[];
  /** A sentence that names the matrices. */
  readonly caption: string;
}

/**
 * Draws generators as matrices on a patch of cells. A cell couples only with those of
 * its own row and of its own column.
 *
 * @throws {RangeError} if there is no matrix, rows differ in length, or a matrix does
 * not have size^4 finite values
 */
export function generatorMatricesFigure(
  { size, rows, columnLabels, caption }: GeneratorMatricesData,
): Figure {
  return imageRowsFigure("generatorMatricesFigure", {
    height: size ** 2,
    width: size ** 2,
    channels: 1,
    rows: rows.map(({ label, matrices }) => ({
      label,
      images: matrices,
      scale: "residual",
    })),
    columnLabels,
    scaleTitle: "matrix element",
    caption,
  }, { name: "generator-matrices", caption });
}
