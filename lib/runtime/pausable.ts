import { inNotebook } from "./notebook.ts";
import { turnTaker } from "./turns.ts";

/**
 * A long computation, written as a generator. It yields undefined where it can
 * be interrupted, and a promise where it has to wait for one (`waitFor`).
 *
 * Between two yields it leaves nothing open that another computation could
 * disturb, in particular no scope of tfjs.
 */
export type Pausable<T> = Generator<Promise<void> | undefined, T, void>;

/** How a pausable computation is run. */
export interface PausableOptions {
  /** Ends the computation at its next yield, or while it waits. */
  readonly signal?: AbortSignal;
  /**
   * Whether the computation runs up to its end in one synchronous stretch,
   * apart from the promises that it waits for; by default true in a notebook
   * and false elsewhere.
   *
   * A notebook's Stop terminates the JavaScript that is running. Before the
   * first `await` of a cell that ends the cell; after one, nothing settles the
   * cell's promise any more, and Deno's kernel waits for it without end.
   */
  readonly atOnce?: boolean;
}

/**
 * Runs a pausable computation to its end. About every 8 ms, timers, signals
 * and other events get a turn.
 *
 * @returns What the computation returns.
 * @throws What the computation throws; the signal's reason once it is aborted,
 * after the `finally` blocks of the computation have run.
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
  // No `await` unless it is needed: see `atOnce`.
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

/** Why a promise is no longer waited for, or undefined where it was kept. */
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
 * @throws What the promise rejects with.
 */
export function* waitFor<T>(promise: Promise<T>): Pausable<T> {
  const settled: T[] = [];
  yield promise.then((value) => void settled.push(value));
  return settled[0];
}
