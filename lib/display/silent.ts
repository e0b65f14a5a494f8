import type { Display } from "./display.ts";

/** A display that shows nothing: for tests, and where only files are wanted. */
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
