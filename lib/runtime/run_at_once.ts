import type { Pausable } from "./pausable.ts";

/**
 * Runs a pausable computation to its end synchronously.
 *
 * @returns The result of the computation.
 * @throws The error of the computation.
 * @throws {Error} if it waits for a promise, after its `finally` blocks have run.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type Pausable, runAtOnce } from "@neural-symmetry/detection/matching";
 *
 * function* sumTo(last: number): Pausable<number> {
 *   let sum = 0;
 *   for (let i = 1; i <= last; i++, yield) sum += i;
 *   return sum;
 * }
 *
 * assertEquals(runAtOnce(sumTo(100)), 5050);
 * ```
 */
export function runAtOnce<T>(computation: Pausable<T>): T {
  for (;;) {
    const step = computation.next();
    if (step.done) return step.value;
    if (step.value !== undefined) {
      computation.throw(
        new Error(
          "runAtOnce: expected a computation that waits for nothing, found one that waits for a promise",
        ),
      );
    }
  }
}
