import type { FlowAxis } from "../../constraint/flow_axis.ts";
import type { Basis } from "../../lie/basis.ts";
import { randomStream } from "../../random/streams.ts";
import type { Pausable } from "../../runtime/pausable.ts";
import { axisOf } from "./lifted_network.ts";
import type { ClassifierKind } from "./classifier_kinds.ts";
import type { ConstraintData } from "./constraint_data.ts";
import { liftImages, moveImages } from "./move_images.ts";
import { nearbyViews } from "./nearby_views.ts";
import { type NeighbourGraph, neighbourGraph } from "./neighbour_graph.ts";
import { trainPoseNetwork, type Undoing } from "./pose_network.ts";
import type { UsedFlow } from "./used_flow.ts";

/** Training images in the format of a classifier; see `TrainingSet`. */
export interface TrainingRows {
  readonly rows: Float32Array;
  readonly shape: readonly number[];
  readonly copies: number;
}

/** The parts that classifiers of one flow share; each is computed at its first use. */
export interface FlowTools {
  readonly flow: UsedFlow;
  readonly axis: () => FlowAxis;
  readonly undoing: () => Pausable<Undoing>;
  /** Converts test images to the input of a classifier of this kind. */
  readonly seen: (
    kind: ClassifierKind,
    images: Float32Array,
  ) => Pausable<Float32Array>;
  readonly trainingRows: (
    kind: ClassifierKind,
    images: Float32Array,
  ) => Pausable<TrainingRows>;
  /** Computes the graph, along the flow, of the images that labels are spread over. */
  readonly graph: (images: Float32Array) => Pausable<NeighbourGraph>;
  readonly dispose: () => void;
}

/**
 * Largest number of rows of a training set (125 MB for MNIST), and of copies per image.
 */
const MOST_ROWS = 40_000, MOST_COPIES = 50;

export interface FlowToolsOptions {
  readonly basis: Basis;
  readonly flow: UsedFlow;
  readonly data: ConstraintData;
  readonly poseSteps: number;
  readonly seed: number;
}

/** Prepares the shared parts of classifiers of one flow. */
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
    const path = ["constraint", "copies", flow.source, count];
    const stream = randomStream(seed, ...path);
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
  function* trainingRows(
    { backbone, training, undone }: ClassifierKind,
    images: Float32Array,
  ): Pausable<TrainingRows> {
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
  }
  const rowsMade = rememberedBy<TrainingRows>();
  const seenMade = rememberedBy<Float32Array>();
  return {
    flow,
    axis,
    undoing,
    *seen({ undone }, images) {
      if (!undone) return images;
      return yield* seenMade(images, "undone", function* () {
        return yield* (yield* undoing()).undo(images);
      });
    },
    trainingRows(kind, images) {
      const { backbone, training, undone } = kind;
      const key = JSON.stringify([backbone === "lifted", training, undone]);
      return rowsMade(images, key, () => trainingRows(kind, images));
    },
    *graph(images) {
      const views = nearbyViews(images, side, along);
      return yield* neighbourGraph(images, views, side);
    },
    dispose: () => made.undoing?.dispose(),
  };
}

/** Caches a result per array of images, as long as the array exists. */
function rememberedBy<Made>() {
  const store = new WeakMap<Float32Array, Map<string, Made>>();
  return function* (
    images: Float32Array,
    key: string,
    make: () => Pausable<Made>,
  ): Pausable<Made> {
    const own = store.get(images) ?? new Map<string, Made>();
    store.set(images, own);
    const made = own.get(key) ?? (yield* make());
    own.set(key, made);
    return made;
  };
}
