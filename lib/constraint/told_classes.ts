import type { Velocity } from "../lie/monomials.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { nearestClass } from "./nearest_class.ts";
import {
  type ImageOrbits,
  orbitsOfImages,
  type SquareImages,
} from "./orbits_of_images.ts";

/** Images with their classes. */
export interface ClassedImages extends SquareImages {
  /** Class of each image, from 0. */
  readonly classOf: Int32Array;
  /** The label of each class. */
  readonly labels: readonly number[];
  /** Images of one group, such as frames of one sequence, are never compared. */
  readonly groupOf: Uint32Array;
}

/** The t that are looked at. */
export interface Reaches {
  /** The largest t. */
  readonly most: number;
  /** Reaches above 0, evenly spaced. */
  readonly count: number;
  /** Points from one reach to the next. */
  readonly points: number;
}

/**
 * The classes of moved images, told by the nearest images on the orbits of all others.
 *
 * For a reach T, each image is moved by T and by -T, each less half a step
 * between points. It gets the class of the images that come nearest, when these are
 * moved to all points from -T to T. So the classifier knows moved images of all
 * classes, and is never asked for an image that it has. An image is told apart from
 * all others only: none of its own group is compared with.
 *
 * @returns By reach, from 0 on, and by side: one class per image.
 */
export function* toldClasses(
  images: ClassedImages,
  velocity: Velocity,
  { most, count, points }: Reaches,
): Pausable<Int32Array[][]> {
  const farthest = count * points, step = most / farthest;
  const places = Array.from(
    { length: 2 * farthest + 1 },
    (_, i) => i - farthest,
  );
  const orbits = yield* orbitsOfImages(
    images,
    velocity,
    places.map((place) => place * step),
  );
  const told: Int32Array[][] = [];
  for (let level = 0; level <= count; level++) {
    const within = places.filter((place) => Math.abs(place) <= level * points);
    const sides: Int32Array[] = [];
    for (const sign of level === 0 ? [1] : [1, -1]) {
      const asked = sign * (level === 0 ? 0 : level * points - 0.5);
      const nearFirst = within.toSorted((a, b) =>
        Math.abs(a - asked) - Math.abs(b - asked)
      ).map((place) => place + farthest);
      const moved = yield* orbitsOfImages(images, velocity, [asked * step]);
      sides.push(yield* classesOf(images, orbits, moved, nearFirst));
    }
    told.push(sides);
  }
  return told;
}

function* classesOf(
  images: ClassedImages,
  orbits: ImageOrbits,
  { length, values }: ImageOrbits,
  times: readonly number[],
): Pausable<Int32Array> {
  const { count, groupOf, labels } = images;
  const labelled = { ...images, ...orbits, classes: labels.length };
  const told = new Int32Array(count);
  for (let i = 0; i < count; i++, yield) {
    const image = values.subarray(i * length, (i + 1) * length);
    told[i] = nearestClass(labelled, image, groupOf[i], times);
  }
  return told;
}
