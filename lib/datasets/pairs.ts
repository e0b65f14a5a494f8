import {
  groupOfOne,
  type TransformationGroup,
} from "../flow/transformation_groups.ts";
import type { Transformation } from "../flow/transformations.ts";
import type { Warp } from "../images/interpolations.ts";
import { type Flow, warp } from "../images/warp.ts";
import type { Distribution } from "../random/distributions.ts";
import type { JointDistribution } from "../random/joint_distributions.ts";
import {
  type RandomStream,
  shuffled,
  standardNormal,
} from "../random/streams.ts";
import type { ImageSet, Pairs } from "./types.ts";

/**
 * The truth of pairs. It is used for scores only: no function of the training or
 * detection takes it.
 */
export interface GroundTruth {
  /** One parameter per pair, in the transformation's unit. */
  readonly t: Float64Array;
  /** The transformation that moved the images. */
  readonly transformation: Transformation;
  /** The distribution that t was drawn from. */
  readonly distribution: Distribution;
}

/**
 * Makes one pair (x0, xt) per image: xt is the image moved along the flow by a t drawn
 * from the distribution, x_t(r) = x_0(phi_{-t}(r)).
 *
 * @param images the images; their pixels become x0, shared and unchanged
 * @param transformation the transformation that moves them
 * @param distribution distribution of t, in the transformation's unit
 * @param stream source of the randomness; equal streams give equal pairs
 * @param move moves an image, by default with bilinear interpolation
 * @returns the pairs in the images' order and, separately, their truth
 */
export function makePairs(
  images: ImageSet,
  transformation: Transformation,
  distribution: Distribution,
  stream: RandomStream,
  move: Warp = warp,
): { pairs: Pairs; truth: GroundTruth } {
  const t = Float64Array.from(
    { length: images.count },
    () => distribution.sample(stream),
  );
  const { flowOf } = groupOfOne(transformation);
  const pairs = movedBy(images, (i) => flowOf([t[i]]), move);
  return { pairs, truth: { t, transformation, distribution } };
}

/**
 * The truth of pairs that several generators move. It is used for scores only, like
 * {@linkcode GroundTruth}.
 */
export interface GroupGroundTruth {
  /** Parameters, `count * generators`, each in the unit of its generator. */
  readonly parameters: Float64Array;
  /** The transformations that moved the images. */
  readonly group: TransformationGroup;
  /** The distribution that the parameters were drawn from. */
  readonly distribution: JointDistribution;
}

/**
 * Makes pairs like {@linkcode makePairs}, with xt moved by all generators of a group at
 * once: x_t(r) = x_0(phi_{-1}(r)), where phi is the flow of sum_k t_k Gamma_k.
 *
 * @param distribution distribution of the parameters, each in the unit of its generator
 */
export function makeGroupPairs(
  images: ImageSet,
  group: TransformationGroup,
  distribution: JointDistribution,
  stream: RandomStream,
  move: Warp = warp,
): { pairs: Pairs; truth: GroupGroundTruth } {
  const size = group.generators.length;
  const parameters = new Float64Array(images.count * size);
  for (let i = 0; i < images.count; i++) {
    parameters.set(distribution.sample(stream), i * size);
  }
  const flowAt = (i: number) =>
    group.flowOf(parameters.subarray(i * size, (i + 1) * size));
  const pairs = movedBy(images, flowAt, move);
  return { pairs, truth: { parameters, group, distribution } };
}

/** Makes pairs of images, each moved along its own flow for the time 1. */
function movedBy(
  { count, height, width, channels, surroundings, pixels }: ImageSet,
  flowAt: (i: number) => Flow,
  move: Warp,
): Pairs {
  const xt = new Float32Array(pixels.length);
  const length = height * width * channels;
  for (let i = 0; i < count; i++) {
    const from = i * length, to = from + length;
    move(
      pixels.subarray(from, to),
      height,
      width,
      channels,
      flowAt(i),
      1,
      xt.subarray(from, to),
    );
  }
  return { count, height, width, channels, surroundings, x0: pixels, xt };
}

/**
 * Gives every x0 the xt of another pair, so that the two are unrelated.
 *
 * @param pairs at least 2
 * @param stream source of the randomness
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
 * Chooses another image of the same class for every image, each image once. If a class
 * has only one image, this is its own partner.
 *
 * @param labels the class of each image
 * @param stream source of the randomness
 * @returns numbers of images
 */
export function partnersOfClass(
  labels: Uint8Array,
  stream: RandomStream,
): Uint32Array {
  const partners = new Uint32Array(labels.length);
  const classes = Map.groupBy(
    shuffled(labels.length, stream),
    (image) => labels[image],
  );
  for (const images of classes.values()) {
    images.forEach((image, i) => {
      partners[image] = images[(i + 1) % images.length];
    });
  }
  return partners;
}

/**
 * Adds normal noise to pairs, independent in every pixel of both images, and clips the
 * pixels to the range from 0 to 1.
 *
 * @param sd standard deviation, for pixels from 0 to 1
 * @param stream source of the randomness
 */
export function withNoise(
  pairs: Pairs,
  sd: number,
  stream: RandomStream,
): Pairs {
  const next = standardNormal(stream);
  const noisy = (pixels: Float32Array) =>
    pixels.map((value) => Math.min(1, Math.max(0, value + sd * next())));
  return { ...pairs, x0: noisy(pairs.x0), xt: noisy(pairs.xt) };
}
