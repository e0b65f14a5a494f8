import { randomStream } from "../random/streams.ts";
import type { FlowTable } from "./flow_table.ts";
import {
  type Blurs,
  linearise,
  type Linearised,
  movable,
  type MovablePairs,
} from "./linearise.ts";

/** Noise images, and values of t at which they are looked at. */
const IMAGES = 48, NODES = 9;

/**
 * What white noise on the images adds, on average, to the statistics of a match:
 * noise on x0 makes slopes look steeper than they are, and it pulls towards flows
 * that bring in content from where there is none.
 *
 * The statistics are quadratic in the images, so what is added is what a match of
 * noise alone has. It is averaged over images of random signs, and interpolated
 * in t.
 *
 * @returns The match less that part; the match itself where there is no noise.
 */
export function withoutNoise(
  pairs: MovablePairs,
  table: FlowTable,
  t: ArrayLike<number>,
  found: Linearised,
  sd: number,
  blurs: Blurs,
): Linearised {
  const { noise } = pairs;
  if (noise.x0 === 0 || noise.xt === 0) return found;
  const expected = expectedOf(pairs, table, t, sd, blurs);
  const count = t.length;
  const ratio = (noise.x0 / noise.xt) ** 2;
  let [errors, unit] = [0, 0];
  for (let i = 0; i < count; i++) {
    errors += found.errors[i];
    unit += ratio * expected.errors[i] + expected.errorOfTarget;
  }
  // No more than is left unexplained, and no more than the images show.
  const variance = ratio * Math.min(errors / unit, noise.xt ** 2);
  const less = (values: Float64Array, noise: Float64Array) =>
    values.map((value, i) => value - variance * noise[i]);
  return {
    errors: found.errors,
    tGradient: less(found.tGradient, expected.tGradient),
    tCurvature: found.tCurvature.map((value, i) =>
      Math.max(value - variance * expected.tCurvature[i], LEAST_LEFT * value)
    ),
    gradient: less(found.gradient, expected.gradient),
    mixed: less(found.mixed, expected.mixed),
    curvature: less(found.curvature, expected.curvature),
  };
}

/** At least this share of a pair's curvature in t is taken for signal. */
const LEAST_LEFT = 0.1;

/** The statistics of a match of noise of variance 1 on x0, at given t. */
interface Expected extends Linearised {
  /** Error of a pair by noise of variance 1 on xt. */
  readonly errorOfTarget: number;
}

function expectedOf(
  pairs: MovablePairs,
  table: FlowTable,
  t: ArrayLike<number>,
  sd: number,
  blurs: Blurs,
): Expected {
  const { side, region, surroundings } = pairs;
  const stream = randomStream(0, "noise images");
  const signs = Float32Array.from(
    { length: IMAGES * side * side },
    () => stream() < 0.5 ? -1 : 1,
  );
  const empty = new Float32Array(signs.length);
  const shape = { count: IMAGES, side, region, surroundings };
  const moving = movable({ ...shape, x0: signs, xt: empty });
  const fixed = movable({ ...shape, x0: empty, xt: signs });
  const all = Uint32Array.from({ length: IMAGES }, (_, i) => i);
  const farthest = Array.from(t).reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  const spacing = 2 * farthest / (NODES - 1);
  const nodes = Array.from({ length: NODES }, (_, k) => {
    const at = new Float64Array(IMAGES).fill(k * spacing - farthest);
    return meanOf(linearise(moving, table, at, all, sd, blurs));
  });
  const target = linearise(fixed, table, new Float64Array(IMAGES), all, sd);
  return {
    ...interpolated(nodes, t, farthest, spacing),
    errorOfTarget: target.errors.reduce((sum, e) => sum + e, 0) / IMAGES,
  };
}

/** One match in place of many: the mean of their statistics. */
function meanOf(found: Linearised): Linearised {
  const count = found.errors.length;
  const mean = (values: Float64Array) => {
    const width = values.length / count;
    const out = new Float64Array(width);
    values.forEach((value, i) => out[i % width] += value / count);
    return out;
  };
  return {
    errors: mean(found.errors),
    tGradient: mean(found.tGradient),
    tCurvature: mean(found.tCurvature),
    gradient: mean(found.gradient),
    mixed: mean(found.mixed),
    curvature: found.curvature.map((value) => value / count),
  };
}

/** The statistics at every t, linear between the nodes; curvatures are summed. */
function interpolated(
  nodes: readonly Linearised[],
  t: ArrayLike<number>,
  farthest: number,
  spacing: number,
): Linearised {
  const places = Array.from(t, (value) => {
    const at = spacing > 0 ? (value + farthest) / spacing : 0;
    const node = Math.min(Math.floor(at), nodes.length - 2);
    return { node, part: at - node };
  });
  const at = (name: Exclude<keyof Linearised, "curvature">) => {
    const width = nodes[0][name].length;
    const out = new Float64Array(t.length * width);
    places.forEach(({ node, part }, i) => {
      const [a, b] = [nodes[node][name], nodes[node + 1][name]];
      for (let k = 0; k < width; k++) {
        out[i * width + k] = a[k] + part * (b[k] - a[k]);
      }
    });
    return out;
  };
  const curvature = new Float64Array(nodes[0].curvature.length);
  for (const { node, part } of places) {
    const [a, b] = [nodes[node].curvature, nodes[node + 1].curvature];
    a.forEach((value, k) => curvature[k] += value + part * (b[k] - value));
  }
  return {
    errors: at("errors"),
    tGradient: at("tGradient"),
    tCurvature: at("tCurvature"),
    gradient: at("gradient"),
    mixed: at("mixed"),
    curvature,
  };
}
