/** A rectangle of cells; the last column and row belong to it. */
export interface Region {
  /** The first column, from 0. */
  readonly left: number;
  /** The last column. */
  readonly right: number;
  /** The first row, from 0. */
  readonly top: number;
  /** The last row. */
  readonly bottom: number;
}

/** The numbers of a region's cells on a frame. */
export function regionCells(
  { left, right, top, bottom }: Region,
  side: number,
): number[] {
  const cells: number[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      cells.push(row * side + column);
    }
  }
  return cells;
}

/** The outermost cells of a region. */
export function edgeCells(
  side: number,
  { left, right, top, bottom }: Region,
): number[] {
  const cells: number[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const inner = row > top && row < bottom && column > left &&
        column < right;
      if (!inner) cells.push(row * side + column);
    }
  }
  return cells;
}

/** The cell of the region that is nearest to a cell of the frame. */
export function nearestInside(
  cell: number,
  side: number,
  { left, right, top, bottom }: Region,
): number {
  const column = Math.min(Math.max(cell % side, left), right);
  const row = Math.min(Math.max(Math.floor(cell / side), top), bottom);
  return row * side + column;
}
