import { assert, assertEquals } from "@std/assert";
import { constraintCatalogue } from "#lib/experiments/constraint/constraint_catalogue.ts";
import { loadConstraintData } from "#lib/experiments/constraint/constraint_data.ts";
import { constraintSettings } from "#lib/experiments/constraint/constraint_settings.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../../blobs.ts";

const SIDE = 8, COUNTS = { train: 1500, test: 10 };

/** Images whose classes are very uneven: one in ten is of class 1. */
const dataset = {
  name: "blobs",
  imageSize: SIDE ** 2,
  load: (split: "train" | "test") =>
    Promise.resolve(blobs(COUNTS[split], SIDE, randomStream(0, split))),
  labels: (split: "train" | "test") =>
    Promise.resolve(
      Uint8Array.from(
        { length: COUNTS[split] },
        (_, i) => i % 10 === 0 ? 1 : 0,
      ),
    ),
};

Deno.test("the graph has the first labelled images, and others once each, whatever their class is", async () => {
  const graph = 1450;
  const settings = { ...constraintSettings.quick, unlabelled: 200, graph };
  const experiment = { ...constraintCatalogue[0], dataset };
  const data = await loadConstraintData(experiment, settings, 0, {});
  const size = SIDE ** 2;
  assertEquals(data.graph.length, graph * size);
  const known = 1000 * size;
  assertEquals(
    data.graph.subarray(0, known),
    data.labelled.images.subarray(0, known),
  );
  const held = data.unlabelled.pixels;
  assertEquals(data.graph.subarray(known, known + held.length), held);
  const { pixels } = await dataset.load("train");
  const keyOf = (images: Float32Array, i: number) =>
    images.subarray(i * size, (i + 1) * size).join();
  const numbers = new Map(
    Array.from({ length: COUNTS.train }, (_, i) => [keyOf(pixels, i), i]),
  );
  const members = Array.from(
    { length: graph },
    (_, i) => numbers.get(keyOf(data.graph, i))!,
  );
  assertEquals(new Set(members).size, graph);
  // The others come in the order of the file, so none is chosen by its class.
  const others = members.slice(1200);
  assertEquals(others, others.toSorted((a, b) => a - b));
  assert(others.every((image) => image < 1250));
});
