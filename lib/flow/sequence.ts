import type { Flow } from "../images/warp.ts";
import type { TransformationGroup } from "./transformation_groups.ts";
import type { Transformation } from "./transformations.ts";

/** A transformation, and how far it goes. */
export interface Step {
  /** The transformation. */
  readonly transformation: Transformation;
  /** In the transformation's unit. */
  readonly t: number;
}

/**
 * The map that takes some steps one after the other, the first of the list first. It is
 * no flow of one field: at time 1 content has taken all steps, at time -1 it has taken
 * them back, and at other times it is nowhere.
 *
 * @throws {RangeError} the returned function, if the time is not 1, 0 or -1
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
 * Some transformations that move each pair one after the other, the first of the list
 * first, each by a parameter of its own. The maps form no group unless the
 * transformations commute.
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
