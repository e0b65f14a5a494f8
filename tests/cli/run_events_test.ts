import { assertEquals } from "@std/assert";
import { eventLine, eventOf, type RunEvent } from "#lib/cli/run_events.ts";
import {
  type DisplayEvent,
  sendingDisplay,
  showEvents,
} from "#lib/display/display_events.ts";
import { terminalDisplay } from "#lib/display/terminal.ts";
import type { Display } from "#lib/display/display.ts";

Deno.test("an event is written as one line, and read back with the same numbers", () => {
  const outcome = {
    summary: "of two\nlines, and a “quote”",
    figures: [{ name: "a", caption: "b", svg: "<svg/>" }],
    panels: { images: [Float32Array.of(0.1, -0, NaN, Infinity)], none: null },
    error: undefined,
  };
  const event = {
    kind: "ended",
    end: { kind: "done", outcome },
  } as unknown as RunEvent;
  const line = eventLine(event);
  assertEquals(/\s/.test(line), false);
  assertEquals(eventOf(line), event);
});

/** The lines that a display shows of a small piece of work. */
function shown(through: (display: Display) => Display): string[] {
  const lines: string[] = [];
  const own = terminalDisplay({
    out: (line) => lines.push(line),
    log: (line) => lines.push(line),
    isTerminal: false,
    now: () => 0,
  });
  const display = through(own);
  display.text("begins");
  const one = display.progress(10, "one"), two = display.progress(4, "two");
  one.update(3, { loss: 1.5 });
  two.update(4, {});
  one.finish();
  two.finish();
  display.table([{ run: "one", seconds: 3 }]);
  display.figure({
    name: "f",
    caption: "a figure",
    numbers: "",
    svg: "<svg/>",
  });
  display.html({ html: "<b>x</b>", caption: "a caption" });
  return lines;
}

Deno.test("a display fed by events from another process shows the same", () => {
  const here = shown((display) => display);
  const there = shown((display) => {
    const show = showEvents(display);
    return sendingDisplay((event) =>
      show(eventOf(eventLine(event)) as DisplayEvent)
    );
  });
  assertEquals(there, here);
  assertEquals(here.length, 6);
});
