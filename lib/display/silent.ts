import type { Display } from "./display.ts";

/**
 * Makes a display that shows nothing, for tests and for commands that only write files.
 */
export function silentDisplay(): Display {
  return {
    text() {},
    figure() {},
    table() {},
    html() {},
    progress: () => ({ update() {}, finish() {} }),
    liveFigure: () => undefined,
  };
}
