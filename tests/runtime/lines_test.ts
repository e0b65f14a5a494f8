import { assertEquals } from "@std/assert";
import { linesOf } from "#lib/runtime/lines.ts";

const TEXT = "größer\nals 😀 und ∞\r\nstep 1\rstep 2\r\n\nno end: é";
const LINES = [
  "größer",
  "als 😀 und ∞",
  "step 1",
  "step 2",
  "",
  "no end: é",
];
const bytes = new TextEncoder().encode(TEXT);

const linesOfChunks = (chunks: readonly Uint8Array<ArrayBuffer>[]) =>
  Array.fromAsync(linesOf(ReadableStream.from(chunks)));

Deno.test("lines are whole, wherever the stream is divided", async () => {
  for (let at = 0; at <= bytes.length; at++) {
    const chunks = [bytes.slice(0, at), bytes.slice(at)];
    assertEquals(await linesOfChunks(chunks), LINES, `cut at byte ${at}`);
  }
});

Deno.test("lines are whole if the stream comes byte by byte", async () => {
  const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
  assertEquals(await linesOfChunks(chunks), LINES);
});

Deno.test("a line is given before the stream ends", async () => {
  let close = () => {};
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(bytes.slice());
      close = () => controller.close();
    },
  });
  const lines = linesOf(stream);
  assertEquals((await lines.next()).value, LINES[0]);
  close();
  assertEquals((await Array.fromAsync(lines)).length, LINES.length - 1);
});

Deno.test("an empty stream has no line, one line end has an empty one", async () => {
  assertEquals(await linesOfChunks([]), []);
  for (const end of ["\n", "\r\n", "\r"]) {
    const chunks = [...end].map((c) => new TextEncoder().encode(`${c}`));
    assertEquals((await linesOfChunks(chunks)).length, 1, JSON.stringify(end));
  }
});
