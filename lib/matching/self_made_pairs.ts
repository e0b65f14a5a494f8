import type { Pairs } from "../datasets/types.ts";
import { orbitsOfFields } from "../flow/match_orbits.ts";
import { emptySources } from "../flow/orbit_table.ts";
import { warpFrom } from "../images/warp.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import {
  dimensionOf,
  fieldCoefficients,
  type FieldSpace,
} from "./field_space.ts";

/**
 * Moves images along the flows of a space, with bilinear interpolation. This makes pairs
 * with known parameters.
 *
 * @param pairs The pairs whose x0 are moved.
 * @param chosen Numbers of the pairs.
 * @param parameters `chosen.length * dimension`, v: each x0 is moved by
 * exp(-sum_k v_k A_k).
 * @returns The moved images, `height * width * channels` values each.
 */
export function* movedAlong(
  { height, width, channels, x0 }: Pairs,
  basis: Basis,
  space: FieldSpace,
  chosen: ArrayLike<number>,
  parameters: ArrayLike<number>,
): Pausable<Float32Array> {
  const { terms } = space, cells = height * width, size = cells * channels;
  if (parameters.length !== chosen.length * dimensionOf(space)) {
    throw new RangeError(
      `movedAlong: expected ${
        dimensionOf(space)
      } parameters for each of ${chosen.length} images, found ${parameters.length}`,
    );
  }
  const fields = fieldCoefficients(space, parameters);
  const orbits = orbitsOfFields(
    basis,
    { height, width },
    (i) => fields.subarray(i * terms, (i + 1) * terms),
  );
  const places = emptySources(cells);
  const sources = new Float64Array(2 * cells);
  const moved = new Float32Array(chosen.length * size);
  yield* pausingLoop(chosen.length, orbits.cost + size, (i) => {
    orbits.places(i, places, 0);
    sources.set(places.x);
    sources.set(places.y, cells);
    const image = x0.subarray(chosen[i] * size, (chosen[i] + 1) * size);
    const out = moved.subarray(i * size, (i + 1) * size);
    warpFrom(image, height, width, channels, sources, out);
  });
  return moved;
}
