/**
 * Calls a function after other events. `setImmediate` waits for 0.2 ms; in Deno, a timer
 * of 0 ms waits for 2.4 ms, a tenth of the computing time before it. A browser has no
 * `setImmediate`, and each timer of a chain waits for 4 ms there; a message of the
 * thread to itself waits for 0.02 ms.
 */
const soon: (run: () => void) => unknown = globalThis.setImmediate ??
  byMessages();

/** Calls functions by messages that a thread sends itself. */
function byMessages(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    port2.postMessage(undefined);
  };
}

/** Waits until timers, signals and a notebook's messages were handled. */
export const otherEvents = (): Promise<void> =>
  new Promise((resolve) => soon(resolve));
