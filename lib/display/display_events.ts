import type { Display, Progress } from "./display.ts";

/** The methods of a display whose calls can be sent to another process. */
type Sent = "text" | "figure" | "table" | "html";

/** One call of a display, as data. */
export type DisplayEvent =
  | {
    readonly [Name in Sent]: {
      readonly kind: Name;
      readonly value: Parameters<Display[Name]>[0];
    };
  }[Sent]
  | {
    readonly kind: "progress";
    readonly bar: number;
    readonly total: number;
    readonly label: string;
  }
  | {
    readonly kind: "update";
    readonly bar: number;
    readonly done: number;
    readonly values: Parameters<Progress["update"]>[1];
  }
  | { readonly kind: "finish"; readonly bar: number };

/** Makes a display that sends every call as data; it has no live figures. */
export function sendingDisplay(send: (event: DisplayEvent) => void): Display {
  let bars = 0;
  return {
    text: (value) => send({ kind: "text", value }),
    figure: (value) => send({ kind: "figure", value }),
    table: (value) => send({ kind: "table", value }),
    html: (value) => send({ kind: "html", value }),
    progress(total, label) {
      const bar = bars++;
      send({ kind: "progress", bar, total, label });
      return {
        update: (done, values) => send({ kind: "update", bar, done, values }),
        finish: () => send({ kind: "finish", bar }),
      };
    },
    liveFigure: () => undefined,
  };
}

/**
 * Makes a function that repeats the calls of a `sendingDisplay` on a display, in their
 * order.
 */
export function showEvents(display: Display): (event: DisplayEvent) => void {
  const bars = new Map<number, Progress>();
  return (event) => {
    switch (event.kind) {
      case "text":
        return void display.text(event.value);
      case "figure":
        return void display.figure(event.value);
      case "table":
        return void display.table(event.value);
      case "html":
        return void display.html(event.value);
      case "progress":
        return void bars.set(
          event.bar,
          display.progress(event.total, event.label),
        );
      case "update":
        return bars.get(event.bar)?.update(event.done, event.values);
      case "finish":
        return void bars.get(event.bar)?.finish();
    }
  };
}
