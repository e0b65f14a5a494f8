import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { numbersTo } from "./frames.ts";
import { linearise, type Linearised } from "./residuals.ts";
import { type MovablePairs, orbitsOf } from "./movable.ts";
import { noisePairs } from "./noise_pairs.ts";
import type { State } from "./registration.ts";

/** Number of nodes in t at which the effect of noise is computed. */
const NODES = 9;

/** The least share of a pair's curvature in t that is taken as signal. */
const LEAST_LEFT = 0.1;

/**
 * Subtracts the mean effect of noise from a match.
 *
 * @param found The match at the given t.
 * @param share Share of the effect that is subtracted, 0 to 1.
 */
export type SubtractNoise = (
  found: Linearised,
  t: ArrayLike<number>,
  share: number,
) => Linearised;

/**
 * Computes the effect of white pixel noise on a match near a state. Noise on x0 makes
 * slopes steeper, and it biases the fit towards flows that bring in content without
 * noise.
 *
 * The statistics of a match are quadratic in the images, so the mean effect of noise is
 * the match of noise images alone. It is computed for noise that is resampled to the
 * frame, and interpolated in t.
 *
 * @param largest Bound of |t|.
 * @param sd Standard deviation of the residuals' blur, in cells.
 * @returns Undefined if x0 shows no noise.
 */
export function* noiseEffect(
  pairs: MovablePairs,
  basis: Basis,
  state: State,
  largest: number,
  sd: number,
): Pausable<SubtractNoise | undefined> {
  const noise = yield* pairs.noise();
  if (noise.x0 === 0) return undefined;
  const { nodes, errorOfTarget } = yield* noiseMatches(
    pairs,
    basis,
    state,
    largest,
    sd,
  );
  const ratio = (noise.xt / noise.x0) ** 2;
  return (found, t, share) => {
    const expected = interpolated(nodes, t, largest);
    let [errors, unit] = [0, 0];
    for (let i = 0; i < t.length; i++) {
      errors += found.errors[i];
      unit += expected.errors[i] + ratio * errorOfTarget;
    }
    // The variance is limited by that of the residuals and by that of the images' noise.
    const variance = share * Math.min(errors / unit, noise.x0 ** 2);
    const subtract = (values: Float64Array, noise: Float64Array) =>
      values.map((value, i) => value - variance * noise[i]);
    return {
      errors: found.errors,
      gains: found.gains,
      tGradient: subtract(found.tGradient, expected.tGradient),
      tCurvature: found.tCurvature.map((value, i) =>
        Math.max(value - variance * expected.tCurvature[i], LEAST_LEFT * value)
      ),
      gradient: subtract(found.gradient, expected.gradient),
      mixed: subtract(found.mixed, expected.mixed),
      curvature: subtract(found.curvature, expected.curvature),
    };
  };
}

/**
 * Computes mean statistics of matches of noise of variance 1 on x0 at evenly spaced t,
 * and the mean error by noise of variance 1 on xt.
 */
function* noiseMatches(
  pairs: MovablePairs,
  basis: Basis,
  state: State,
  largest: number,
  sd: number,
) {
  const { unitNoise } = pairs;
  const empty = new Float32Array(unitNoise.length);
  const moving = yield* noisePairs(pairs, { x0: unitNoise, xt: empty });
  const fixed = yield* noisePairs(pairs, { x0: empty, xt: unitNoise });
  const { count } = moving;
  const all = numbersTo(count);
  const table = yield* orbitsOf(moving, basis, state.alpha, largest);
  const nodes: Linearised[] = [];
  for (let k = 0; k < NODES; k++) {
    const t = new Float64Array(count).fill(largest * (2 * k / (NODES - 1) - 1));
    nodes.push(
      meanOf(yield* linearise(moving, table, t, all, sd, state.blurs)),
    );
  }
  const target = yield* linearise(
    fixed,
    table,
    new Float64Array(count),
    all,
    sd,
  );
  return { nodes, errorOfTarget: meanOf(target).errors[0] };
}

/** The mean of the statistics over all matches, as one match. */
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
    gains: mean(found.gains),
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
  largest: number,
): Linearised {
  const nodesOfT = Array.from(t, (value) => {
    const at = (value / largest + 1) / 2 * (NODES - 1);
    const node = Math.min(Math.max(Math.floor(at), 0), NODES - 2);
    return { node, part: at - node };
  });
  const at = (name: Exclude<keyof Linearised, "curvature">) => {
    const width = nodes[0][name].length;
    const out = new Float64Array(t.length * width);
    nodesOfT.forEach(({ node, part }, i) => {
      const [a, b] = [nodes[node][name], nodes[node + 1][name]];
      for (let k = 0; k < width; k++) {
        out[i * width + k] = a[k] + part * (b[k] - a[k]);
      }
    });
    return out;
  };
  const curvature = new Float64Array(nodes[0].curvature.length);
  for (const { node, part } of nodesOfT) {
    const [a, b] = [nodes[node].curvature, nodes[node + 1].curvature];
    a.forEach((value, k) => curvature[k] += value + part * (b[k] - value));
  }
  return {
    errors: at("errors"),
    gains: at("gains"),
    tGradient: at("tGradient"),
    tCurvature: at("tCurvature"),
    gradient: at("gradient"),
    mixed: at("mixed"),
    curvature,
  };
}
