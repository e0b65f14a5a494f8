/** Nodes and weights of a quadrature rule. */
export interface Quadrature {
  /** Ascending, within -1 to 1. */
  readonly nodes: Float64Array;
  /** One per node; their sum is 2. */
  readonly weights: Float64Array;
}

/** Number of Newton steps; 5 converge to rounding from the start used here. */
const NEWTON_STEPS = 8;

/**
 * Computes the Gauss-Legendre rule on [-1, 1], which integrates polynomials up to
 * degree 2 count - 1 exactly. It uses Newton's method from Tricomi's first-order start
 * (Press et al., Numerical Recipes, section 4.6).
 *
 * @param count nodes, an integer of at least 1
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count), weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = -Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
    for (let step = 0; step < NEWTON_STEPS; step++) {
      const { value, slope } = legendre(count, x);
      x -= value / slope;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * legendre(count, x).slope ** 2);
  }
  return { nodes, weights };
}

/** The Legendre polynomial of a degree and its derivative at x, |x| < 1. */
function legendre(degree: number, x: number) {
  let before = 0, value = 1;
  for (let k = 1; k <= degree; k++) {
    [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  }
  return { value, slope: degree * (x * value - before) / (x * x - 1) };
}
