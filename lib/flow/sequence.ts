import type { Flow } from "../images/warp.ts";
import type { TransformationGroup } from "./transformation_groups.ts";
import type { Transformation } from "./transformations.ts";

/** A transformation and its parameter t. */
export interface Step {
  /** The transformation. */
  readonly transformation: Transformation;
  /** The parameter, in the transformation's unit. */
  readonly t: number;
}

/**
 * Makes the map that applies some steps one after the other, in the order of the list.
 * It is not the flow of one field: it is defined only at the times 1 (all steps), -1
 * (the inverse map) and 0 (the identity).
 *
 * @throws {RangeError} from the returned function, if the time is not 1, 0 or -1
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { inSequence, transformations } from "@neural-symmetry/detection/flow";
 *
 * const { rotation, translationX } = transformations;
 * const shiftAndTurn = inSequence([
 *   { transformation: translationX, t: 1 },
 *   { transformation: rotation, t: Math.PI / 2 },
 * ]);
 * const [x, y] = shiftAndTurn(1, 0, 0);
 * assertAlmostEquals(x, 0, 1e-12);
 * assertAlmostEquals(y, 1, 1e-12);
 * ```
 */
export function inSequence(steps: readonly Step[]): Flow {
  const back = steps.toReversed();
  return (time, x, y) => {
    if (Math.abs(time) !== 1 && time !== 0) {
      throw new RangeError(
        `inSequence: expected the time 1, 0 or -1, found ${time}`,
      );
    }
    let place: readonly [number, number] = [x, y];
    if (time === 0) return place;
    for (const { transformation, t } of time > 0 ? steps : back) {
      place = transformation.flow(time * t, ...place);
    }
    return place;
  };
}

/**
 * Makes a transformation of several parameters that applies some transformations one
 * after the other, in the order of the list, each with its own parameter. The maps form
 * no group unless the transformations commute.
 */
export const oneAfterTheOther = (
  generators: readonly Transformation[],
): TransformationGroup => ({
  name: generators.map(({ name }) => name).join(", then "),
  generators,
  flowOf: (parameters) =>
    inSequence(
      generators.map((transformation, k) => ({
        transformation,
        t: parameters[k],
      })),
    ),
});
