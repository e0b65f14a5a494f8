import { wrongType } from "../runtime/check_option.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import { checkStack, imagesPerPiece, type ImageStack } from "./image_stack.ts";
import type { StackPair } from "./stack_pair.ts";
import { type Pairs, SURROUNDINGS } from "./types.ts";

/** Largest number of images per piece. */
const MOST_AT_ONCE = 1000;

/**
 * Makes stacks of pairs in memory, which are read like those of files. They keep the
 * pairs' surroundings.
 *
 * @param name Name of the pairs in messages and reports.
 * @throws UserError for too small, too large or too few images, for invalid
 * surroundings, and, during reading, for a value that is not finite.
 * @throws {TypeError} if the images are no Float32Array, or a size is no integer
 */
export function memoryStacks(pairs: Pairs, name = "the pairs"): StackPair {
  const { x0, xt, surroundings } = pairs;
  if (surroundings !== undefined) {
    oneOf(`${name}, surroundings`, SURROUNDINGS, surroundings);
  }
  return {
    ...surroundings !== undefined && { surroundings },
    x0: memoryStack(pairs, x0, `${name}, x0`),
    xt: memoryStack(pairs, xt, `${name}, xt`),
  };
}

function memoryStack(
  { count, height, width, channels }: Pairs,
  values: Float32Array,
  name: string,
): ImageStack {
  const sizes = { count, height, width, channels };
  const size = height * width * channels;
  const stack = { name, ...sizes, type: "float32" as const };
  for (const [what, found] of Object.entries(sizes)) {
    if (Number.isInteger(found)) continue;
    throw wrongType(`${name}, ${what}`, "an integer", found);
  }
  checkStack(stack);
  if (!(values instanceof Float32Array)) {
    throw wrongType(name, "a Float32Array", values);
  }
  if (values.length !== count * size) {
    throw new UserError(
      `${name}: expected ${count * size} values, found ${values.length}`,
    );
  }
  const images = Math.min(MOST_AT_ONCE, imagesPerPiece(size));
  return {
    ...stack,
    async *pieces() {
      for (let first = 0; first < count; first += images) {
        const end = Math.min(count, first + images);
        const piece = values.subarray(first * size, end * size);
        const bad = piece.findIndex((value) => !Number.isFinite(value));
        if (bad >= 0) {
          throw new UserError(
            `${name}: expected finite numbers, found ${piece[bad]} in image ${
              first + Math.floor(bad / size)
            } (counted from 0); leave that pair out, or put a number there`,
          );
        }
        yield await Promise.resolve(piece);
      }
    },
  };
}
