import type { ImageStack } from "../datasets/image_stack.ts";

/**
 * Says, once and beside the output, that pictures are scaled down, from what size
 * to what; nothing where they are read as they are.
 *
 * @param stack The pictures, or one half of the pairs.
 */
export function sayScaling(
  { scaledFrom, height, width }: ImageStack,
): void {
  if (scaledFrom === undefined) return;
  console.error(
    `note: pictures of ${scaledFrom.height} x ${scaledFrom.width} pixels are scaled down to ${height} x ${width}`,
  );
}
