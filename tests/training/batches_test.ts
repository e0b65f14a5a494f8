import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { batchOrder, relativeChange } from "#lib/training/batches.ts";
import { gatherImages } from "#lib/datasets/gather_images.ts";
import { allclose } from "../allclose.ts";

const sorted = (numbers: Iterable<number>) =>
  [...numbers].sort((a, b) => a - b);

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

Deno.test("every epoch is a different permutation of all pairs", () => {
  const [count, batchSize] = [60, 12];
  const order = batchOrder(count, batchSize, 3);
  const epochs = upTo(4).map((epoch) =>
    upTo(5).flatMap((batch) => [...order(5 * epoch + batch)])
  );
  for (const epoch of epochs) assertEquals(sorted(epoch), upTo(count));
  for (const other of epochs.slice(1)) assertNotEquals(other, epochs[0]);
});

Deno.test("pairs that do not fill a batch are left out, and come in other epochs", () => {
  const order = batchOrder(11, 4, 0);
  const seen = new Set<number>();
  for (const epoch of upTo(20)) {
    const drawn = [...order(2 * epoch), ...order(2 * epoch + 1)];
    assertEquals(new Set(drawn).size, 8);
    for (const pair of drawn) seen.add(pair);
  }
  assertEquals(sorted(seen), upTo(11));
});

Deno.test("a batch depends only on seed and step", () => {
  const steps = [0, 1, 7, 8, 3, 0, 100];
  const one = batchOrder(30, 10, 5), other = batchOrder(30, 10, 5);
  const forwards = steps.map(one);
  assertEquals(steps.toReversed().map(other).toReversed(), forwards);
  assertNotEquals(batchOrder(30, 10, 6)(0), forwards[0]);
});

Deno.test("the caller may change a batch", () => {
  const order = batchOrder(30, 10, 5);
  const first = order(0).slice();
  order(0).fill(0);
  assertEquals(order(0), first);
});

Deno.test("too few pairs for a batch are refused", () => {
  assertEquals(sorted(batchOrder(16, 16, 0)(9)), upTo(16));
  assertThrows(
    () => batchOrder(15, 16, 0),
    RangeError,
    "expected at least 16 pairs for a batch, found 15",
  );
});

Deno.test("gather copies the chosen images in order", () => {
  const images = Float32Array.of(0, 1, 10, 11, 20, 21);
  assertEquals(
    gatherImages(images, 2, Uint32Array.of(2, 0, 2)),
    Float32Array.of(20, 21, 0, 1, 20, 21),
  );
});

Deno.test("relativeChange is |x0 - xt|^2 / |x0|^2, and infinite for an empty x0", () => {
  const change = relativeChange({
    count: 3,
    height: 1,
    width: 2,
    channels: 1,
    x0: Float32Array.of(3, 4, 1, 0, 0, 0),
    xt: Float32Array.of(3, 4, 0, 2, 0, 1),
  });
  allclose(change, [0, 5, Infinity], { relative: 1e-7 });
});
