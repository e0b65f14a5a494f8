/** Asks that a command ends, and the exit code then: 128 + the signal's number. */
const STOPS: Readonly<Partial<Record<Deno.Signal, number>>> =
  Deno.build.os === "windows"
    ? { SIGINT: 130, SIGBREAK: 149 }
    : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** How a command hears that it is to end. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Asks for it, as a signal would. */
  readonly stop: () => void;
  /** With what it then ends. */
  readonly exitCode: () => number;
}

/**
 * Listens for Ctrl-C, for a system that ends its processes, and for a terminal
 * that is closed. A second Ctrl-C ends the process at once; the others may well
 * come twice for one reason.
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
