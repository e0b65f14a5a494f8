import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { axesOf } from "#lib/constraint/found_axes.ts";
import { detectionWithLabels } from "#lib/constraint/detection_with_labels.ts";
import { testLabels } from "#lib/constraint/test_labels.ts";
import type { Detection } from "#lib/detection/detection.ts";
import type { WorkingPairs } from "#lib/detection/working_pairs.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { detectionExample } from "../detection/detection_example.ts";
import { severalExample } from "../detection/several_example.ts";
import { labelledBlobs } from "./labelled_blobs.ts";

const COUNT = 30;
const { labels, pixels, side } = labelledBlobs(COUNT, [
  [[0.5, 0, 0.2]],
  [[-0.5, 0, 0.2]],
]);
const pairs = {
  count: COUNT,
  side,
  x0: pixels,
  indices: Uint32Array.from({ length: COUNT }, (_, i) => i),
  source: { count: COUNT },
} as WorkingPairs;

function withLabels(found: Detection): [found: Detection, notes: string[]] {
  const notes: string[] = [];
  const adding = detectionWithLabels(
    found,
    pairs,
    labels,
    (text) => notes.push(text),
  );
  return [runAtOnce(adding), notes];
}

/** The detection with its first held-out pairs only. */
function withHeld(found: Detection, count: number): Detection {
  const { indices, t, networkT, explained } = found.held;
  return {
    ...found,
    held: {
      indices: indices.slice(0, count),
      t: t.slice(0, count),
      networkT: networkT.slice(0, count),
      explained: explained.slice(0, count),
    },
  };
}

Deno.test("labels are tested where there are pairs enough", () => {
  const [{ labels: tests }, notes] = withLabels(detectionExample());
  assertEquals([tests?.length, notes], [1, []]);
});

Deno.test("with too few held-out pairs for the label test, the detection is kept", () => {
  const few = withHeld(detectionExample({ worst: 0 }), 4);
  const [found, notes] = withLabels(few);
  assertEquals(found, few);
  assertEquals(notes, [
    "labels: not tested; testLabels: expected at least 10 held-out pairs that the flow explains, found 4 of 4",
  ]);
});

Deno.test("a generator that moves no pair has no window of t", () => {
  const mixed = severalExample({ areMixed: true });
  const message = "expected held-out pairs that generator 2 moves and explains";
  assertThrows(() => axesOf(mixed), UserError, `axesOf: ${message}`);
  const images = labelledBlobs(COUNT, [[[0.5, 0, 0.2]], [[-0.5, 0, 0.2]]]);
  assertThrows(() => testLabels(mixed, images), UserError, message);
  assertMatch(
    withLabels(mixed)[1].join(),
    /^labels: not tested; .*found none$/,
  );
});
