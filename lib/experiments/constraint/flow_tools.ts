import type { FlowAxis } from "../../constraint/flow_axis.ts";
import { type Basis, fieldOf } from "../../lie/basis.ts";
import { randomStream } from "../../random/streams.ts";
import type { Pausable } from "../../runtime/pausable.ts";
import { axisOf } from "./lifted_network.ts";
import type { ClassifierKind } from "./classifier_kinds.ts";
import type { ConstraintData } from "./constraint_data.ts";
import { liftImages, moveImages } from "./move_images.ts";
import { type NeighbourGraph, neighbourGraph } from "./neighbour_graph.ts";
import { trainPoseNetwork, type Undoing } from "./pose_network.ts";
import type { UsedFlow } from "./used_flow.ts";

/** Training images as a classifier takes them; see `TrainingSet`. */
export interface TrainingRows {
  readonly rows: Float32Array;
  readonly shape: readonly number[];
  readonly copies: number;
}

/** What classifiers of one flow share; each part is made when it is first asked for. */
export interface FlowTools {
  readonly flow: UsedFlow;
  readonly axis: () => FlowAxis;
  readonly undoing: () => Pausable<Undoing>;
  /** Test images as a classifier of this kind sees them. */
  readonly seen: (
    kind: ClassifierKind,
    images: Float32Array,
  ) => Pausable<Float32Array>;
  readonly trainingRows: (
    kind: ClassifierKind,
    images: Float32Array,
  ) => Pausable<TrainingRows>;
  /** Of the images that labels are spread over, along the flow. */
  readonly graph: (images: Float32Array) => Pausable<NeighbourGraph>;
  readonly dispose: () => void;
}

/** Rows of a training set, at most: 125 MB of MNIST's. Copies of an image, at most. */
const MOST_ROWS = 40_000, MOST_COPIES = 50;

export interface FlowToolsOptions {
  readonly basis: Basis;
  readonly flow: UsedFlow;
  readonly data: ConstraintData;
  readonly poseSteps: number;
  readonly seed: number;
}

/** The tools of one flow. */
export function flowTools(
  { basis, flow, data, poseSteps, seed }: FlowToolsOptions,
): FlowTools {
  const { side, unlabelled } = data;
  const size = side ** 2;
  const along = { basis, alpha: flow.alpha };
  const made: { axis?: FlowAxis; undoing?: Undoing } = {};
  const axis = () => made.axis ??= axisOf(basis, flow);
  function* undoing(): Pausable<Undoing> {
    return made.undoing ??= yield* trainPoseNetwork(unlabelled.pixels, {
      basis,
      flow,
      side,
      steps: poseSteps,
      seed,
    });
  }
  function* movedCopies(
    images: Float32Array,
    per: number,
  ): Pausable<TrainingRows> {
    const count = images.length / size;
    const fitting = Math.floor(MOST_ROWS / (count * per));
    const copies = Math.max(1, Math.min(MOST_COPIES, fitting));
    const stream = randomStream(
      seed,
      "constraint",
      "copies",
      flow.source,
      count,
    );
    const times = Float64Array.from(
      { length: count * copies },
      () => flow.times[Math.floor(stream() * flow.times.length)],
    );
    yield;
    return {
      rows: moveImages(images, side, along, times),
      shape: [size],
      copies,
    };
  }
  return {
    flow,
    axis,
    undoing,
    *seen({ undone }, images) {
      return undone ? yield* (yield* undoing()).undo(images) : images;
    },
    *trainingRows({ backbone, training, undone }, images) {
      const points = backbone === "lifted" ? axis().points.length : 1;
      const moved = training === "moved"
        ? yield* movedCopies(images, points)
        : { rows: images, shape: [size], copies: 1 };
      const rows = undone
        ? yield* (yield* undoing()).undo(moved.rows)
        : moved.rows;
      return points > 1 && rows.length / size * points <= MOST_ROWS
        ? {
          ...moved,
          rows: liftImages(axis(), side)(rows),
          shape: [points, size],
        }
        : { ...moved, rows };
    },
    *graph(images) {
      return yield* neighbourGraph(
        images,
        nearbyViews(images, side, along),
        side,
      );
    },
    dispose: () => made.undoing?.dispose(),
  };
}

/**
 * How far neighbours are looked for along a flow, half-frames, root mean square over
 * the frame: 2.4 pixels of 28, or 12 degrees of a rotation. Twice as far, labels are
 * spread less well: 3.3 % wrong in place of 2.9 %, with 100 labels of MNIST.
 */
const NEARBY = 0.17;

/** The images, and the images moved a little both ways. */
function nearbyViews(
  images: Float32Array,
  side: number,
  along: { readonly basis: Basis; readonly alpha: ArrayLike<number> },
): readonly Float32Array[] {
  const t = NEARBY / meanSpeed(along);
  const count = images.length / side ** 2;
  return [
    images,
    ...[-t, t].map((time) =>
      moveImages(images, side, along, new Float64Array(count).fill(time))
    ),
  ];
}

/** Points per side of the frame at which a field's speed is taken. */
const SPEED_GRID = 15;

/** Root mean square of a field's speed over the frame. */
function meanSpeed(
  { basis, alpha }: {
    readonly basis: Basis;
    readonly alpha: ArrayLike<number>;
  },
): number {
  const field = fieldOf(basis, alpha);
  const at = (i: number) => (2 * i + 1) / SPEED_GRID - 1;
  let sum = 0;
  for (let i = 0; i < SPEED_GRID; i++) {
    for (let j = 0; j < SPEED_GRID; j++) {
      const [x, y] = field(at(i), at(j));
      sum += x * x + y * y;
    }
  }
  return Math.sqrt(sum) / SPEED_GRID;
}
