import { halving } from "../images/halve.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { sumOfProducts } from "./brightness.ts";
import { type LayerRows, layerRows } from "./layer_rows.ts";
import { BLUR } from "./movable.ts";
import type { MovedTargets } from "./moved_targets.ts";

/**
 * The normal equations of Gauss-Newton for a layer under matches.
 *
 * An image is (1 + g) content + o on every cell. If x0 is moved onto xt, the layer
 * changes the expected value of xt on a cell by g times the moved value, less the
 * bilinear interpolation of g times x0 at the place that the content comes from, and by
 * o less the interpolation of o there. The unknowns are all g, then all o: `2 side^2`
 * numbers.
 */
export interface LayerEquations {
  /** Multiplies the normal matrix by a layer. */
  readonly apply: (layer: Float64Array) => Pausable<Float64Array>;
  readonly diagonal: Float64Array;
  readonly right: Float64Array;
  /** Mean square of the residuals at full resolution. */
  readonly variance: number;
  /**
   * Sum of squared residuals with a layer, by default without one. The residuals are
   * blurred and pooled as those of a match.
   */
  readonly errors: (layer?: Float64Array) => Pausable<number>;
}

/**
 * @param matches Matches of the same pairs.
 * @param weights One weight per pair.
 */
export function* layerEquations(
  matches: readonly MovedTargets[],
  weights: Float64Array,
): Pausable<LayerEquations> {
  const [{ side }] = matches;
  const parts: LayerRows[] = [];
  for (const match of matches) parts.push(yield* layerRows(match, weights));
  const unknowns = 2 * side * side;
  const total = function* (
    add: (rows: LayerRows, out: Float64Array) => Pausable<void>,
  ): Pausable<Float64Array> {
    const out = new Float64Array(unknowns);
    for (const rows of parts) yield* add(rows, out);
    return out;
  };
  return {
    apply: (layer) =>
      total(function* (rows, out) {
        const change = yield* changeBy(rows, side, layer);
        yield* addTransposed(rows, side, change, out);
      }),
    right: yield* total((rows, out) =>
      addTransposed(rows, side, rows.residual, out)
    ),
    diagonal: yield* total((rows, out) => addDiagonal(rows, side, out)),
    variance: meanSquare(parts),
    *errors(layer) {
      let sum = 0;
      for (const rows of parts) sum += yield* pooledErrors(rows, side, layer);
      return sum;
    },
  };
}

/** The change of the expected value on every row by a layer, to first order. */
function* changeBy(
  { from, first, cell, base, corners, moved }: LayerRows,
  side: number,
  layer: Float64Array,
): Pausable<Float32Array> {
  const cells = side * side;
  const out = new Float32Array(cell.length);
  const added = new Float64Array(cells);
  yield* pausingLoop(first.length - 1, cells, (pair) => {
    const start = pair * cells;
    for (let i = 0; i < cells; i++) {
      added[i] = layer[i] * from[start + i] + layer[cells + i];
    }
    for (let row = first[pair]; row < first[pair + 1]; row++) {
      const c = cell[row], b = base[row], w = 4 * row;
      out[row] = layer[c] * moved[row] + layer[cells + c] -
        corners[w] * added[b] - corners[w + 1] * added[b + 1] -
        corners[w + 2] * added[b + side] -
        corners[w + 3] * added[b + side + 1];
    }
  });
  return out;
}

/** Adds the product of the transposed derivative with weighted values of all rows. */
function* addTransposed(
  { from, first, cell, base, corners, moved, weight }: LayerRows,
  side: number,
  values: Float32Array,
  out: Float64Array,
): Pausable<void> {
  const cells = side * side;
  const back = new Float64Array(cells);
  yield* pausingLoop(first.length - 1, cells, (pair) => {
    const start = pair * cells;
    back.fill(0);
    for (let row = first[pair]; row < first[pair + 1]; row++) {
      const c = cell[row], b = base[row], w = 4 * row;
      const pull = weight[row] * values[row];
      out[c] += pull * moved[row];
      out[cells + c] += pull;
      back[b] += pull * corners[w];
      back[b + 1] += pull * corners[w + 1];
      back[b + side] += pull * corners[w + 2];
      back[b + side + 1] += pull * corners[w + 3];
    }
    for (let i = 0; i < cells; i++) {
      out[i] -= back[i] * from[start + i];
      out[cells + i] -= back[i];
    }
  });
}

/**
 * Adds the diagonal of the normal matrix. It neglects that content may come from the
 * cell that it is compared on.
 */
function* addDiagonal(
  { from, first, cell, base, corners, moved, weight }: LayerRows,
  side: number,
  out: Float64Array,
): Pausable<void> {
  const cells = side * side;
  yield* pausingLoop(first.length - 1, cells, (pair) => {
    const start = pair * cells;
    for (let row = first[pair]; row < first[pair + 1]; row++) {
      out[cell[row]] += weight[row] * moved[row] ** 2;
      out[cells + cell[row]] += weight[row];
      for (let k = 0; k < 4; k++) {
        const source = base[row] + (k & 1) + (k >> 1) * side;
        const part = weight[row] * corners[4 * row + k] ** 2;
        out[source] += part * from[start + source] ** 2;
        out[cells + source] += part;
      }
    }
  });
}

function meanSquare(parts: readonly LayerRows[]): number {
  let [squares, total] = [0, 0];
  for (const { residual, weight } of parts) {
    for (let row = 0; row < residual.length; row++) {
      squares += weight[row] * residual[row] ** 2;
      total += weight[row];
    }
  }
  return total > 0 ? squares / total : 0;
}

function* pooledErrors(
  rows: LayerRows,
  side: number,
  layer?: Float64Array,
): Pausable<number> {
  const { first, cell, residual, weight } = rows;
  const change = layer && (yield* changeBy(rows, side, layer));
  const { side: half, halve } = halving(side, BLUR);
  const left = new Float32Array(side * side);
  const pooled = new Float32Array(half * half);
  let sum = 0;
  yield* pausingLoop(first.length - 1, side * side, (pair) => {
    left.fill(0);
    for (let row = first[pair]; row < first[pair + 1]; row++) {
      left[cell[row]] = Math.sqrt(weight[row]) *
        (residual[row] - (change?.[row] ?? 0));
    }
    halve(left, pooled);
    sum += sumOfProducts(pooled, pooled);
  });
  return sum;
}
