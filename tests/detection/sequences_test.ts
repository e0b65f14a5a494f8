import { assert, assertEquals, assertRejects } from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import type { StackPair } from "#lib/datasets/stack_pair.ts";
import { detect } from "#lib/detection/detect.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { aboutPoint, transformations } from "#lib/flow/transformations.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { blobScene, drawn } from "./moved_blobs.ts";

const SIZE = 12;

/** Sequences of turning frames, each about a different point near the middle. */
function turning(sequences: number, frames: number, seed: number): StackPair {
  const stream = randomStream(seed, "turning sequences");
  const gauss = standardNormal(stream);
  const count = sequences * (frames - 1), cells = SIZE ** 2;
  const [x0, xt] = [0, 0].map(() => new Float32Array(count * cells));
  const [group, frame] = [0, 0].map(() => new Uint32Array(count));
  let pair = 0;
  for (let sequence = 0; sequence < sequences; sequence++) {
    const scene = blobScene(stream);
    const at = [gauss(), gauss()].map((value) => 0.03 * value);
    const { flow } = aboutPoint(transformations.rotation, at[0], at[1]);
    const speed = 0.5 * (stream() - 0.5);
    let t = 0, image = drawn(scene, SIZE);
    for (let i = 0; i < frames - 1; i++, pair++) {
      t += speed + 0.1 * gauss();
      const next = drawn(scene, SIZE, flow, t);
      x0.set(image, pair * cells);
      xt.set(next, pair * cells);
      [group[pair], frame[pair], image] = [sequence, i, next];
    }
  }
  const shape = { count, height: SIZE, width: SIZE, channels: 1 };
  const stacks = memoryStacks({ ...shape, surroundings: "black", x0, xt });
  return { ...stacks, sequences: { group, frame, lag: 1 } };
}

Deno.test("unrelated frames of a sequence are no partners in another order", async () => {
  const stream = randomStream(9, "unrelated frames");
  const count = 120, cells = SIZE ** 2;
  const frames = Array.from(
    { length: count + 1 },
    () => drawn(blobScene(stream), SIZE),
  );
  const [x0, xt] = [0, 1].map((from) => {
    const images = new Float32Array(count * cells);
    for (let i = 0; i < count; i++) images.set(frames[i + from], i * cells);
    return images;
  });
  const shape = { count, height: SIZE, width: SIZE, channels: 1 };
  const stacks = memoryStacks({ ...shape, surroundings: "black", x0, xt });
  const group = new Uint32Array(count);
  const frame = Uint32Array.from({ length: count }, (_, i) => i);
  const options = { networks: false };
  const sequence = await detect(
    { ...stacks, sequences: { group, frame, lag: 1 } },
    options,
  );
  assertEquals(sequence.verdict.kind, "none");
  assert(!sequence.verdict.reason.includes("another order"));
  // Without the sequence, the order of the next x0 is named.
  const { verdict } = await detect(stacks, options);
  assert(verdict.reason.includes("the x0 of the next pair"), verdict.reason);
});

Deno.test("the places of the pairs that were drawn are kept", async () => {
  const stacks = turning(10, 9, 0);
  const { sequences, indices } = await readPairs(stacks, 60, 0);
  assertEquals([...sequences!.group], [...indices].map((i) => i >> 3));
  assertEquals([...sequences!.frame], [...indices].map((i) => i & 7));
});

Deno.test("places of another number of pairs are refused", async () => {
  const stacks = turning(10, 9, 0);
  const { group, frame, lag } = stacks.sequences!;
  const { message } = await assertRejects(
    () =>
      readPairs(
        { ...stacks, sequences: { group: group.slice(1), frame, lag } },
        60,
        0,
      ),
    UserError,
  );
  assertEquals(
    message,
    "the pairs, x0: expected the sequence and the frame of each of 80 pairs, found 79 and 80",
  );
});

Deno.test("detect holds out whole sequences, and its intervals count them", async () => {
  const stacks = turning(12, 9, 1);
  const { sequences: _, ...independent } = stacks;
  const found = await detect(stacks, { networks: false });
  const group = stacks.sequences!.group;
  const held = [...new Set(found.held.indices)];
  assertEquals(held.length, 24);
  assertEquals(new Set(held.map((pair) => group[pair])).size, 3);

  const widthOf = ({ coefficients }: typeof found) =>
    coefficients.reduce((sum, { low, high }) => sum + high - low, 0);
  const plain = await detect(independent, { networks: false });
  const ratio = widthOf(found) / widthOf(plain);
  assert(ratio > 1.2, `${ratio}`);
});
