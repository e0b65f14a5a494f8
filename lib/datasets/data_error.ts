import { UserError } from "../runtime/errors.ts";

/** The parts of a message about a data file. */
export interface DataProblem {
  /** Path or name of the file. */
  readonly file: string;
  readonly expected: string;
  readonly found: string;
  /** Advice for the user. */
  readonly advice: string;
  readonly cause?: unknown;
}

/**
 * The error for data that are missing, cannot be fetched or are not valid. The user can
 * correct it; it is not a fault of the program. Its message is one line.
 */
export class DataError extends UserError {
  override readonly name = "DataError";

  /** @param problem the parts of the message, or another error's message with advice */
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
