import { type Basis, functionBasis } from "../lie/basis.ts";
import { type Powers, powersOf } from "../lie/monomials.ts";
import { linearPeriod } from "../matching/period.ts";
import { UserError } from "../runtime/errors.ts";

/**
 * One generator and the points tau_i along its flow, which a layer saves. All values are
 * plain JSON; t is in units of the unit generator.
 */
export interface FlowAxis {
  /** The terms of the field: monomials x^px y^py times a direction. */
  readonly terms: readonly FlowTerm[];
  /** One coefficient per term; their norm is 1. */
  readonly alpha: readonly number[];
  /** The points tau_i, evenly spaced. */
  readonly points: readonly number[];
  /**
   * The least t > 0 at which the flow is the identity. If it is given, motions are
   * exactly periodic; otherwise they are those of a window, with margins.
   */
  readonly period?: number;
}

/** A monomial vector field x^px y^py along one axis. */
export interface FlowTerm {
  /** The axis along which the field points. */
  readonly component: "x" | "y";
  /** The exponents px and py. */
  readonly powers: Powers;
}

/**
 * Makes an axis with points on a window. Without a period, content that leaves the frame
 * is lost, and content that enters it is 0.
 *
 * @param alpha Unit coefficients.
 * @param points The points tau_i, evenly spaced and ascending; at least one.
 * @param period The period; if it is given, the motions are exactly periodic.
 * @throws UserError if a term of the basis is no monomial.
 * @throws {RangeError} if the points are not evenly spaced and ascending
 */
export function windowAxis(
  basis: Basis,
  alpha: ArrayLike<number>,
  points: readonly number[],
  period?: number,
): FlowAxis {
  checkPoints(points);
  const terms = termsOf(basis);
  const axis = { terms, alpha: Array.from(alpha), points: [...points] };
  return period === undefined ? axis : { ...axis, period };
}

/**
 * Makes an axis with points over a whole period, tau_i = i period / count.
 *
 * @param alpha Unit coefficients.
 * @param count Number of points.
 * @param period The period; by default that of the field (`linearPeriod`). The field of
 * a shift has no period, but the grid of pixels has the period 2.
 * @throws UserError if there is no period, or a term of the basis is no monomial.
 * @throws {RangeError} if the count is no integer of at least 1 or the period not above 0
 */
export function periodAxis(
  basis: Basis,
  alpha: ArrayLike<number>,
  count: number,
  period: number | undefined = linearPeriod(basis, alpha),
): FlowAxis {
  if (period === undefined) {
    throw new UserError(
      "periodAxis: expected a field with a period, found one without; give its period, or use windowAxis",
    );
  }
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(
      `periodAxis: expected a number of points of at least 1, found ${count}`,
    );
  }
  if (!(period > 0 && Number.isFinite(period))) {
    throw new RangeError(
      `periodAxis: expected a period above 0, found ${period}`,
    );
  }
  return {
    terms: termsOf(basis),
    alpha: Array.from(alpha),
    points: Array.from({ length: count }, (_, i) => i * period / count),
    period,
  };
}

/** Whether the points cover a period once, so that the last one is next to the first. */
export function isClosed({ points, period }: FlowAxis): boolean {
  if (period === undefined) return false;
  const step = points.length > 1 ? points[1] - points[0] : period;
  return Math.abs(points.length * step - period) <= 1e-9 * period;
}

/**
 * Makes an axis whose motions are the powers of S from -reach to reach, where S is the
 * motion by one step of another axis.
 *
 * @throws {RangeError} if the other axis has one point, and therefore no step
 */
export function powersAxis(axis: FlowAxis, reach: number): FlowAxis {
  if (axis.points.length < 2) {
    throw new RangeError("powersAxis: expected at least 2 points, found one");
  }
  const step = axis.points[1] - axis.points[0];
  const points = Array.from(
    { length: 2 * reach + 1 },
    (_, i) => (i - reach) * step,
  );
  return { ...axis, points };
}

/** Makes evenly spaced numbers from `low` to `high`; a single number is the middle. */
export function evenPoints(low: number, high: number, count: number): number[] {
  if (count === 1) return [(low + high) / 2];
  return Array.from(
    { length: count },
    (_, i) => low + (high - low) * i / (count - 1),
  );
}

/** Makes the basis of an axis's terms. */
export function basisOf({ terms }: Pick<FlowAxis, "terms">): Basis {
  return functionBasis(
    "terms of an axis",
    terms.map(({ component, powers: [px, py] }, i) => ({
      component,
      label: `${i}`,
      value: (x, y) => x ** px * y ** py,
    })),
  );
}

function termsOf(basis: Basis): FlowTerm[] {
  return basis.terms.map((term) => {
    const powers = powersOf(term);
    if (powers === undefined) {
      throw new UserError(
        `constraint: expected a basis of monomials, found the term ${
          JSON.stringify(term.label)
        }, a function that no layer can save`,
      );
    }
    return { component: term.component, powers };
  });
}

function checkPoints(points: readonly number[]): void {
  const step = points[1] - points[0];
  const isEven = points.every((t, i) =>
    Number.isFinite(t) &&
    (i === 0 || step > 0 && Math.abs(t - points[i - 1] - step) <= 1e-6 * step)
  );
  if (points.length > 0 && isEven) return;
  throw new RangeError(
    `windowAxis: expected evenly spaced points, ascending, found [${points}]`,
  );
}
