import type { FlowAxis } from "./flow_axis.ts";
import { channelsOf, gridOf, sizeOf } from "./layer_tools.ts";
import { motionTensor } from "./shared_motions.ts";
import type {
  Tensor,
  Tensor2D,
  Tensor3D,
  Tfjs,
} from "../runtime/tfjs_types.ts";

/**
 * Moves images to all points of the flow, S(tau)^-1 x, as a lifted layer does. A
 * training set can so be moved once; a training step then costs as many plain steps as
 * there are points.
 *
 * @param axes The generators; the points of the last axis are innermost.
 * @param images `[batch, side^2 * channels]`, channels innermost.
 * @param side Cells per side of an image.
 * @returns `[batch, points, side^2 * channels]`; to be disposed by the caller.
 */
export function moveToPoints(
  tf: Tfjs,
  axes: readonly FlowAxis[],
  images: Tensor2D,
  side: number,
): Tensor3D {
  const [batch, row] = images.shape;
  const channels = channelsOf("moveToPoints", row, side);
  const cells = side ** 2, points = sizeOf(gridOf(axes));
  return tf.tidy(() => {
    let moved: Tensor = images.reshape([batch, cells, channels])
      .transpose([0, 2, 1]);
    for (const axis of axes) {
      moved = moved.reshape<Tensor2D>([-1, cells])
        .matMul(motionTensor(tf, axis, side, "back"), false, true);
    }
    return moved.reshape([batch, channels, points, cells])
      .transpose([0, 2, 3, 1])
      .reshape([batch, points, row]);
  });
}
