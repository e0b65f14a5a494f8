import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { hiddenFilling } from "./fill_hidden.ts";
import { regionCells } from "./region.ts";
import { fillBeyond, type Frames, numbersTo, shownCells } from "./frames.ts";

/**
 * A layer that all images share and that does not move with their content. On every
 * cell, an image is gain * content + offset.
 */
export interface StaticLayer {
  /**
   * Gain and offset per cell, `side^2` values each; the offset is in the frames' units.
   */
  readonly gain: Float32Array;
  readonly offset: Float32Array;
  /** `side^2` values, 1 on the cells of opaque marks, which hide the content. */
  readonly hidden: Uint8Array;
}

/** Makes a layer of gain 1 and offset 0 with given hidden cells. */
export function plainLayer(hidden: Uint8Array): StaticLayer {
  return {
    gain: new Float32Array(hidden.length).fill(1),
    offset: new Float32Array(hidden.length),
    hidden,
  };
}

/** Combines a layer with the layer that remains in the content under it. */
export function composed(
  { gain, offset, hidden }: StaticLayer,
  under: Pick<StaticLayer, "gain" | "offset">,
): StaticLayer {
  return {
    gain: gain.map((value, cell) => value * under.gain[cell]),
    offset: offset.map((value, cell) =>
      value + gain[cell] * under.offset[cell]
    ),
    hidden,
  };
}

/**
 * Normalises a layer so that its gain has the mean 1 on the compared cells. A gain that
 * all cells share belongs to the content.
 */
export function withMeanGain(
  { gain, ...rest }: StaticLayer,
  frames: Pick<Frames, "region" | "side">,
): StaticLayer {
  const shown = shownCells({ ...frames, hidden: rest.hidden });
  const mean = shown.reduce((sum, cell) => sum + gain[cell], 0) /
    Math.max(shown.length, 1);
  return { ...rest, gain: gain.map((value) => value / mean) };
}

/**
 * Computes the content of frames under a layer. Hidden cells are filled from
 * neighbouring cells, and are not compared.
 */
export function* withoutLayer<Some extends Frames>(
  frames: Some,
  { gain, offset, hidden }: StaticLayer,
): Pausable<Some> {
  const { side, region, surroundings } = frames;
  const size = side * side;
  const cells = regionCells(region, side);
  const inside = new Set(cells);
  const outside = numbersTo(size).filter((cell) => !inside.has(cell));
  const fill = hiddenFilling(hidden, side, cells);
  const cleaned: Float32Array[] = [];
  for (const stack of [frames.x0, frames.xt]) {
    const out = stack.slice();
    yield* pausingLoop(out.length / size, size, (i) => {
      const start = i * size;
      const image = out.subarray(start, start + size);
      for (const cell of cells) {
        image[cell] = (image[cell] - offset[cell]) / gain[cell];
      }
      fill(image);
      for (const cell of outside) image[cell] = NaN;
    });
    yield* fillBeyond(out, frames, surroundings, 0);
    cleaned.push(out);
  }
  const [x0, xt] = cleaned;
  return {
    ...frames,
    x0,
    xt,
    ...hidden.includes(1) && { hidden },
  };
}
