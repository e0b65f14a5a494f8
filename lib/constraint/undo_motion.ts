import type { Found } from "../detection/found.ts";
import type { FlowTime } from "../detection/timed_field.ts";
import { foundFlow, type Picture, type Surrounded } from "../detection/use.ts";

/**
 * Moves images back by given t, for example those that were matched against a
 * reference or that a network says: what is left is where it would be at t = 0.
 *
 * @param images of any sizes
 * @param found A detection, or what `readAnswer` gives.
 * @param times One per image: t, or one number per generator.
 * @throws {RangeError} if there is not one t per image
 */
export function undoMotion(
  images: readonly Picture[],
  found: Pick<Found, "basis" | "coefficients" | "several">,
  times: readonly FlowTime[],
  options: Surrounded = {},
): Picture[] {
  if (times.length !== images.length) {
    throw new RangeError(
      `undoMotion: expected ${images.length} t, one per image, found ${times.length}`,
    );
  }
  const move = foundFlow(found);
  const back = (t: FlowTime): FlowTime =>
    typeof t === "number" ? -t : t.map((part) => -part);
  return images.map((image, i) => move(image, back(times[i]), options));
}
