/** A generator's line matrices as one dense matrix, cell by cell. */
export function denseOf(
  lines: ArrayLike<number>,
  size: number,
): Float64Array {
  const cells = size * size;
  const dense = new Float64Array(cells * cells);
  for (let line = 0; line < 2 * size; line++) {
    const cellOf = (i: number) =>
      line < size ? line * size + i : i * size + line - size;
    for (let k = 0; k < size; k++) {
      for (let i = 0; i < size; i++) {
        dense[cellOf(i) * cells + cellOf(k)] +=
          lines[(line * size + k) * size + i];
      }
    }
  }
  return dense;
}
