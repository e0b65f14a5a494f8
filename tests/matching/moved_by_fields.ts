import type { Pairs } from "#lib/datasets/types.ts";
import { integrateField } from "#lib/flow/integrate.ts";
import { type Basis, fieldOf } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobScene, drawn } from "../detection/moved_blobs.ts";

/** Returns a function that draws uniformly between -most and most. */
export function uniform(seed: number): (most: number) => number {
  const stream = randomStream(seed, "fields");
  return (most) => most * (2 * stream() - 1);
}

/**
 * Pairs of blobs made without interpolation, each moved by a different field.
 *
 * @param fields The coefficients of each pair's field; undefined makes an unrelated
 * pair.
 */
export function movedByFields(
  basis: Basis,
  fields: readonly (readonly number[] | undefined)[],
  size: number,
): Pairs {
  const stream = randomStream(0, "scenes");
  const [x0, xt] = [0, 1].map(() =>
    new Float32Array(fields.length * size * size)
  );
  fields.forEach((coefficients, i) => {
    const scene = blobScene(stream);
    x0.set(drawn(scene, size), i * size * size);
    const moved = coefficients === undefined
      ? drawn(blobScene(stream), size)
      : drawn(scene, size, (t, x, y) =>
        integrateField(fieldOf(basis, coefficients), t, x, y), 1);
    xt.set(moved, i * size * size);
  });
  const count = fields.length;
  return { count, height: size, width: size, channels: 1, x0, xt };
}
