import {
  alphaOf,
  checkField,
  checkUsable,
  type Found,
} from "../detection/found.ts";
import type { LabelTest } from "../detection/label_test.ts";
import type { NaturalParameter } from "../detection/natural_parameter.ts";
import { type Velocity, velocityOf } from "../lie/monomials.ts";
import { linearPeriod } from "../matching/period.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { runAtOnce } from "../runtime/run_at_once.ts";
import {
  checkLabelledImages,
  classedImages,
  type LabelledImages,
} from "./classed_images.ts";
import { countSmallPairs } from "./class_pairs.ts";
import { learnedWindow } from "./found_axes.ts";
import { judgeLabels } from "./judge_labels.ts";
import { LABEL_BOUNDS } from "./label_bounds.ts";
import { labelCurve } from "./label_curve.ts";
import { reachInWords } from "./reach_words.ts";
import { type ClassedImages, toldClasses } from "./told_classes.ts";

/** Options of {@linkcode testLabels}. */
export interface LabelTestOptions {
  /** Seed of the draw of images where there are many; 0 by default. */
  readonly seed?: number;
  /** Uses what was fitted although the verdict is that it is no generator. */
  readonly force?: boolean;
}

/** Reaches above 0 up to the largest t. */
const REACHES = 8;

/** How far content moves from one point to the next, half-frames, root mean square. */
const SPACING = 0.13;

/** Points from one reach to the next, at most. */
const MOST_POINTS = 4;

/**
 * Tests if a found symmetry keeps the label of images: use it, use it up to some t, or
 * do not. No network is trained, and the same images give the same answer.
 *
 * The test asks if labels can still be told from images that are moved by any t up to T
 * either way, by a classifier that knows images moved so: the nearest images on the
 * orbits of all others. Accuracy falls where moved images of one class look like moved
 * images of another, or where the content leaves the frame. The labels of each two
 * classes are looked at too, for two of many classes cost little of the accuracy. T goes
 * up to the largest learned t (all but 2 % of them are smaller), or to half of a period.
 *
 * @param found A detection, or what `readAnswer` gives.
 * @param images On frames like those of the pairs. Of many, 1,000 are taken.
 * @returns One answer per generator.
 * @throws UserError where there is no generator to use, too few pairs tell how t is
 * distributed, or not one integer is given per image, of at least two values.
 * @throws {TypeError} if an argument has another type than it should have
 * @throws {RangeError} if the images' size does not fit, or a value is not finite
 */
export const testLabels = (
  found: Found,
  images: LabelledImages,
  options: LabelTestOptions = {},
): LabelTest[] => runAtOnce(testingLabels(found, images, options));

/** {@linkcode testLabels} as a computation that can be paused and ended. */
export function* testingLabels(
  found: Found,
  images: LabelledImages,
  options: LabelTestOptions = {},
): Pausable<LabelTest[]> {
  const { seed = 0, force = false } = options;
  checkField("testLabels", found);
  if (!force) checkUsable("testLabels", found);
  checkLabelledImages(images);
  const classed = classedImages(images, seed);
  const generators = found.several?.generators ?? [found];
  const tests: LabelTest[] = [];
  for (const [k, generator] of generators.entries()) {
    const alpha = alphaOf(generator);
    const ends = learnedWindow("testLabels", found, k, force).map(Math.abs);
    const half = (linearPeriod(found.basis, alpha) ?? Infinity) / 2;
    const most = Math.min(Math.max(...ends), half);
    const velocity = velocityOf(found.basis, alpha);
    const { parameter } = generator.description;
    tests.push(yield* testAlong(classed, velocity, most, parameter));
  }
  return tests;
}

function* testAlong(
  images: ClassedImages,
  velocity: Velocity,
  most: number,
  parameter: NaturalParameter | undefined,
): Pausable<LabelTest> {
  const points = pointsFor(velocity, most / REACHES);
  const reaches = { most, count: REACHES, points };
  const told = yield* toldClasses(images, velocity, reaches);
  const { count, classOf, labels } = images;
  const sizes = labels.map((_, label) =>
    classOf.filter((own) => own === label).length
  );
  const test = {
    curve: labelCurve(images, told, reaches),
    images: count,
    tested: count,
    classes: labels.length,
  };
  const verdict = judgeLabels({
    ...test,
    small: countSmallPairs(sizes, LABEL_BOUNDS.confusionImages),
    guessed: Math.max(...sizes) / count,
    inWords: (reach) => reachInWords(reach, parameter),
  });
  return { verdict, ...test };
}

/** Points that divide a time so that content moves about `SPACING` between them. */
function pointsFor(velocity: Velocity, time: number): number {
  const out = new Float64Array(2);
  let sum = 0, count = 0;
  for (let y = -1; y <= 1; y += 0.1) {
    for (let x = -1; x <= 1; x += 0.1) {
      velocity(x, y, out);
      sum += out[0] ** 2 + out[1] ** 2;
      count++;
    }
  }
  const moved = time * Math.sqrt(sum / count);
  return Math.min(Math.max(Math.ceil(moved / SPACING), 1), MOST_POINTS);
}
