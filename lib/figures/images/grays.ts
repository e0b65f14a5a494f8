import { extent } from "d3-array";

/**
 * Converts signed values to grays from 0 to 1, with one scale for all images; their
 * background is 0.
 */
export function grays(
  images: readonly ArrayLike<number>[],
): (image: ArrayLike<number>) => number[] {
  const ends = images.flatMap((image) => extent(Array.from(image)) as number[]);
  const [lowest, highest] = extent([0, ...ends]) as [number, number];
  // The overshoot of a moved image at sharp edges is clipped.
  const low = lowest > -0.25 * highest ? 0 : lowest;
  const range = highest - low || 1;
  return (image) => Array.from(image, (value) => (value - low) / range);
}
