import { UserError } from "../runtime/errors.ts";

/** What is wrong with a data file, in parts. */
export interface DataProblem {
  /** Path or name of the file. */
  readonly file: string;
  readonly expected: string;
  readonly found: string;
  /** What to do about it. */
  readonly advice: string;
  readonly cause?: unknown;
}

/**
 * Data that are missing, cannot be fetched or are not what they should be: the
 * user's to mend, no fault of the program. Its message is one line.
 */
export class DataError extends UserError {
  override readonly name = "DataError";

  /** @param problem in parts, or what another error says, with advice */
  constructor(
    problem: DataProblem | { readonly cause: Error; readonly advice: string },
  ) {
    const { cause, advice } = problem;
    const what = "file" in problem
      ? `${problem.file}: expected ${problem.expected}, found ${problem.found}`
      : problem.cause.message;
    super(`${what}; ${advice}`, { cause });
  }
}
