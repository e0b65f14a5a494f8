import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { movable, type MovablePairs } from "#lib/matching/movable.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import type { WorkingPairs } from "#lib/detection/working_pairs.ts";
import type { Flow } from "#lib/images/warp.ts";
import {
  type RandomStream,
  randomStream,
  standardNormal,
} from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

/** A value at every point (x, y), in half-frames. */
export type Scene = (x: number, y: number) => number;

/** A few Gaussian blobs in the middle of the frame, about 0 at its edge. */
export function blobScene(stream: RandomStream): Scene {
  const peaks = Array.from({ length: 4 }, () => ({
    x: stream() - 0.5,
    y: stream() - 0.5,
    width: 0.15 + 0.08 * stream(),
    height: 0.3 + 0.7 * stream(),
  }));
  return (x, y) =>
    peaks.reduce((sum, peak) => {
      const r2 = (x - peak.x) ** 2 + (y - peak.y) ** 2;
      return sum + peak.height * Math.exp(-r2 / (2 * peak.width ** 2));
    }, 0);
}

/**
 * Waves that continue beyond the frame, some longer than it is wide and some shorter.
 */
export function waveScene(stream: RandomStream): Scene {
  const waves = Array.from({ length: 5 }, () => ({
    kx: 8 * (stream() - 0.5),
    ky: 8 * (stream() - 0.5),
    phase: 2 * Math.PI * stream(),
  }));
  return (x, y) =>
    waves.reduce(
      (sum, { kx, ky, phase }) => sum + Math.cos(kx * x + ky * y + phase) / 10,
      0.5,
    );
}

/** A scene on the cells of a square frame, after its content moved by t. */
export function drawn(
  scene: Scene,
  size: number,
  flow: Flow = (_t, x, y) => [x, y],
  t = 0,
): Float32Array {
  return Float32Array.from({ length: size * size }, (_, i) => {
    const x = (i % size - (size - 1) / 2) / (size / 2);
    const y = (Math.floor(i / size) - (size - 1) / 2) / (size / 2);
    return scene(...flow(-t, x, y));
  });
}

/** Options of pairs of scenes. */
export interface MovedOptions {
  readonly size?: number;
  readonly scene?: (stream: RandomStream) => Scene;
  /** Standard deviation of the noise added to every pixel of both images. */
  readonly noise?: number;
  readonly seed?: number;
}

/**
 * Pairs made without interpolation: the scene is moved, not its pixels.
 *
 * @param t One per pair.
 */
export function movedPairs(
  flow: Flow,
  t: ArrayLike<number>,
  { size = 16, scene = blobScene, noise = 0, seed = 0 }: MovedOptions = {},
): Pairs {
  const stream = randomStream(seed, "scenes");
  const gauss = standardNormal(randomStream(seed, "noise"));
  const x0 = new Float32Array(t.length * size * size);
  const xt = new Float32Array(x0.length);
  for (let i = 0; i < t.length; i++) {
    const one = scene(stream);
    x0.set(drawn(one, size), i * size * size);
    xt.set(drawn(one, size, flow, t[i]), i * size * size);
  }
  for (const images of noise > 0 ? [x0, xt] : []) {
    for (let i = 0; i < images.length; i++) images[i] += noise * gauss();
  }
  return { count: t.length, height: size, width: size, channels: 1, x0, xt };
}

/** t drawn from a uniform distribution. */
export function drawnT(count: number, low: number, high: number): Float64Array {
  const stream = randomStream(0, "t of scenes");
  return Float64Array.from(
    { length: count },
    () => low + (high - low) * stream(),
  );
}

/** All pairs, in the form that detection works on. */
export async function workingOf(
  pairs: Pairs,
): Promise<{ readonly pairs: WorkingPairs; readonly images: MovablePairs }> {
  const working = await readPairs(memoryStacks(pairs), pairs.count, 0);
  return { pairs: working, images: runAtOnce(movable(working)) };
}

/** Pearson's correlation of two lists. */
export function correlation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  const mean = (list: ArrayLike<number>) =>
    Array.from(list).reduce((sum, value) => sum + value, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
