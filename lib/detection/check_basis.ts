import { type Basis, type BasisTerm, projectField } from "../lie/basis.ts";
import { UserError } from "../runtime/errors.ts";

/** More terms than a fit of a few thousand pairs can tell apart. */
const MOST_TERMS = 40;

/** Where a term has to have a value: in the frame, and where flows leave it. */
const PROBES = Array.from({ length: 61 }, (_, i) => (i - 30) / 20);

/**
 * Checks a basis of the user's own.
 *
 * @param name Name of its file or option, for messages.
 * @returns The basis.
 * @throws UserError for more than 40 terms, for two of one label, for a term without a
 * finite value, or for terms of which one is a sum of multiples of others: no data could
 * tell how much of each is meant.
 */
export function checkBasis(basis: Basis, name: string): Basis {
  const { terms } = basis;
  if (terms.length > MOST_TERMS) {
    throw new UserError(
      `${name}: expected at most ${MOST_TERMS} terms, found ${terms.length}`,
    );
  }
  const labels = terms.map(({ label }) => label);
  const twice = labels.find((label, i) => labels.indexOf(label) < i);
  if (twice !== undefined) {
    throw new UserError(
      `${name}: expected distinct labels, found ${JSON.stringify(twice)} twice`,
    );
  }
  terms.forEach((term, i) =>
    checkValues(term, `${name}: term ${i}, ${term.label}`)
  );
  try {
    projectField(() => [0, 0], basis);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `${name}: expected terms of which none is a sum of multiples of others, found one that is`,
      { cause: error },
    );
  }
  return basis;
}

function checkValues({ value }: BasisTerm, name: string): void {
  for (const x of PROBES) {
    for (const y of PROBES) {
      const found = valueAt(value, x, y);
      if (typeof found === "number" && Number.isFinite(found)) continue;
      throw new UserError(
        `${name}: expected a finite number at (${x}, ${y}), found ${
          String(found)
        }`,
      );
    }
  }
}

/** The result of a user's function, or the error that it throws. */
function valueAt(value: BasisTerm["value"], x: number, y: number): unknown {
  try {
    return value(x, y);
  } catch (error) {
    return error;
  }
}
