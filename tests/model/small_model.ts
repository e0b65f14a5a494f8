import { quadratic } from "#lib/lie/basis.ts";
import type { ModelSpec } from "#lib/model/symmetry_model.ts";

/** A model for 8 x 8 images, small enough for many steps in a test. */
export const smallSpec: ModelSpec = {
  imageSize: 64,
  pairSize: 2 * 16,
  hidden: [24, 16],
  tHidden: [12, 8],
  latentSize: 3,
  latentChannels: 2,
  basis: quadratic,
};
