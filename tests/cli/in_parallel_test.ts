import { assertEquals, assertRejects } from "@std/assert";
import { inParallel } from "#lib/cli/in_parallel.ts";

/**
 * Work that records when each piece begins and ends; piece i takes `turns[i]` turns of
 * the event loop.
 */
function notedWork(turns: readonly number[]) {
  const notes: string[] = [];
  let running = 0, most = 0;
  const work = async (i: number) => {
    notes.push(`begin ${i}`);
    most = Math.max(most, ++running);
    for (let turn = 0; turn < turns[i]; turn++) await Promise.resolve();
    running--;
    notes.push(`end ${i}`);
    return true;
  };
  return { notes, work, most: () => most };
}

Deno.test("every piece is done once, begun in order, at most `jobs` at a time", async () => {
  for (const jobs of [1, 2, 3, 8]) {
    const { notes, work, most } = notedWork([9, 1, 4, 1, 2]);
    await inParallel(5, jobs, work);
    const begun = notes.filter((note) => note.startsWith("begin"));
    assertEquals(begun, [0, 1, 2, 3, 4].map((i) => `begin ${i}`));
    assertEquals(notes.length, 10);
    assertEquals(most(), Math.min(jobs, 5));
  }
});

Deno.test("after a piece returns false no other is begun", async () => {
  const begun: number[] = [];
  await inParallel(9, 2, async (i) => {
    begun.push(i);
    await Promise.resolve();
    return i < 2;
  });
  assertEquals(begun, [0, 1, 2, 3]);
});

Deno.test("a piece's error is thrown once the running pieces have ended", async () => {
  const ended: number[] = [];
  await assertRejects(
    () =>
      inParallel(9, 2, async (i) => {
        if (i === 0) throw new RangeError("piece 0");
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        ended.push(i);
        return true;
      }),
    RangeError,
    "piece 0",
  );
  assertEquals(ended, [1]);
});
