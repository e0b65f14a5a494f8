import type { NeighbourGraph } from "./neighbour_graph.ts";

/** Number of rounds, and the weight of the neighbours in a round. */
const ROUNDS = 60, SHARE = 0.99;

/**
 * Spreads the labels of a few images over a graph of neighbours (Zhou et al. 2004,
 * "Learning with local and global consistency"). The scores of all classes are scaled to
 * equal sums.
 *
 * @param labels The classes of the first images; the others have none.
 * @param classes Number of classes.
 * @returns One class per image; labelled images keep their label.
 */
export function spreadLabels(
  graph: NeighbourGraph,
  labels: ArrayLike<number>,
  classes: number,
): Uint8Array {
  const { count } = graph;
  const weights = normalised(graph);
  const known = new Float32Array(count * classes);
  for (let i = 0; i < labels.length; i++) known[i * classes + labels[i]] = 1;
  let belief = known.slice();
  for (let round = 0; round < ROUNDS; round++) {
    const next = known.map((value) => (1 - SHARE) * value);
    spreadOnce(graph, weights, belief, next, classes);
    belief = next;
  }
  const totals = Array.from({ length: classes }, (_, k) => {
    let total = 0;
    for (let i = k; i < belief.length; i += classes) total += belief[i];
    return total || 1;
  });
  return Uint8Array.from({ length: count }, (_, image) => {
    if (image < labels.length) return labels[image];
    const scores = totals.map((total, k) =>
      belief[image * classes + k] / total
    );
    return scores.indexOf(Math.max(...scores));
  });
}

/** Adds the scores of neighbours to `next`, in both directions along every edge. */
function spreadOnce(
  { neighbours, count }: NeighbourGraph,
  weights: Float32Array,
  belief: Float32Array,
  next: Float32Array,
  classes: number,
): void {
  const each = neighbours.length / count;
  for (let edge = 0; edge < neighbours.length; edge++) {
    const one = Math.floor(edge / each) * classes;
    const other = neighbours[edge] * classes;
    const share = SHARE * weights[edge];
    for (let k = 0; k < classes; k++) {
      next[one + k] += share * belief[other + k];
      next[other + k] += share * belief[one + k];
    }
  }
}

/** Divides the weights by the roots of the degrees at both ends. */
function normalised(
  { neighbours, weights, count }: NeighbourGraph,
): Float32Array {
  const each = neighbours.length / count;
  const degrees = new Float64Array(count);
  weights.forEach((weight, edge) => {
    degrees[Math.floor(edge / each)] += weight;
    degrees[neighbours[edge]] += weight;
  });
  return weights.map((weight, edge) => {
    const ends = degrees[Math.floor(edge / each)] * degrees[neighbours[edge]];
    return ends > 0 ? weight / Math.sqrt(ends) : 0;
  });
}
