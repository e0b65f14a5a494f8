import type { Transformation } from "../flow/transformations.ts";
import type { Warp } from "../images/interpolations.ts";
import { warp } from "../images/warp.ts";
import type { Distribution } from "../random/distributions.ts";
import { normal, type RandomStream, shuffled } from "../random/streams.ts";
import type { ImageSet, Pairs } from "./types.ts";

/**
 * What made the pairs. It travels beside them for scoring only: no function
 * of the training or detection takes it.
 */
export interface GroundTruth {
  /** One parameter a pair, in the transformation's unit. */
  readonly t: Float64Array;
  readonly transformation: Transformation;
  readonly distribution: Distribution;
}

/**
 * One pair (x0, xt) an image: xt is the image moved along the flow by a t
 * drawn from the distribution, x_t(r) = x_0(phi_{-t}(r)).
 *
 * @param images the images; their pixels become x0, shared and unchanged
 * @param transformation gives the flow
 * @param distribution of t, in the transformation's unit
 * @param stream where the randomness comes from; the same stream, the same pairs
 * @param move moves an image; bilinearly if left out
 * @returns the pairs in the images' order, and apart from them the truth
 */
export function makePairs(
  images: ImageSet,
  transformation: Transformation,
  distribution: Distribution,
  stream: RandomStream,
  move: Warp = warp,
): { pairs: Pairs; truth: GroundTruth } {
  const { count, height, width, channels, surroundings, pixels } = images;
  const t = Float64Array.from(
    { length: count },
    () => distribution.sample(stream),
  );
  const xt = new Float32Array(pixels.length);
  const length = height * width * channels;
  for (let i = 0; i < count; i++) {
    const from = i * length, to = from + length;
    move(
      pixels.subarray(from, to),
      height,
      width,
      channels,
      transformation.flow,
      t[i],
      xt.subarray(from, to),
    );
  }
  return {
    pairs: { count, height, width, channels, surroundings, x0: pixels, xt },
    truth: { t, transformation, distribution },
  };
}

/**
 * The same images, every x0 with the xt of another pair: nothing relates the
 * two any more.
 *
 * @param pairs at least 2
 * @param stream where the randomness comes from
 */
export function withOtherPartners(pairs: Pairs, stream: RandomStream): Pairs {
  const size = pairs.height * pairs.width * pairs.channels;
  const order = shuffled(pairs.count, stream);
  const xt = new Float32Array(pairs.xt.length);
  order.forEach((pair, i) => {
    const partner = order[(i + 1) % order.length];
    xt.set(
      pairs.xt.subarray(partner * size, (partner + 1) * size),
      pair * size,
    );
  });
  return { ...pairs, xt };
}

/**
 * The same pairs seen through noise: normal, independent in every pixel of both
 * images, cut to the range from 0 to 1.
 *
 * @param sd standard deviation, of pixels from 0 to 1
 * @param stream where the randomness comes from
 */
export function withNoise(
  pairs: Pairs,
  sd: number,
  stream: RandomStream,
): Pairs {
  const next = normal(stream);
  const noisy = (pixels: Float32Array) =>
    pixels.map((value) => Math.min(1, Math.max(0, value + sd * next())));
  return { ...pairs, x0: noisy(pairs.x0), xt: noisy(pairs.xt) };
}
