import { deviation, extent, mean } from "d3-array";
import { randomStream, standardNormal } from "../random/streams.ts";
import { ratio } from "./ratio.ts";
import { wassersteinDistance } from "./wasserstein.ts";

/**
 * The scores of two distributions that are fitted to the truth by two numbers; 0 if the
 * truth is constant.
 */
export interface Baselines {
  /** A normal distribution of the true mean and standard deviation. */
  readonly normal: { readonly wassersteinOverStd: number };
  /** A uniform distribution over the true range. */
  readonly uniform: { readonly wassersteinOverStd: number };
}

const SAMPLES = 100_000;

/**
 * Scores the two trivial distributions against the true parameters. Both use two numbers
 * of the truth, which no detector knows. If the truth is uniform, the second one is
 * therefore nearly perfect.
 */
export function baselines(truth: ArrayLike<number>): Baselines {
  const t = Array.from(truth);
  const [centre, std] = [mean(t)!, deviation(t)!];
  const [low, high] = extent(t) as [number, number];
  const draw = standardNormal(randomStream(0, "baselines"));
  const score = (sample: (i: number) => number) => ({
    wassersteinOverStd: ratio(
      wassersteinDistance(
        Array.from({ length: SAMPLES }, (_, i) => sample(i)),
        t,
      ),
      std,
    ),
  });
  return {
    normal: score(() => centre + std * draw()),
    uniform: score((i) => low + (high - low) * (i + 0.5) / SAMPLES),
  };
}
