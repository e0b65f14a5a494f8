/** The split of one exponential into `substeps` factors of `terms` Taylor terms each. */
export interface ActionPlan {
  /** Number of factors of the exponential. */
  readonly substeps: number;
  /** Number of Taylor terms per factor. */
  readonly terms: number;
}

/** The largest number of terms per sub-step that is considered. */
const MOST_TERMS = 40;

/** Relative rounding error of float32. */
const ROUNDING = 2 ** -24;

/**
 * Plans exp(-tG) for |t| * ||G|| up to `norm` with the fewest matrix products, similar
 * to Al-Mohy and Higham (2011).
 *
 * Sub-steps of norm theta with m terms leave a remainder of at most
 * norm * theta^m / (m + 1)!, relative to the operand and summed over the sub-steps, if
 * the exponential does not increase norms. Their rounding error grows as e^theta. Both
 * stay below the tolerance.
 *
 * @param norm At least 0 and finite.
 * @param tolerance Relative error for any image. The error of a smooth image, which
 * has little energy at the highest frequencies, is far smaller.
 * @throws RangeError for any other norm or tolerance.
 */
export function exactPlan(norm: number, tolerance = 1e-5): ActionPlan {
  checkCut("exactPlan", norm, tolerance);
  const largestStep = Math.log(tolerance / ROUNDING);
  let best: ActionPlan | undefined;
  const fewest = Math.max(1, Math.ceil(norm / largestStep));
  for (let substeps = fewest; substeps <= 4 * fewest; substeps++) {
    const terms = termsFor(norm, norm / substeps, tolerance);
    const cost = (plan: ActionPlan) => plan.substeps * plan.terms;
    const plan = { substeps, terms };
    if (best === undefined || cost(plan) < cost(best)) best = plan;
  }
  return best!;
}

/**
 * Checks the norm and the tolerance of a truncated series in float32.
 *
 * @param name Name of the calling function, for the message.
 * @throws RangeError if the norm is negative or not finite, or the tolerance is out
 * of range.
 */
export function checkCut(name: string, norm: number, tolerance: number): void {
  if (!(norm >= 0 && norm < Infinity)) {
    throw new RangeError(
      `${name}: expected a finite norm of at least 0, found ${norm}`,
    );
  }
  if (!(tolerance > ROUNDING * Math.E && tolerance < 1)) {
    throw new RangeError(
      `${name}: expected a tolerance between 1e-6 and 1, found ${tolerance}`,
    );
  }
}

/** The smallest m with norm * theta^m / (m + 1)! within the tolerance. */
function termsFor(norm: number, theta: number, tolerance: number): number {
  let remainder = norm * theta / 2;
  let m = 1;
  while (remainder > tolerance && m < MOST_TERMS) {
    m++;
    remainder *= theta / (m + 1);
  }
  return m;
}

/** The paper's truncated series of eq. (12): one step of `order` terms. */
export function truncatedPlan(order: number): ActionPlan {
  return { substeps: 1, terms: order };
}
