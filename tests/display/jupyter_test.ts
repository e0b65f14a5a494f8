import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { jupyterDisplay } from "#lib/display/jupyter.ts";
import type { Broadcast } from "#lib/runtime/notebook.ts";

type Call = Parameters<Broadcast>;

/** The contents of a message, by MIME type. */
const dataOf = ([, { data }]: Call) => data as Record<string, string>;

const idOf = ([, { transient }]: Call) =>
  (transient as { display_id?: string }).display_id;

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
  // 10 seconds have 50 updates, plus the first and the last state.
  assertEquals(calls.length, 52);
  assertEquals(
    calls.map(([type]) => type),
    ["display_data", ...Array(51).fill("update_display_data")],
  );
  assertEquals(new Set(calls.map(idOf)), new Set(["id-1"]));
  const bundle = dataOf(calls[26]);
  assertStringIncludes(bundle["text/html"], 'max="1000"');
  assertStringIncludes(bundle["text/html"], "&lt;b&gt;rotation");
  assertStringIncludes(bundle["text/plain"], "520/1,000, |cos| 0.5, 5 s left");
  assertStringIncludes(dataOf(calls.at(-1)!)["text/plain"], "1,000/1,000");
});

Deno.test("two progress bars are two outputs", () => {
  const { calls, display } = fake();
  display.progress(1, "a");
  display.progress(1, "b");
  assertEquals(calls.map(idOf), ["id-1", "id-2"]);
});

/** The HTML of an image with its alternative text. */
const imageOf = (svg: string, alt: string) =>
  `<img src="data:image/svg+xml;base64,${btoa(svg)}" alt="${alt}">`;

Deno.test("a figure is an image with alternative text, a table is HTML, with plain text beside", async () => {
  const { calls, display } = fake();
  await display.figure({
    name: "f",
    caption: "Words.",
    numbers: "It is 3 < 4.",
    svg: "<svg></svg>",
  });
  await display.table([{ name: "<i>", value: 0.25 }]);
  assertEquals(calls[0], ["display_data", {
    data: {
      "text/html": imageOf("<svg></svg>", "Words. It is 3 &lt; 4."),
      "image/svg+xml": "<svg></svg>",
      "text/plain": "Words.",
    },
    metadata: {},
    transient: {},
  }]);
  const table = dataOf(calls[1]);
  assertStringIncludes(table["text/html"], "&lt;i&gt;");
  assertStringIncludes(table["text/html"], ">0.25</td>");
  assertStringIncludes(table["text/plain"], "<i>    0.25");
});

Deno.test("a live figure is one output, empty until it is first drawn", () => {
  const { calls, display } = fake();
  const [one, other] = [display.liveFigure()!, display.liveFigure()!];
  assertEquals(calls, []);
  const draw = (number: number) => ({
    name: "live",
    caption: "Live.",
    numbers: `Loss ${number}.`,
    svg: `<svg>${number}</svg>`,
  });
  one.update(draw(1));
  other.update(draw(2));
  one.update(draw(3));
  assertEquals(
    calls,
    ([
      ["display_data", "1", "id-1"],
      ["display_data", "2", "id-2"],
      ["update_display_data", "3", "id-1"],
    ] as const).map(([type, text, display_id]): Call => [type, {
      data: {
        "text/html": imageOf(`<svg>${text}</svg>`, `Live. Loss ${text}.`),
        "image/svg+xml": `<svg>${text}</svg>`,
        "text/plain": "Live.",
      },
      metadata: {},
      transient: { display_id },
    }]),
  );
});

Deno.test("HTML is shown unchanged, with its caption as plain text", async () => {
  const { calls, display } = fake();
  await display.html({ html: "<p>&amp;</p>", caption: "Words & more." });
  assertEquals(calls, [["display_data", {
    data: { "text/html": "<p>&amp;</p>", "text/plain": "Words & more." },
    metadata: {},
    transient: {},
  }]]);
});

Deno.test("a line goes to the cell's output, and is sent once its promise resolves", async () => {
  const sent: Call[] = [];
  const gate = Promise.withResolvers<void>();
  const display = jupyterDisplay({
    async broadcast(...call) {
      await gate.promise;
      sent.push(call);
    },
  });
  const told = display.text("Words.");
  assertEquals(sent, []);
  gate.resolve();
  await told;
  assertEquals(sent, [["stream", { name: "stdout", text: "Words.\n" }]]);
});

Deno.test("outside of a notebook jupyterDisplay says so", () => {
  assertThrows(() => jupyterDisplay(), TypeError, "Deno's Jupyter kernel");
});
