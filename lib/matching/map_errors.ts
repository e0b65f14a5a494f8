import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { type Region, regionCells } from "./region.ts";
import type { Frames } from "./frames.ts";
import type { NoiseLevels } from "./noise_level.ts";

/** A map of images that all pairs share: a linear map and an offset. */
export interface ImageMap {
  /** Applies the linear map. The `side^2` values may be overwritten by the next call. */
  readonly linear: (image: Float32Array) => Float32Array;
  /** The offset that is added to every cell, by default 0. */
  readonly offset?: number;
  /** Cells on which the mapped x0 and xt are compared. */
  readonly region: Region;
}

/** Sums of squares per pair, on the compared cells, without the share of noise. */
export interface MapErrors {
  /** Difference of the mapped x0 and xt. */
  readonly errors: Float64Array;
  /** Difference of x0 and xt. */
  readonly changes: Float64Array;
  /** Sum of squares that noise adds to the change of a pair. */
  readonly noise: number;
}

/**
 * Least share of the change that must be left after the expected noise is subtracted.
 * The estimate of the noise is uncertain by a few per cent, so a smaller rest may be
 * noise.
 */
const LEAST_SIGNAL = 0.2;

/**
 * Computes the errors of a map from each x0 to its xt. White noise of the given levels
 * is subtracted from errors and changes; the map's effect on noise is measured on the
 * frames' unit noise.
 */
export function* mapErrors(
  frames: Frames,
  { linear, offset = 0, region }: ImageMap,
  noise: NoiseLevels,
): Pausable<MapErrors> {
  const { side, count, x0, xt, unitNoise } = frames;
  const size = side * side;
  const cells = regionCells(region, side);
  const [before, after] = [new Float64Array(count), new Float64Array(count)];
  yield* pausingLoop(count, size, (pair) => {
    const image = x0.subarray(pair * size, (pair + 1) * size);
    const other = xt.subarray(pair * size, (pair + 1) * size);
    const mapped = linear(image);
    for (const cell of cells) {
      before[pair] += (image[cell] - other[cell]) ** 2;
      after[pair] += (mapped[cell] + offset - other[cell]) ** 2;
    }
  });
  const images = unitNoise.length / size;
  let [own, mappedNoise] = [0, 0];
  yield* pausingLoop(images, size, (i) => {
    const image = unitNoise.subarray(i * size, (i + 1) * size);
    const mapped = linear(image);
    for (const cell of cells) {
      own += image[cell] ** 2 / images;
      mappedNoise += mapped[cell] ** 2 / images;
    }
  });
  const inChange = own * (noise.x0 ** 2 + noise.xt ** 2);
  const inError = mappedNoise * noise.x0 ** 2 + own * noise.xt ** 2;
  return {
    errors: after.map((value) => value - inError),
    changes: before.map((value) => value - inChange),
    noise: inChange,
  };
}

/**
 * Computes the share of all pairs' change without noise that a map explains, at most 1;
 * 0 if the change is mostly noise.
 */
export function explainedByMap(
  { errors, changes, noise }: MapErrors,
): number {
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const changed = sum(changes);
  if (!(changed > LEAST_SIGNAL * (changed + noise * changes.length))) return 0;
  return 1 - Math.max(0, sum(errors)) / changed;
}

/** Computes the errors if each pair has the best of several maps. */
export function bestOfMaps(maps: readonly MapErrors[]): MapErrors {
  const [{ errors, changes, noise }] = maps;
  return {
    errors: errors.map((_, i) =>
      maps.reduce((least, map) => Math.min(least, map.errors[i]), Infinity)
    ),
    changes,
    noise,
  };
}
