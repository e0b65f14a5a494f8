/** Writes d/dt of a state to `out`. */
export type Rate = (state: Float64Array, out: Float64Array) => void;

/**
 * Prepares the classical Runge-Kutta method of fourth order.
 *
 * @param size Number of values in a state.
 * @returns A function that makes one step of length h, in place.
 */
export function rungeKutta(
  rate: Rate,
  size: number,
): (state: Float64Array, h: number) => void {
  const [a, b, c, d, at] = Array.from(
    { length: 5 },
    () => new Float64Array(size),
  );
  const from = (state: Float64Array, slope: Float64Array, h: number) => {
    for (let i = 0; i < size; i++) at[i] = state[i] + h * slope[i];
    return at;
  };
  return (state, h) => {
    rate(state, a);
    rate(from(state, a, h / 2), b);
    rate(from(state, b, h / 2), c);
    rate(from(state, c, h), d);
    for (let i = 0; i < size; i++) {
      state[i] += h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]);
    }
  };
}
