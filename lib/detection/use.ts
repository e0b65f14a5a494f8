import { checkPicture, checkSurrounded } from "./check_picture.ts";
import { checkObject } from "../runtime/check_option.ts";
import { warpFrom } from "../images/warp.ts";
import { type FlowWalk, flowWalk } from "../flow/flow_walk.ts";
import { type FlowTime, timedField } from "./timed_field.ts";
import { checkField, checkUsable, type Found } from "./found.ts";
import { velocityOf } from "../lie/monomials.ts";

/** An image, row-major, channels innermost: floats in any scale, or bytes. */
export interface Picture {
  /** `height * width * channels` values. */
  readonly pixels: Float32Array | Uint8Array;
  /** Height, pixels. */
  readonly height: number;
  /** Width, pixels. */
  readonly width: number;
  /** Values per pixel. */
  readonly channels: number;
}

/** The surroundings of an image. */
export interface Surrounded {
  /** The value of all pixels outside of the image; 0 by default. */
  readonly beyond?: number;
}

/** A field, or one per generator, and the verdict on it, if there is one. */
export type FoundField =
  & Pick<Found, "basis" | "coefficients" | "several">
  & Partial<Pick<Found, "verdict">>;

/** Moves an image along a flow, by t or by one number per generator. */
export type Mover = (
  image: Picture,
  t: FlowTime,
  options?: Surrounded,
) => Picture;

/**
 * Makes a function that moves an image along the found flow by t, in units of the unit
 * generator, at its own resolution: xt(r) = x0(phi_{-t}(r)).
 *
 * Images are interpolated bilinearly. The frame is -1 to 1 along the longer side, so an
 * image of another shape than those of the pairs is moved by the same share of its
 * longer side. t = 0 gives a copy. Moving by s and then by t is moving by s + t, up to
 * interpolation errors.
 *
 * If several generators act, the function takes a list t of one number per generator,
 * and applies exp(-sum_k t_k G_k), the flow of the one field sum_k t_k G_k for the time
 * 1. Zeros give a copy. Moving by s and then by t is moving by s + t only along one
 * field, or if the generators commute.
 *
 * @param found A detection, or the result of `readAnswer`.
 * @param options Whether to use the fitted flow whatever the verdict is.
 * @throws UserError if the verdict is that there is no generator, without `force`.
 * @throws {TypeError} if the argument is no detection
 * @returns The function. It throws a TypeError if an image's pixels are neither 32-bit
 * floats nor bytes, and a RangeError if an image's size does not fit its pixels, if t (if
 * several generators act: the norm of sum_k t_k G_k) is not finite or beyond 128, or if t
 * is not one number per generator.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { foundFlow } from "@neural-symmetry/detection/detection";
 * import { affine } from "@neural-symmetry/detection/lie";
 *
 * const alongX = { basis: affine, coefficients: [1, 0, 0, 0, 0, 0] };
 * const move = foundFlow({
 *   ...alongX,
 *   coefficients: alongX.coefficients.map((value, i) => (
 *     { term: affine.terms[i].label, value, low: value, high: value }
 *   )),
 * });
 * const image = {
 *   pixels: Uint8Array.of(0, 200, 0, 0),
 *   height: 1,
 *   width: 4,
 *   channels: 1,
 * };
 * // Half a half-frame is one of its four pixels.
 * assertEquals(move(image, 0.5).pixels, Uint8Array.of(0, 0, 200, 0));
 * ```
 */
export function foundFlow(
  found: FoundField,
  options: { readonly force?: boolean } = {},
): Mover {
  checkField("foundFlow", found);
  checkObject("foundFlow: options", options);
  const { verdict } = found;
  if (verdict !== undefined && !options.force) {
    checkUsable("foundFlow", { verdict });
  }
  let walk: FlowWalk | undefined, now = "";
  return (image, time, options = {}) => {
    checkPicture("foundFlow: image", image);
    checkSurrounded("foundFlow: options", options);
    const { alpha, t } = timedField(found, time);
    const wanted = `${image.height} x ${image.width} along ${alpha.join()}`;
    if (walk === undefined || now !== wanted) {
      now = wanted;
      walk = flowWalk(velocityOf(found.basis, alpha), image);
    }
    walk.to(t);
    return movedBy(walk, image, t, options);
  };
}

/**
 * Moves an image by the t of a walk.
 *
 * @param t the walk's t
 * @throws {RangeError} if the image's size does not fit its pixels
 */
export function movedBy(
  walk: FlowWalk,
  { pixels, height, width, channels }: Picture,
  t: number,
  { beyond = 0 }: Surrounded,
): Picture {
  const shape = { height, width, channels };
  // The value outside of the image is subtracted, because warp takes 0 for it.
  const values = Float32Array.from(pixels, (value) => value - beyond);
  const moved = warpFrom(values, height, width, channels, walk.sources);
  if (t === 0) return { pixels: pixels.slice(), ...shape };
  if (pixels instanceof Float32Array) {
    return { pixels: moved.map((value) => value + beyond), ...shape };
  }
  const byte = (value: number) =>
    Math.min(255, Math.max(0, Math.round(value + beyond)));
  return { pixels: Uint8Array.from(moved, byte), ...shape };
}
