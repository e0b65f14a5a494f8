import { extent } from "d3-array";

/**
 * Makes grays from 0 to 1 of signed values, on one scale for all of these
 * images; their background is 0.
 */
export function grays(
  images: readonly ArrayLike<number>[],
): (image: ArrayLike<number>) => number[] {
  const ends = images.flatMap((image) => extent(Array.from(image)) as number[]);
  const [lowest, highest] = extent([0, ...ends]) as [number, number];
  // A moved image overshoots a little where it is sharp: that is clipped.
  const low = lowest > -0.25 * highest ? 0 : lowest;
  const range = highest - low || 1;
  return (image) => Array.from(image, (value) => (value - low) / range);
}
