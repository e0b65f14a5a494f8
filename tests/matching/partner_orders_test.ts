import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Pairs } from "#lib/datasets/types.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { framesOf, numbersTo, someFrames } from "#lib/matching/frames.ts";
import { otherOrder, partnerOrders } from "#lib/matching/partner_orders.ts";
import { randomStream, shuffled } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { drawnT, movedPairs } from "../detection/moved_blobs.ts";

const COUNT = 120;
const pairs = movedPairs(
  transformations.rotation.flow,
  drawnT(COUNT, -0.5, 0.5),
);

/** Pairs whose xt, or whose x0, are reordered. */
function reordered(
  part: "x0" | "xt",
  order: ArrayLike<number>,
): Pairs {
  const size = pairs.height * pairs.width;
  const images = new Float32Array(pairs[part].length);
  Array.from(order).forEach((pair, i) =>
    images.set(
      pairs[part].subarray(pair * size, (pair + 1) * size),
      i * size,
    )
  );
  return { ...pairs, [part]: images };
}

/** Indices sorted as text, with numbers that count from `first`. */
const asText = (first: number) =>
  numbersTo(COUNT).sort((a, b) =>
    String(a + first) < String(b + first) ? -1 : 1
  );

const all = Uint32Array.from(numbersTo(COUNT));
const statementOf = (pairs: Pairs) =>
  runAtOnce(otherOrder(runAtOnce(framesOf(pairs))!, all, COUNT))?.statement;

for (const first of [0, 1]) {
  for (const part of ["x0", "xt"] as const) {
    Deno.test(`the ${part} sorted as text are recognised, numbers from ${first}`, () => {
      const statement = statementOf(reordered(part, asText(first)));
      assertMatch(
        statement ?? "none",
        RegExp(
          `order: ${part} is sorted as text \\(${first === 0 ? "0, " : ""}1, `,
        ),
      );
    });
  }
}

Deno.test("a reversed order, and one shifted by a pair, are recognised", () => {
  const reversed = numbersTo(COUNT).reverse();
  assertMatch(statementOf(reordered("xt", reversed)) ?? "", /reversed$/);
  const next = numbersTo(COUNT).map((i) => (i + 1) % COUNT);
  assertMatch(statementOf(reordered("xt", next)) ?? "", /next pair$/);
  assertMatch(statementOf(reordered("x0", next)) ?? "", /pair before$/);
});

Deno.test("the right order, a random one and frames of a film are not taken for another order", () => {
  assertEquals(statementOf(pairs), undefined);
  const random = shuffled(COUNT, randomStream(0, "order"));
  assertEquals(statementOf(reordered("xt", random)), undefined);
  // Every xt is exactly the x0 of the next pair, but also close to its own x0.
  const film = movedPairs(
    (t, x, y) => [x - t, y],
    numbersTo(COUNT).map((i) => 0.8 * i / COUNT - 0.4),
    { scene: () => (x, y) => Math.exp(-(x * x + y * y) / 0.1) },
  ).xt;
  const size = pairs.height * pairs.width;
  const xt = film.slice();
  xt.set(film.subarray(size));
  assertEquals(statementOf({ ...pairs, x0: film, xt }), undefined);
});

Deno.test("in a sample only the pairs whose partner is in it are compared", () => {
  const frames = runAtOnce(framesOf(reordered("xt", asText(0))))!;
  const drawn = shuffled(COUNT, randomStream(0, "sample")).slice(0, 90).sort();
  const sample = runAtOnce(
    otherOrder(runAtOnce(someFrames(frames, drawn)), drawn, COUNT),
  );
  assertMatch(sample?.statement ?? "", /sorted as text/);
  assert(sample!.explained > 0.3 && sample!.explained <= 1);
  const few = drawn.slice(0, 20);
  assertEquals(
    runAtOnce(otherOrder(runAtOnce(someFrames(frames, few)), few, COUNT)),
    null,
  );
});

Deno.test("orders are permutations, except at the ends of those shifted by a pair", () => {
  for (const { partner, statement } of partnerOrders(12)) {
    const distinct = new Set(partner).size;
    assertEquals(distinct, 12, statement);
  }
  const [text, , , , , , before] = partnerOrders(12);
  assertEquals(
    Array.from(text.partner),
    [0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  assertEquals(before.partner[0], -1);
});
