import type * as tfjs from "@tensorflow/tfjs";
import type { FlowAxis } from "./flow_axis.ts";
import { layerMotions } from "./motion.ts";
import type { Tfjs } from "../runtime/tfjs_types.ts";

/** Direction and layout of the motions of an axis's points. */
export type MotionLayout =
  /** S(tau_i), one below the other: `[points * cells, cells]`. */
  | "forth"
  /** S(-tau_i), one beside the other: `[cells, points * cells]`. */
  | "back beside";

/** A tensor of motions that layers share; each of them releases it once. */
export interface SharedMotions {
  readonly tensor: tfjs.Tensor2D;
  readonly release: () => void;
}

interface Held {
  readonly tensor: tfjs.Tensor2D;
  users: number;
}

const stores = new WeakMap<Tfjs, Map<string, Held>>();

/** Makes the motions of an axis as a tensor, which is shared by equal requests. */
export function sharedMotions(
  tf: Tfjs,
  axis: FlowAxis,
  side: number,
  layout: MotionLayout,
): SharedMotions {
  const store = stores.get(tf) ?? new Map<string, Held>();
  stores.set(tf, store);
  const key = JSON.stringify([axis, side, layout, tf.getBackend()]);
  const held = store.get(key) ??
    { tensor: tf.keep(motionTensor(tf, axis, side, layout)), users: 0 };
  store.set(key, held);
  held.users++;
  return {
    tensor: held.tensor,
    release() {
      if (--held.users > 0) return;
      store.delete(key);
      held.tensor.dispose();
    },
  };
}

/** Makes the motions of an axis as a new tensor, which the caller disposes of. */
export function motionTensor(
  tf: Tfjs,
  axis: FlowAxis,
  side: number,
  layout: MotionLayout | "back",
): tfjs.Tensor2D {
  const cells = side ** 2, points = axis.points.length;
  const times = axis.points.map((t) => layout === "forth" ? t : -t);
  const below = layerMotions(axis, side, times);
  return layout === "back beside"
    ? tf.tensor2d(beside(below, points, cells), [cells, points * cells])
    : tf.tensor2d(below, [points * cells, cells]);
}

function beside(
  below: Float32Array,
  points: number,
  cells: number,
): Float32Array {
  const out = new Float32Array(below.length);
  for (let k = 0; k < points; k++) {
    for (let row = 0; row < cells; row++) {
      const from = (k * cells + row) * cells;
      out.set(below.subarray(from, from + cells), (row * points + k) * cells);
    }
  }
  return out;
}
