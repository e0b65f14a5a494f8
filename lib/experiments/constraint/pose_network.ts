import { createMlp } from "../../model/mlp.ts";
import { randomStream } from "../../random/streams.ts";
import type { Basis } from "../../lie/basis.ts";
import { largestMagnitude } from "../../lie/coefficients.ts";
import type { Pausable } from "../../runtime/pausable.ts";
import { mlpNetwork } from "./mlp_network.ts";
import { fitNetwork, meanSquaredError, outputsOf } from "./fit_network.ts";
import { moveImages } from "./move_images.ts";
import type { UsedFlow } from "./used_flow.ts";

/** Estimates the t of images, and moves them back. */
export interface Undoing {
  /** Estimates the t of each image, in the unit generator's time. */
  readonly timesOf: (images: Float32Array) => Pausable<Float64Array>;
  /** Moves each image back by its t. */
  readonly undo: (images: Float32Array) => Pausable<Float32Array>;
  readonly dispose: () => void;
}

export interface PoseOptions {
  readonly basis: Basis;
  readonly flow: UsedFlow;
  /** Cells per side of an image. */
  readonly side: number;
  readonly steps: number;
  readonly seed: number;
}

/** Sizes of the hidden layers of the pose network. */
const HIDDEN = [96, 64];

/** Number of moved copies per image, and of images per step. */
const COPIES = 4, BATCH = 128;

/**
 * Largest factor of the t of the pairs that training t are drawn from; factors are
 * uniform up to this.
 */
const WIDER = 1.1;

/**
 * Trains a network that estimates the t of a single image, without labels. Upright
 * unlabelled images are moved by t that are drawn from those of the pairs, and the
 * network learns these t. If the flow has a period, it learns the cosine and the sine of
 * 2 pi t / period.
 *
 * @param images Unlabelled, upright, `count * side^2` values.
 */
export function* trainPoseNetwork(
  images: Float32Array,
  { basis, flow, side, steps, seed }: PoseOptions,
): Pausable<Undoing> {
  const size = side ** 2;
  const code = poseCode(flow);
  const network = mlpNetwork(
    createMlp(
      [size, ...HIDDEN, code.outputs],
      randomStream(seed, "constraint", "pose", flow.source),
    ),
  );
  const stream = randomStream(seed, "constraint", "pose times", flow.source);
  const along = { basis, alpha: flow.alpha };
  const count = images.length / size * COPIES;
  const times = Float64Array.from({ length: count }, () => {
    const t = flow.times[Math.floor(stream() * flow.times.length)];
    return t * (1 + (WIDER - 1) * stream());
  });
  yield* fitNetwork(network, {
    rows: moveImages(images, side, along, times),
    shape: [size],
    copies: 1,
    targets: Float32Array.from(
      { length: count * code.outputs },
      (_, i) =>
        code.encode(times[Math.floor(i / code.outputs)])[i % code.outputs],
    ),
    outputs: code.outputs,
  }, { loss: meanSquaredError, steps, batch: BATCH, stream });
  function* timesOf(rows: Float32Array): Pausable<Float64Array> {
    const said = yield* outputsOf(network, rows, size);
    return Float64Array.from(
      { length: rows.length / size },
      (_, i) => code.decode(said.subarray(i * code.outputs)),
    );
  }
  return {
    timesOf,
    *undo(rows) {
      const back = (yield* timesOf(rows)).map((t) => -t);
      return moveImages(rows, side, along, back);
    },
    dispose: network.dispose,
  };
}

/** The encoding of t in a network's outputs. */
interface PoseCode {
  readonly outputs: number;
  readonly encode: (t: number) => readonly number[];
  readonly decode: (outputs: ArrayLike<number>) => number;
}

function poseCode({ times, period }: UsedFlow): PoseCode {
  if (period !== undefined) {
    const angle = 2 * Math.PI / period;
    return {
      outputs: 2,
      encode: (t) => [Math.cos(angle * t), Math.sin(angle * t)],
      decode: (outputs) => Math.atan2(outputs[1], outputs[0]) / angle,
    };
  }
  const scale = WIDER * largestMagnitude(times);
  return {
    outputs: 1,
    encode: (t) => [t / scale],
    decode: (outputs) => scale * Math.min(1, Math.max(-1, outputs[0])),
  };
}
