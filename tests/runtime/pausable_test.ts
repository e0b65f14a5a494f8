import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Pausable, runPausable, waitFor } from "#lib/runtime/pausable.ts";

/** Computes for this many milliseconds. */
function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** A computation with 3 ms of work between two yields, which records the parts done. */
function* parts(count: number, done: string[]): Pausable<string> {
  try {
    for (let i = 0; i < count; i++) {
      busy(3);
      done.push(`${i}`);
      yield;
    }
    return "result";
  } finally {
    done.push("finally");
  }
}

/** Counts the turns of timers until it is stopped. */
function countTurns(): { readonly stop: () => number } {
  let [turns, stopped] = [0, false];
  const next = () => {
    if (stopped) return;
    turns++;
    setTimeout(next, 0);
  };
  setTimeout(next, 0);
  return {
    stop: () => {
      stopped = true;
      return turns;
    },
  };
}

Deno.test("a pausable computation gives its result, and timers a turn now and then", async () => {
  const done: string[] = [];
  const { stop } = countTurns();
  assertEquals(await runPausable(parts(50, done)), "result");
  // 150 ms of work have a turn every 8 ms, not after every part.
  const turns = stop();
  assert(turns >= 2 && turns < 50, `${turns} turns`);
  assertEquals(done.length, 51);
});

Deno.test("at once, nothing else gets a turn: the computation has ended when the call returns", async () => {
  const done: string[] = [];
  const result = runPausable(parts(30, done), { atOnce: true });
  assertEquals(done.length, 31);
  assertEquals(await result, "result");
});

Deno.test("if the signal is already aborted, nothing is done", async () => {
  const done: string[] = [];
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  const error = await assertRejects(() =>
    runPausable(parts(3, done), { signal })
  );
  assertEquals([error, done], [reason, []]);
});

Deno.test("a signal ends a computation at its next yield, its `finally` included", async () => {
  const done: string[] = [];
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 0);
  const error = await assertRejects(() =>
    runPausable(parts(1000, done), { signal: stop.signal })
  );
  assertEquals(error, stop.signal.reason);
  assertEquals(done.at(-1), "finally");
  assert(done.length < 100, `${done.length} parts`);
});

Deno.test("an abort during a turn's own work takes effect at the next yield", async () => {
  const stop = new AbortController();
  const done: number[] = [];
  function* work(): Pausable<void> {
    for (let i = 0; i < 5; i++) {
      done.push(i);
      if (i === 2) stop.abort();
      yield;
    }
  }
  await assertRejects(() => runPausable(work(), { signal: stop.signal }));
  assertEquals(done, [0, 1, 2]);
});

Deno.test("a pausable computation waits for promises, for their values and errors", async () => {
  const bad = new Error("bad");
  function* work(): Pausable<string> {
    const value = yield* waitFor(Promise.resolve("good"));
    try {
      yield* waitFor(Promise.reject(bad));
    } catch (error) {
      assertEquals(error, bad);
      return `${value}, then ${(error as Error).message}`;
    }
    return "no error";
  }
  assertEquals(await runPausable(work()), "good, then bad");
  assertEquals(
    await assertRejects(() => runPausable(waitFor(Promise.reject(bad)))),
    bad,
  );
});

Deno.test("a signal ends the wait for a promise that is never settled", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 10);
  const error = await assertRejects(() =>
    runPausable(waitFor(new Promise(() => {})), { signal: stop.signal })
  );
  assertEquals(error, stop.signal.reason);
});
