import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { exchanged, type Frames } from "./frames.ts";
import type { Alternative } from "./intervals.ts";
import { movable, type MovablePairs } from "./movable.ts";
import { polish } from "./polish.ts";
import type { PairsFit } from "./register_pairs.ts";
import type { State } from "./registration.ts";

/** Another fit that should give the same generator. */
interface Variant {
  readonly pairs: readonly number[];
  readonly images: MovablePairs;
  /** The start of the fit. */
  readonly state: State;
  /** Standard deviation of the blur of residuals, in cells. */
  readonly blur?: number;
}

/** Number of steps of a variant; `nextAlpha` is the result of one more. */
const STEPS = 1;

/** Standard deviation of the blur of one variant, in cells. */
const VARIANT_BLUR = 1.5;

/**
 * Fits the generator again in three ways that should not change it: with a wider blur,
 * to all usual pairs, and with x0 and xt exchanged. The last one is left out if a kernel
 * shows that xt was made from x0.
 *
 * @param spline The registered pairs, with x0 read by the cubic spline.
 * @param other The pairs without another estimate of their static layer, if they have
 * one, for a fourth variant.
 */
export function* variantsOf(
  spline: MovablePairs,
  basis: Basis,
  { images, t: all, fit, usual }: PairsFit,
  other?: Frames,
): Pausable<Alternative[]> {
  const { t, bound, pairs: far, blurs: [a, b, c, d] } = fit;
  const again: Variant[] = [
    { pairs: far, images, state: fit, blur: VARIANT_BLUR },
    {
      pairs: usual,
      images,
      state: { ...fit, t: Float64Array.from(usual, (pair) => all[pair]) },
    },
  ];
  // If another kernel than the spline made xt from x0, it did not make x0 from xt.
  if (images === spline) {
    again.push({
      pairs: far,
      images: yield* movable(exchanged(images)),
      // The exchange changes the sign of the blurs, and their axes are those of the
      // other image.
      state: {
        ...fit,
        t: t.map((value) => -value),
        blurs: [-c, -d, -a, -b],
      },
    });
  }
  if (other !== undefined) {
    const { kernel, threshold, brightness } = images;
    again.push({
      pairs: far,
      images: yield* movable(
        { ...other, brightness },
        { kernel, threshold },
      ),
      state: fit,
    });
  }
  const variants: Alternative[] = [];
  for (const { pairs, images, state, blur } of again) {
    variants.push({
      pairs,
      ...yield* polish(images, basis, pairs, state, bound, blur, STEPS),
    });
  }
  return variants;
}
