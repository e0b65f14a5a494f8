import { inNotebook } from "./notebook.ts";
import { turnTaker } from "./turns.ts";

/**
 * A long computation, written as a generator. It yields undefined where it can be
 * interrupted, and a promise that it waits for (`waitFor`).
 *
 * At a yield, nothing may be open that another computation could disturb, in particular
 * no scope of tfjs.
 */
export type Pausable<T> = Generator<Promise<void> | undefined, T, void>;

/** Options of {@linkcode runPausable}. */
export interface PausableOptions {
  /** Ends the computation at its next yield, or while it waits. */
  readonly signal?: AbortSignal;
  /**
   * Whether the computation runs to its end synchronously, apart from the promises that
   * it waits for; by default true in a notebook and false elsewhere.
   *
   * A notebook's Stop terminates the running JavaScript. Before the first `await` of a
   * cell this ends the cell. After one, the cell's promise is never settled, and Deno's
   * kernel waits for it forever.
   */
  readonly atOnce?: boolean;
}

/**
 * Runs a pausable computation to its end. About every 8 ms, timers, signals and other
 * events are handled.
 *
 * @returns The result of the computation.
 * @throws The error of the computation, or the signal's reason if it is aborted, after
 * the `finally` blocks of the computation have run.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type Pausable, runPausable } from "#lib/runtime/pausable.ts";
 *
 * function* sumTo(last: number): Pausable<number> {
 *   let sum = 0;
 *   for (let i = 1; i <= last; i++, yield) sum += i;
 *   return sum;
 * }
 *
 * assertEquals(await runPausable(sumTo(100)), 5050);
 * ```
 */
export async function runPausable<T>(
  computation: Pausable<T>,
  { signal, atOnce = inNotebook() }: PausableOptions = {},
): Promise<T> {
  const proceed = () =>
    signal?.aborted ? computation.throw(signal.reason) : computation.next();
  const takeTurn = atOnce ? () => undefined : turnTaker();
  let step = proceed();
  // There is no `await` unless it is needed: see `atOnce`.
  while (!step.done) {
    const { value: promise } = step;
    if (promise !== undefined) {
      const failed = await failureOf(promise, signal);
      step = failed === undefined ? proceed() : computation.throw(failed.error);
      continue;
    }
    const turn = takeTurn();
    if (turn !== undefined) await turn;
    step = proceed();
  }
  return step.value;
}

/**
 * Waits for a promise; returns its error or the abortion, or undefined if it was
 * fulfilled.
 */
async function failureOf(
  promise: Promise<void>,
  signal: AbortSignal | undefined,
): Promise<{ readonly error: unknown } | undefined> {
  let abort = () => {};
  const aborted = new Promise<{ readonly error: unknown }>((resolve) => {
    abort = () => resolve({ error: signal?.reason });
  });
  signal?.addEventListener("abort", abort);
  try {
    return await Promise.race([
      promise.then(() => undefined, (error: unknown) => ({ error })),
      aborted,
    ]);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/**
 * Waits for a promise within a pausable computation: `yield* waitFor(promise)`.
 *
 * @returns The promise's value.
 * @throws The promise's rejection.
 */
export function* waitFor<T>(promise: Promise<T>): Pausable<T> {
  const settled: T[] = [];
  yield promise.then((value) => void settled.push(value));
  return settled[0];
}
