import { assertEquals } from "@std/assert";
import { neighbourGraph } from "#lib/experiments/constraint/neighbour_graph.ts";
import { spreadLabels } from "#lib/experiments/constraint/spread_labels.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { startTestRuntime } from "../../start_runtime.ts";

/**
 * A graph of two chains of images, the even and the odd ones; each image has its
 * chain's next and previous one as neighbours.
 */
function chains(count: number) {
  const each = 2;
  const neighbours = Int32Array.from({ length: count * each }, (_, edge) => {
    const image = Math.floor(edge / each), step = edge % each === 0 ? 2 : -2;
    const other = image + step;
    return other >= 0 && other < count ? other : image - step;
  });
  return {
    count,
    neighbours,
    weights: new Float32Array(count * each).fill(0.5),
  };
}

Deno.test("a label reaches all images that are connected to it, and no other", () => {
  const classes = spreadLabels(chains(20), [3, 1], 4);
  assertEquals(
    Array.from(classes),
    Array.from({ length: 20 }, (_, i) => i % 2 ? 1 : 3),
  );
});

Deno.test("spreading commutes with a permutation of the classes", () => {
  const graph = chains(31);
  const swap = (label: number) => 2 - label;
  const labels = [0, 2, 2, 1];
  assertEquals(
    spreadLabels(graph, labels.map(swap), 3),
    spreadLabels(graph, labels, 3).map(swap),
  );
});

const SIDE = 8;

/** Images with one bright square of 2 x 2 cells each, at a column. */
function spots(columns: readonly number[]): Float32Array {
  const images = new Float32Array(columns.length * SIDE ** 2);
  columns.forEach((column, i) => {
    for (const row of [3, 4]) {
      for (const next of [0, 1]) {
        images[i * SIDE ** 2 + row * SIDE + column + next] = 1;
      }
    }
  });
  return images;
}

Deno.test("the nearest neighbour is the most similar image, also in another view", async () => {
  await startTestRuntime();
  const columns = [0, 6, 0, 6, 3, 0, 6, 0, 6, 0];
  const images = spots(columns);
  const plain = await runPausable(neighbourGraph(images, [images], SIDE));
  const each = plain.neighbours.length / plain.count;
  const first = (graph: typeof plain, image: number) =>
    columns[graph.neighbours[image * each]];
  assertEquals([0, 1, 2, 3].map((image) => first(plain, image)), [0, 6, 0, 6]);
  assertEquals(plain.weights[0], 1);
  // In this view the squares of column 3 are at column 0.
  const view = spots(columns.map((column) => column === 3 ? 0 : 7 - 1));
  const along = await runPausable(neighbourGraph(images, [view], SIDE));
  assertEquals(along.neighbours[0], 4);
});
