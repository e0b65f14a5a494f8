import { checkList, wrongType } from "../runtime/check_option.ts";
import { type FlowTime, opposite } from "../detection/timed_field.ts";
import {
  type FoundField,
  foundFlow,
  type Picture,
  type Surrounded,
} from "../detection/use.ts";

/**
 * Moves images back by given t: t that were matched against a reference, or that a
 * network estimates.
 *
 * @param images Images of any sizes.
 * @param found A detection, or the result of `readAnswer`.
 * @param times One per image: t, or one number per generator.
 * @param options The surroundings, and whether to use the fitted flow whatever the
 * verdict is.
 * @throws UserError if the verdict is that there is no generator, without `force`.
 * @throws {TypeError} if an argument has another type than it should have
 * @throws {RangeError} if there is not one t per image, or a t is not one finite number
 * per generator
 */
export function undoMotion(
  images: readonly Picture[],
  found: FoundField,
  times: readonly FlowTime[],
  options: Surrounded & { readonly force?: boolean } = {},
): Picture[] {
  checkList("undoMotion: images", "a list of images", images);
  if (!Array.isArray(times) && !ArrayBuffer.isView(times)) {
    throw wrongType("undoMotion: times", "a list of one t per image", times);
  }
  if (times.length !== images.length) {
    throw new RangeError(
      `undoMotion: expected ${images.length} t, one per image, found ${times.length}`,
    );
  }
  const move = foundFlow(found, options);
  return images.map((image, i) => move(image, opposite(times[i]), options));
}
