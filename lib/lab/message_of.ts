import { oneLine } from "../runtime/one_line.ts";

/** The message of an error, in one line. */
export const messageOf = (error: unknown): string =>
  oneLine(error instanceof Error ? error.message : String(error));
