import * as tf from "@tensorflow/tfjs";
import { directLayers } from "../runtime/direct.ts";
import type { LayerKernels, RowDistances } from "../runtime/layer_kernels.ts";
import { emptyTensor, tensorMemory } from "../runtime/tensor_memory.ts";

/**
 * Computes the squared distances of decoded images from the images, row by row: on the
 * tensors' memory if the backend gives access to it, else by operations of tfjs.
 *
 * @param decoded `[3 rows, size]`: decoded from the codes of x0, the codes of xt and
 * the moved codes. The last are compared with xt too.
 * @param images `[2 rows, size]`: x0, then xt; no gradient flows to them.
 * @returns `[3 rows]`.
 */
export function distancesToImages(
  decoded: tf.Tensor2D,
  images: tf.Tensor2D,
): tf.Tensor1D {
  const kernels = directLayers();
  const distances = tf.customGrad((...operands) => {
    const decoded = operands[0] as tf.Tensor2D;
    const save = operands[1] as unknown as tf.GradSaveFunc;
    if (kernels !== undefined) {
      const rows = emptyTensor([decoded.shape[0]]);
      for (const part of parts(decoded, images, rows)) {
        kernels.rowDistances(part);
      }
      save([decoded, images]);
      const gradFunc = (dy: tf.Tensor, [decoded, images]: tf.Tensor[]) =>
        gradientOnMemory(kernels, decoded, images, dy);
      return { value: rows, gradFunc };
    }
    const [, xt] = tf.split<tf.Tensor2D>(images, 2);
    const difference = tf.sub(decoded, tf.concat([images, xt]));
    save([difference]);
    const gradFunc = (dy: tf.Tensor, [difference]: tf.Tensor[]) =>
      tf.mul(difference, tf.expandDims(tf.mul(dy, 2), 1));
    return { value: tf.sum(tf.square(difference), 1), gradFunc };
  });
  return distances(decoded) as tf.Tensor1D;
}

function gradientOnMemory(
  kernels: LayerKernels,
  decoded: tf.Tensor,
  images: tf.Tensor,
  dy: tf.Tensor,
): tf.Tensor {
  const gradient = emptyTensor(decoded.shape);
  const all = tensorMemory(gradient);
  let start = 0;
  for (const part of parts(decoded, images, dy)) {
    const end = start + part.y.length;
    kernels.distanceGradient({ ...part, gradient: all.subarray(start, end) });
    start = end;
  }
  return gradient;
}

/**
 * The operands in two parts: all x0 and xt with their decoded codes, then xt with the
 * decoded moved codes.
 */
function parts(
  decoded: tf.Tensor,
  images: tf.Tensor,
  rows: tf.Tensor,
): readonly RowDistances[] {
  const [y, targets, numbers] = [decoded, images, rows].map(tensorMemory);
  const [size, count] = [targets.length, images.shape[0]];
  return [
    {
      y: y.subarray(0, size),
      targets,
      rows: numbers.subarray(0, count),
    },
    {
      y: y.subarray(size),
      targets: targets.subarray(size / 2),
      rows: numbers.subarray(count),
    },
  ];
}
