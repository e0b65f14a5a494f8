import { type Basis, projectField } from "../lie/basis.ts";
import { UserError } from "../runtime/errors.ts";

/** More terms than a fit of a few thousand pairs can tell apart. */
const MOST_TERMS = 40;

/**
 * Checks a basis of the user's own.
 *
 * @param name Name of its file, for messages.
 * @returns The basis.
 * @throws UserError for more than 40 terms, or for terms of which one is a sum of
 * multiples of others: no data could tell how much of each is meant.
 */
export function checkBasis(basis: Basis, name: string): Basis {
  const { length } = basis.terms;
  if (length > MOST_TERMS) {
    throw new UserError(
      `${name}: expected at most ${MOST_TERMS} terms, found ${length}`,
    );
  }
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
