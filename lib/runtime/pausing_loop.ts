import type { Pausable } from "./pausable.ts";

/**
 * Number of cells of images that are processed between two yields. A cell of the slowest
 * loop, that of a match with its slopes in 12 coefficients and four blurs, takes 0.3 us
 * on one core of an AMD EPYC. This many take 3 ms, and a yield takes less than 1 us.
 */
export const CELLS_BETWEEN_YIELDS = 8_192;

/**
 * Calls `visit` with 0 to count - 1. It yields whenever the visits since the last yield
 * have processed 8,192 cells, and at the end.
 *
 * @param cells Approximate number of cells per visit; a cell takes at most 0.3 us.
 */
export function* pausingLoop(
  count: number,
  cells: number,
  visit: (i: number) => void,
): Pausable<void> {
  const block = Math.max(1, Math.floor(CELLS_BETWEEN_YIELDS / cells));
  for (let first = 0; first < count; first += block, yield) {
    const end = Math.min(first + block, count);
    for (let i = first; i < end; i++) visit(i);
  }
}

/** The number of cells that may still be processed before the next yield. */
export interface Stretch {
  cellsLeft: number;
}

/** Begins a stretch between two yields. */
export const beginStretch = (): Stretch => ({
  cellsLeft: CELLS_BETWEEN_YIELDS,
});

/**
 * Divides the indices 0 to count - 1 into bands, and calls `visit` with the first index
 * of each and the one after its last. It yields before a band that exceeds the stretch,
 * and not at the end: the steps of small images share a stretch, and those of a large
 * image are divided.
 *
 * @param stretch The present stretch; it is changed.
 * @param cells Approximate number of cells per index; a cell takes at most 0.3 us.
 */
export function* pausingBands(
  stretch: Stretch,
  count: number,
  cells: number,
  visit: (first: number, end: number) => void,
): Pausable<void> {
  for (let first = 0; first < count;) {
    if (
      stretch.cellsLeft < cells && stretch.cellsLeft < CELLS_BETWEEN_YIELDS
    ) {
      yield;
      stretch.cellsLeft = CELLS_BETWEEN_YIELDS;
    }
    const fitting = Math.max(1, Math.floor(stretch.cellsLeft / cells));
    const end = Math.min(first + fitting, count);
    visit(first, end);
    stretch.cellsLeft -= (end - first) * cells;
    first = end;
  }
}

/** Number of plain numbers that are processed between two yields, at 1 to 5 ns each. */
export const VALUES_BETWEEN_YIELDS = 1 << 19;

/**
 * Divides the indices 0 to count - 1 into blocks of up to 524,288, calls `visit`
 * with the first index of each and the one after its last, and yields after each.
 */
export function* pausingBlocks(
  count: number,
  visit: (first: number, end: number) => void,
): Pausable<void> {
  for (let first = 0; first < count; first += VALUES_BETWEEN_YIELDS, yield) {
    visit(first, Math.min(first + VALUES_BETWEEN_YIELDS, count));
  }
}
