import {
  makeGroupPairs,
  makePairs,
  withNoise,
  withOtherPartners,
} from "../datasets/pairs.ts";
import type { Pairs } from "../datasets/types.ts";
import { transformationGroups } from "../flow/transformation_groups.ts";
import {
  aboutPoint,
  type Transformation,
  transformations,
} from "../flow/transformations.ts";
import {
  type Distribution,
  normalModes,
  uniform,
} from "../random/distributions.ts";
import { independent } from "../random/joint_distributions.ts";
import { randomStream } from "../random/streams.ts";
import { drawings } from "./drawings.ts";
import type { SetName } from "./set_names.ts";

/** Drawings of a set, and their side in pixels. */
const COUNT = 400, SIDE = 28;

/** Standard deviation of the noise over all images, whose values are 0 to 1. */
const NOISE = 0.02;

/** Makes the pairs of a built-in set; what made them does not go with them. */
export function setOfPairs(name: SetName): Pairs {
  const stream = randomStream(0, `set ${name}`);
  const images = drawings(COUNT, SIDE, stream);
  const along = (transformation: Transformation, t: Distribution): Pairs =>
    makePairs(images, transformation, t, stream).pairs;
  const made: Readonly<Record<SetName, () => Pairs>> = {
    "1": () =>
      along(
        aboutPoint(transformations.rotation, 0.2, -0.1),
        normalModes([-0.3, 0.45], 0.08),
      ),
    "2": () => along(transformations.translationX, uniform(-0.25, 0.25)),
    "3": () =>
      along(
        aboutPoint(transformations.scaling, -0.15, 0.1),
        uniform(-0.3, 0.3),
      ),
    "4": () => {
      const [angle, shift] = [uniform(-0.5, 0.5), uniform(-0.2, 0.2)];
      return makeGroupPairs(
        images,
        transformationGroups.rigid,
        independent([angle, shift, shift]),
        stream,
      ).pairs;
    },
    "5": () => {
      const turned = along(transformations.rotation, uniform(-0.5, 0.5));
      return withOtherPartners(turned, stream);
    },
  };
  return withNoise(made[name](), NOISE, stream);
}
