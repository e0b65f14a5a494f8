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
 * A data file that is missing or not what it should be: the user's to mend,
 * no fault of the program. Its message is one line.
 */
export class DataError extends UserError {
  override readonly name = "DataError";

  constructor({ file, expected, found, advice, cause }: DataProblem) {
    super(`${file}: expected ${expected}, found ${found}; ${advice}`, {
      cause,
    });
  }
}
