import type { ImageStack } from "./image_stack.ts";
import type { SequencePlaces } from "./sequence_places.ts";
import type { Surroundings } from "./types.ts";

/** Two stacks, image i of one belonging to image i of the other. */
export interface StackPair {
  /** The images before they move. */
  readonly x0: ImageStack;
  /** The moved images, in the same order. */
  readonly xt: ImageStack;
  /** If left out, detection looks at the images' edges. */
  readonly surroundings?: Surroundings;
  /** Where the pairs are frames of sequences. */
  readonly sequences?: SequencePlaces;
}
