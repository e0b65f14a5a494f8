import type { ImageStack } from "./image_stack.ts";
import type { SequencePlaces } from "./sequence_places.ts";
import type { Surroundings } from "./types.ts";

/** Two stacks; image i of one and image i of the other are a pair. */
export interface StackPair {
  /** The images before they move. */
  readonly x0: ImageStack;
  /** The moved images, in the same order. */
  readonly xt: ImageStack;
  /**
   * The surroundings of the images; if left out, detection derives them from the images'
   * edges.
   */
  readonly surroundings?: Surroundings;
  /** The sequences of the pairs, if they are frames of sequences. */
  readonly sequences?: SequencePlaces;
}
