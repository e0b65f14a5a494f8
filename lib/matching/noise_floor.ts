import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { errorsAt, type NoiseFloor, orbitsUpTo, sumOf } from "./explained.ts";
import { numbersTo, withNext } from "./frames.ts";
import type { MovablePairs } from "./movable.ts";
import { mixedDifferences } from "./noise_level.ts";
import { noisePairs } from "./noise_pairs.ts";
import { eachMatch } from "./residuals.ts";

/**
 * Estimates the errors that noise alone leaves in matches. The noise variance comes from
 * the mixed second differences of the residuals at full resolution, in which a nearly
 * correct flow leaves little (in images of 28 cells and more). The error after blurring
 * and pooling is then measured on noise images that are moved and matched in the same
 * way. Noise that depends on brightness, as photon noise, counts by its mean variance.
 *
 * @param images The pairs.
 * @param t One t per pair.
 */
export function* noiseFloor(
  images: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  t: Float64Array,
): Pausable<NoiseFloor> {
  // Pairs of independent white noise of variance 1.
  const { unitNoise, side, brightness } = images;
  const noise = yield* noisePairs(images, {
    x0: unitNoise,
    xt: withNext(unitNoise, side ** 2),
    brightness,
  });
  const times = Float64Array.from(
    { length: noise.count },
    (_, i) => t[Math.floor((i + 0.5) * t.length / noise.count)],
  );
  const zeroTimes = new Float64Array(noise.count);
  const all = numbersTo(noise.count);
  const errors = function* (at: Float64Array) {
    return sumOf(yield* errorsAt(noise, basis, alpha, at, all)) / noise.count;
  };
  const variance = (yield* fineEnergy(images, basis, alpha, t)) /
    (yield* fineEnergy(noise, basis, alpha, times));
  return {
    matched: variance * (yield* errors(times)) * images.count,
    unmoved: variance * (yield* errors(zeroTimes)) * images.count,
  };
}

/**
 * The mean square of the mixed second differences of all residuals at full resolution.
 */
function* fineEnergy(
  images: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  t: Float64Array,
): Pausable<number> {
  const { side, region } = images;
  const table = yield* orbitsUpTo(images, basis, alpha, t);
  let [squares, count] = [0, 0];
  const all = numbersTo(images.count);
  yield* eachMatch(images, table, t, all, 0, undefined, (_, [residual]) => {
    for (const value of mixedDifferences(residual, side, region)) {
      squares += value ** 2;
      count++;
    }
  });
  return squares / count;
}
