import { group } from "d3-array";
import { randomStream } from "../random/streams.ts";
import { flowWalk } from "../flow/flow_walk.ts";
import { alphaOf, checkUsable, type Found } from "./found.ts";
import type { FlowTime } from "./timed_field.ts";
import { learnedParameters } from "./learned_parameters.ts";
import { learnedT } from "./learned_t.ts";
import { velocityOf } from "../lie/monomials.ts";
import { foundFlow, movedBy, type Picture, type Surrounded } from "./use.ts";

/** How images are augmented. */
export interface AugmentOptions extends Surrounded {
  /** The same seed gives the same t; 0 to 2^32 - 1. */
  readonly seed: number;
  /** Of every image; 1 by default. */
  readonly copies?: number;
  /** Uses what was fitted although the verdict is that it is no generator. */
  readonly force?: boolean;
}

/** A moved image, and how far it was moved. */
export interface MovedPicture extends Picture {
  /** In units of the unit generator; one number per generator where several act. */
  readonly t: FlowTime;
}

/**
 * Moves images along the flow that was found, each copy by a t of its own from
 * the learned distribution: automatic data augmentation.
 *
 * Where several generators act, a copy is moved by all of them at once, by parameters
 * that are drawn jointly, as those of the held-out pairs depend on each other. Where
 * each pair is moved by one of them, so is each copy; its other parameters are 0.
 *
 * @param images of any sizes
 * @param found A detection, or what `readAnswer` gives.
 * @returns All copies of the first image, then all of the second, and so on.
 * @throws UserError where there is no generator to use, or too few pairs tell
 * how t is distributed.
 * @throws {RangeError} if the number of copies or the seed is no such integer,
 * or an image's size does not fit its pixels
 */
export function augment(
  images: readonly Picture[],
  found: Found,
  options: AugmentOptions,
): MovedPicture[] {
  const { seed, copies = 1, force = false } = options;
  if (!Number.isInteger(copies) || copies < 1) {
    throw new RangeError(
      `augment: expected a number of copies of at least 1, found ${copies}`,
    );
  }
  if (!force) checkUsable("augment", found);
  const stream = randomStream(seed, "augment");
  if (found.several !== undefined) {
    const draw = learnedParameters(
      { held: found.held, several: found.several },
      stream,
      force,
    );
    const move = foundFlow(found);
    return images.flatMap((image) =>
      Array.from({ length: copies }, () => {
        const t = draw();
        return { ...move(image, t, options), t };
      })
    );
  }
  return alongOne(images, found, options, learnedT(found, stream, force));
}

/** Copies along one generator, each by a t that is drawn. */
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
    // Outwards from 0, so that every walk goes on where it is.
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
