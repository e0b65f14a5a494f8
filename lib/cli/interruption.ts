/** Signals that end a command, and its exit code then: 128 + the signal's number. */
const STOPS: Readonly<Partial<Record<Deno.Signal, number>>> =
  Deno.build.os === "windows"
    ? { SIGINT: 130, SIGBREAK: 149 }
    : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** The request that a command end, by a signal or by the command itself. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Requests the end without a signal. */
  readonly stop: () => void;
  /** Returns the exit code for the received signal; 0 if there was none. */
  readonly exitCode: () => number;
}

/**
 * Listens for Ctrl-C, for the system's request to terminate, and for the closing of the
 * terminal. A second Ctrl-C ends the process at once. The other signals do not: some
 * systems send them twice.
 */
export function interruption(): Interruption {
  const controller = new AbortController();
  let code = 0;
  for (const [name, number] of Object.entries(STOPS)) {
    Deno.addSignalListener(name as Deno.Signal, () => {
      if (code === STOPS.SIGINT && name === "SIGINT") Deno.exit(code);
      if (code === 0) code = number;
      controller.abort();
    });
  }
  return {
    signal: controller.signal,
    stop: () => controller.abort(),
    exitCode: () => code,
  };
}
