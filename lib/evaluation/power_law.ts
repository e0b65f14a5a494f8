/** A point with both coordinates above 0. */
export interface PowerPoint {
  readonly x: number;
  readonly y: number;
}

/** The power law y = factor x^exponent. */
export interface PowerLaw {
  readonly exponent: number;
  readonly factor: number;
}

/**
 * Fits a power law to points, by a straight line through their logarithms in the least
 * squares sense.
 *
 * @returns null for fewer than two different x
 */
export function powerLaw(points: readonly PowerPoint[]): PowerLaw | null {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  if (new Set(logs.map(([x]) => x)).size < 2) return null;
  const mean = (axis: 0 | 1) =>
    logs.reduce((sum, log) => sum + log[axis], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const along = logs.reduce(
    (sum, [x, y]) => sum + (x - meanX) * (y - meanY),
    0,
  );
  const width = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const exponent = along / width;
  return { exponent, factor: Math.exp(meanY - exponent * meanX) };
}
