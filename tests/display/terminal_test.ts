import { assert, assertEquals } from "@std/assert";
import { silentDisplay } from "#lib/display/silent.ts";
import { terminalDisplay } from "#lib/display/terminal.ts";
import { textTable } from "#lib/display/text_table.ts";

function fake() {
  const [out, log]: [string[], string[]] = [[], []];
  const clock = { ms: 0 };
  const display = terminalDisplay({
    out: (line) => out.push(line),
    log: (line) => log.push(line),
    isTerminal: false,
    now: () => clock.ms,
  });
  return { out, log, clock, display };
}

Deno.test("without a terminal progress is a line per tenth of the steps", () => {
  const { log, clock, display } = fake();
  const progress = display.progress(800, "rotation");
  for (let step = 1; step <= 800; step++) {
    clock.ms += 10;
    progress.update(step, { loss: 12.345678, "|cos|": 0.99998 });
  }
  progress.finish();
  progress.finish();
  assertEquals(log.length, 11);
  assertEquals(
    log[5],
    "rotation: 400/800 (50 %), loss 12.346, |cos| 0.99998, 4 s left",
  );
  assertEquals(
    log[10],
    "rotation: 800/800 (100 %), loss 12.346, |cos| 0.99998",
  );
});

Deno.test("slow progress is a line per ten seconds, and the last state", () => {
  const { log, clock, display } = fake();
  const progress = display.progress(1_000_000, "long");
  for (let step = 1; step <= 25; step++) {
    clock.ms += 1000;
    progress.update(step, {});
  }
  progress.finish();
  progress.update(26, {});
  assertEquals(log.map((line) => line.split(" (")[0]), [
    "long: 1/1,000,000",
    "long: 11/1,000,000",
    "long: 21/1,000,000",
    "long: 25/1,000,000",
  ]);
});

Deno.test("a figure and HTML are shown as their captions, a table as columns", () => {
  const { out, display } = fake();
  display.text("hello");
  display.figure({
    name: "a",
    caption: "What it shows.",
    numbers: "",
    svg: "<svg/>",
  });
  display.html({ html: "<p>", caption: "What else it shows." });
  display.table([{ name: "x ∂y", value: -0.5 }, { name: "∂x", value: 12 }]);
  assertEquals(out, [
    "hello",
    "a: What it shows.",
    "What else it shows.",
    "name  value\n────  ─────\nx ∂y   −0.5\n∂x       12",
  ]);
});

Deno.test("a table's rows may lack a column", () => {
  assertEquals(textTable([{ a: 1 }, { b: "two" }]), "a  b\n─  ───\n1\n   two");
});

Deno.test("a display that cannot overwrite has no live figure", () => {
  assertEquals(fake().display.liveFigure(), undefined);
  assertEquals(silentDisplay().liveFigure(), undefined);
});

Deno.test("a silent display accepts all calls", () => {
  const display = silentDisplay();
  display.html({ html: "", caption: "nothing" });
  const progress = display.progress(1, "nothing");
  progress.update(1, {});
  progress.finish();
  assert(display.text("nothing") === undefined);
});

Deno.test("progress of 0 steps is at its end", () => {
  const { log, display } = fake();
  const progress = display.progress(0, "nothing");
  progress.update(0, {});
  progress.finish();
  assertEquals(log, ["nothing: 0/0 (100 %)"]);
});
