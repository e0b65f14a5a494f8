import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { type Broadcast, jupyterDisplay } from "#lib/display/jupyter.ts";

type Call = Parameters<Broadcast>;

function fake() {
  const calls: Call[] = [];
  const clock = { ms: 0 };
  let ids = 0;
  const display = jupyterDisplay({
    broadcast: (...call) => {
      calls.push(call);
      return Promise.resolve();
    },
    now: () => clock.ms,
    newId: () => `id-${++ids}`,
  });
  return { calls, clock, display };
}

Deno.test("progress is one output, updated in place about five times a second", () => {
  const { calls, clock, display } = fake();
  const progress = display.progress(1000, "<b>rotation</b>");
  for (let step = 1; step <= 1000; step++) {
    clock.ms += 10;
    progress.update(step, { "|cos|": 0.5 });
  }
  progress.finish();
  progress.update(1000, {});
  progress.finish();
  // 10 seconds: 50 updates, the first state and the last one.
  assertEquals(calls.length, 52);
  assertEquals(calls.map(([, { update }]) => update).slice(0, 2), [
    false,
    true,
  ]);
  assert(
    calls.every(([, { display_id, raw }]) => display_id === "id-1" && raw),
  );
  const [bundle] = calls[26];
  assertStringIncludes(bundle["text/html"], 'max="1000"');
  assertStringIncludes(bundle["text/html"], "&lt;b&gt;rotation");
  assertStringIncludes(bundle["text/plain"], "520/1,000, |cos| 0.5, 5 s left");
  assertStringIncludes(calls.at(-1)![0]["text/plain"], "1,000/1,000");
});

Deno.test("two bars are two outputs", () => {
  const { calls, display } = fake();
  display.progress(1, "a");
  display.progress(1, "b");
  assertEquals(calls.map(([, { display_id }]) => display_id), ["id-1", "id-2"]);
});

Deno.test("a figure is its SVG, a table is HTML, with plain text beside", async () => {
  const { calls, display } = fake();
  await display.figure({ name: "f", caption: "Words.", svg: "<svg></svg>" });
  await display.table([{ name: "<i>", value: 0.25 }]);
  assertEquals(calls[0], [
    { "image/svg+xml": "<svg></svg>", "text/plain": "Words." },
    { raw: true },
  ]);
  assertStringIncludes(calls[1][0]["text/html"], "&lt;i&gt;");
  assertStringIncludes(calls[1][0]["text/html"], ">0.25</td>");
  assertStringIncludes(calls[1][0]["text/plain"], "<i>    0.25");
});

Deno.test("a live figure is one output, empty until it is first drawn", () => {
  const { calls, display } = fake();
  const [one, other] = [display.liveFigure()!, display.liveFigure()!];
  assertEquals(calls, []);
  const draw = (svg: string) => ({ name: "live", caption: `of ${svg}`, svg });
  one.update(draw("<svg>1</svg>"));
  other.update(draw("<svg>2</svg>"));
  one.update(draw("<svg>3</svg>"));
  assertEquals(
    calls,
    [["1", "id-1", false], ["2", "id-2", false], [
      "3",
      "id-1",
      true,
    ]].map(([text, display_id, update]) => [
      {
        "image/svg+xml": `<svg>${text}</svg>`,
        "text/plain": `of <svg>${text}</svg>`,
      },
      { raw: true, display_id, update },
    ]) as Call[],
  );
});

Deno.test("HTML is shown as it is, its caption beside", async () => {
  const { calls, display } = fake();
  await display.html({ html: "<p>&amp;</p>", caption: "Words & more." });
  assertEquals(calls, [[
    { "text/html": "<p>&amp;</p>", "text/plain": "Words & more." },
    { raw: true },
  ]]);
});

Deno.test("outside of a notebook jupyterDisplay says so", () => {
  assertThrows(() => jupyterDisplay(), TypeError, "Deno's Jupyter kernel");
});
