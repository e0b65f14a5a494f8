import {
  type Kernel,
  kernels,
  sampleAt,
  sampledImage,
} from "../images/kernels.ts";
import type { Pausable } from "../runtime/pausable.ts";
import type { FiniteMap } from "./finite_map.ts";
import type { Frames } from "./frames.ts";
import { explainedByMap, type ImageMap, mapErrors } from "./map_errors.ts";
import type { NoiseLevels } from "./noise_level.ts";

/** Lengths of the shifts that are tried, in pixels of the images. */
const STEPS = [
  { pixels: 0.5, words: "half a pixel" },
  { pixels: 1, words: "one pixel" },
];

/** Directions of the shifts; the x axis points to the right, the y axis down. */
const DIRECTIONS = [
  { x: 1, y: 0, words: "along x (to the right)" },
  { x: -1, y: 0, words: "along x (to the left)" },
  { x: 0, y: 1, words: "along y (down)" },
  { x: 0, y: -1, words: "along y (up)" },
  { x: 1, y: 1, words: "along x and y (to the right and down)" },
  { x: -1, y: 1, words: "along x and y (to the left and down)" },
  { x: 1, y: -1, words: "along x and y (to the right and up)" },
  { x: -1, y: -1, words: "along x and y (to the left and up)" },
];

/** Interpolations that a shift by a fraction of a cell may have been made with. */
const KERNELS: readonly Kernel[] = [
  kernels["cubic-spline"],
  kernels.bicubic,
  kernels.bilinear,
];

/**
 * Number of cells along the images' edge that are not compared, because other content
 * moves in there.
 */
const MARGIN = 3;

/**
 * Computes the shares of the change that constant shifts explain, each with the best
 * interpolation.
 */
export function* shiftMaps(
  frames: Frames,
  noise: NoiseLevels,
  pixelsPerCell: number,
): Pausable<FiniteMap[]> {
  const maps: FiniteMap[] = [];
  for (const step of STEPS) {
    const cells = step.pixels / pixelsPerCell;
    const tried = Number.isInteger(cells) ? [kernels.bilinear] : KERNELS;
    for (const direction of DIRECTIONS) {
      const shares: number[] = [];
      for (const kernel of tried) {
        const map = shifted(
          frames,
          kernel,
          direction.x * cells,
          direction.y * cells,
        );
        shares.push(explainedByMap(yield* mapErrors(frames, map, noise)));
      }
      maps.push({
        kind: "shift",
        statement:
          `xt is x0 shifted by ${step.words} ${direction.words}, alike in all pairs`,
        choices: 1,
        explained: Math.max(...shares),
      });
    }
  }
  return maps;
}

/** The map that moves content by (dx, dy) cells. */
function shifted(
  { side, region }: Frames,
  kernel: Kernel,
  dx: number,
  dy: number,
): ImageMap {
  const compared = {
    left: region.left + MARGIN,
    right: region.right - MARGIN,
    top: region.top + MARGIN,
    bottom: region.bottom - MARGIN,
  };
  const out = new Float32Array(side * side), buffer = out.slice();
  const sample = { value: 0, dx: 0, dy: 0 };
  const linear = (image: Float32Array) => {
    const sampled = sampledImage(kernel, image, side, side, buffer);
    for (let row = compared.top; row <= compared.bottom; row++) {
      for (let column = compared.left; column <= compared.right; column++) {
        sampleAt(sampled, column - dx, row - dy, sample);
        out[row * side + column] = sample.value;
      }
    }
    return out;
  };
  return { linear, region: compared };
}
