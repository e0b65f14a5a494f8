import { DataError } from "../datasets/data_error.ts";
import type { Outcome, Planned, WorkContext } from "../experiments/planned.ts";
import { UserError } from "../runtime/errors.ts";

/** Result of one run of a command. */
export type RunEnd =
  | { readonly kind: "done"; readonly outcome: Outcome }
  | { readonly kind: "stopped" }
  | {
    readonly kind: "failed";
    /** The cause: the work itself, its data set, or a mistake of the user. */
    readonly fault: "work" | "data" | "user";
    readonly message: string;
  };

/** Does one run to its end, and never throws: errors become results. */
export async function endOf(
  planned: Planned,
  context: WorkContext,
): Promise<RunEnd> {
  try {
    const outcome = await planned.run(context);
    return outcome === undefined
      ? { kind: "stopped" }
      : { kind: "done", outcome };
  } catch (error) {
    const { signal } = context;
    if (signal.aborted && error === signal.reason) return { kind: "stopped" };
    const fault = error instanceof DataError
      ? "data"
      : error instanceof UserError
      ? "user"
      : "work";
    return { kind: "failed", fault, message: (error as Error).message };
  }
}
