import type { FlowTime } from "../detection/timed_field.ts";
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
 * @throws {RangeError} if there is not one t per image
 */
export function undoMotion(
  images: readonly Picture[],
  found: FoundField,
  times: readonly FlowTime[],
  options: Surrounded & { readonly force?: boolean } = {},
): Picture[] {
  if (times.length !== images.length) {
    throw new RangeError(
      `undoMotion: expected ${images.length} t, one per image, found ${times.length}`,
    );
  }
  const move = foundFlow(found, options);
  const back = (t: FlowTime): FlowTime =>
    typeof t === "number" ? -t : t.map((part) => -part);
  return images.map((image, i) => move(image, back(times[i]), options));
}
