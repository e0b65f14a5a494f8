/** A hidden cell, and the cells whose mean fills it. */
interface Filling {
  readonly cell: number;
  readonly from: readonly number[];
}

/**
 * Prepares the filling of hidden cells from neighbouring cells, from the boundary of
 * every group of hidden cells to its middle.
 *
 * @param hidden `side^2` values, 1 on a hidden cell. Cells that are not in `cells` are
 * not changed and not used.
 * @returns A function that fills the hidden cells of an image of `side^2` values.
 */
export function hiddenFilling(
  hidden: Uint8Array,
  side: number,
  cells: readonly number[],
): (image: Float32Array) => void {
  const filled = new Set(cells.filter((cell) => !hidden[cell]));
  let left = cells.filter((cell) => hidden[cell]);
  const order: Filling[] = [];
  while (left.length > 0 && filled.size > 0) {
    const next = left
      .map((cell): Filling => ({
        cell,
        from: besides(cell, side).filter((other) => filled.has(other)),
      }))
      .filter(({ from }) => from.length > 0);
    for (const filling of next) {
      order.push(filling);
      filled.add(filling.cell);
    }
    left = left.filter((cell) => !filled.has(cell));
  }
  return (image) => {
    for (const { cell, from } of order) {
      let sum = 0;
      for (const other of from) sum += image[other];
      image[cell] = sum / from.length;
    }
  };
}

/** The numbers of the up to eight cells around a cell. */
function besides(cell: number, side: number): number[] {
  const [row, column] = [Math.floor(cell / side), cell % side];
  const out: number[] = [];
  for (let y = Math.max(row - 1, 0); y <= Math.min(row + 1, side - 1); y++) {
    for (
      let x = Math.max(column - 1, 0);
      x <= Math.min(column + 1, side - 1);
      x++
    ) {
      if (y !== row || x !== column) out.push(y * side + x);
    }
  }
  return out;
}
