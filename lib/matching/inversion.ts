import type { Pausable } from "../runtime/pausable.ts";
import type { FiniteMap } from "./finite_map.ts";
import type { Frames } from "./frames.ts";
import { regionCells } from "./region.ts";
import { explainedByMap, mapErrors } from "./map_errors.ts";
import type { NoiseLevels } from "./noise_level.ts";

/**
 * Computes the share of the change that the inverted image, c - x0 with one c for all
 * pairs, explains.
 */
export function* inversion(
  frames: Frames,
  noise: NoiseLevels,
): Pausable<FiniteMap> {
  const { count, region, side, x0, xt } = frames;
  const size = side * side;
  const cells = regionCells(region, side);
  let sum = 0;
  for (let start = 0; start < x0.length; start += size) {
    for (const cell of cells) sum += x0[start + cell] + xt[start + cell];
  }
  const out = new Float32Array(size);
  const linear = (image: Float32Array) => {
    for (let cell = 0; cell < out.length; cell++) out[cell] = -image[cell];
    return out;
  };
  const map = { linear, offset: sum / (count * cells.length), region };
  return {
    kind: "inversion",
    statement: "xt is x0 inverted (bright and dark exchanged)",
    choices: 1,
    explained: explainedByMap(yield* mapErrors(frames, map, noise)),
  };
}
