import { group } from "d3-array";
import { randomStream } from "../random/streams.ts";
import { flowWalk } from "../flow/flow_walk.ts";
import { checkInteger, checkList } from "../runtime/check_option.ts";
import { checkPicture, checkSurrounded } from "./check_picture.ts";
import { alphaOf, checkField, checkUsable, type Found } from "./found.ts";
import type { FlowTime } from "./timed_field.ts";
import { learnedParameters } from "./learned_parameters.ts";
import { learnedT } from "./learned_t.ts";
import { velocityOf } from "../lie/monomials.ts";
import { foundFlow, movedBy, type Picture, type Surrounded } from "./use.ts";

/** Options of {@linkcode augment}. */
export interface AugmentOptions extends Surrounded {
  /** Seed of the random t, 0 to 2^32 - 1. */
  readonly seed: number;
  /** Number of copies per image, 1 to 1,000,000; 1 by default. */
  readonly copies?: number;
  /** Uses the fitted generator even if the verdict is that there is none. */
  readonly force?: boolean;
}

/** The largest number of copies per image. */
const MOST_COPIES = 1_000_000;

/** A moved image, and its t. */
export interface MovedPicture extends Picture {
  /** The t in units of the unit generator; one number per generator if several act. */
  readonly t: FlowTime;
}

/**
 * Augments images: moves copies of them along the found flow, each by its own t from the
 * learned distribution.
 *
 * If several generators act, a copy is moved by all of them at once. Their parameters
 * are drawn jointly, because those of the held-out pairs may depend on each other. If
 * each pair is moved by one of them, so is each copy; its other parameters are 0.
 *
 * @param images of any sizes
 * @param found A detection, or the result of `readAnswer`.
 * @returns All copies of the first image, then all of the second, and so on.
 * @throws UserError if there is no usable generator, or too few pairs to learn the
 * distribution of t from.
 * @throws {TypeError} if an argument has another type than it should have
 * @throws {RangeError} if the number of copies or the seed is no such integer,
 * or an image's size does not fit its pixels
 */
export function augment(
  images: readonly Picture[],
  found: Found,
  options: AugmentOptions,
): MovedPicture[] {
  checkList("augment: images", "a list of images", images);
  checkField("augment", found);
  checkSurrounded("augment: options", options);
  const { seed, copies = 1, force = false } = options;
  checkInteger("augment: copies", copies, 1, MOST_COPIES);
  images.forEach((image, i) => checkPicture(`augment: image ${i}`, image));
  if (!force) checkUsable("augment", found);
  const stream = randomStream(seed, "augment");
  if (found.several !== undefined) {
    const draw = learnedParameters(
      { held: found.held, several: found.several },
      stream,
      force,
    );
    const move = foundFlow(found, { force });
    return images.flatMap((image) =>
      Array.from({ length: copies }, () => {
        const t = draw();
        return { ...move(image, t, options), t };
      })
    );
  }
  return alongOne(images, found, options, learnedT(found, stream, force));
}

/** Makes copies along one generator, each by a random t. */
function alongOne(
  images: readonly Picture[],
  found: Found,
  options: AugmentOptions,
  draw: () => number,
): MovedPicture[] {
  const { copies = 1 } = options;
  const jobs = images.flatMap((image, i) =>
    Array.from({ length: copies }, (_, copy) => (
      { image, at: i * copies + copy, t: draw() }
    ))
  );
  const velocity = velocityOf(found.basis, alphaOf(found));
  const moved = new Array<MovedPicture>(jobs.length);
  const sizes = group(
    jobs,
    ({ image: { height, width } }) => `${height} x ${width}`,
  );
  for (const sameSize of sizes.values()) {
    const walk = flowWalk(velocity, sameSize[0].image);
    // In order of |t|, so that every walk continues outwards from 0.
    const outwards = sameSize.toSorted((a, b) => Math.abs(a.t) - Math.abs(b.t));
    const [back, forth] = [false, true].map((side) =>
      outwards.filter(({ t }) => t > 0 === side)
    );
    for (const { image, at, t } of [...back, ...forth]) {
      walk.to(t);
      moved[at] = { ...movedBy(walk, image, t, options), t };
    }
  }
  return moved;
}
