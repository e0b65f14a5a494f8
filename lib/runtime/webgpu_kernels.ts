import * as tf from "@tensorflow/tfjs";
import type {
  webgpu_util,
  WebGPUBackend,
} from "@tensorflow/tfjs-backend-webgpu";

/** Least inner size that tfjs may split over work groups. */
const SPLIT_FROM = 2000;

let repaired = false;

/**
 * Repairs two kernels of tfjs-backend-webgpu 4.22, once per process:
 * - the product that splits a long inner size is wrong for a transposed b;
 * - a sum of many tensors binds more buffers than a device allows.
 */
export function repairWebGpuKernels(
  { MatMulProgramType }: typeof webgpu_util,
): void {
  if (repaired) return;
  repaired = true;
  for (const name of ["BatchMatMul", "_FusedMatMul"]) {
    replace(name, (stock) => (call) => {
      const { b } = call.inputs as { b: tf.TensorInfo };
      const inner = b.shape.at(-1)!;
      const splits = call.attrs!.transposeB && inner >= SPLIT_FROM;
      return splits
        ? withFlag(
          "WEBGPU_MATMUL_PROGRAM_TYPE",
          MatMulProgramType.MatMulPackedProgram,
          () => stock(call),
        )
        : stock(call);
    });
  }
  replace("AddN", (stock) => (call) => {
    const backend = call.backend as WebGPUBackend;
    const tensors = Object.values(call.inputs) as tf.TensorInfo[];
    const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
    const add = (inputs: tf.TensorInfo[]) =>
      stock({ ...call, inputs: inputs as unknown as tf.NamedTensorInfoMap });
    let sum = add(tensors.slice(0, most)) as tf.TensorInfo;
    for (let i = most; i < tensors.length; i += most - 1) {
      const next = add([sum, ...tensors.slice(i, i + most - 1)]);
      backend.disposeData(sum.dataId);
      sum = next as tf.TensorInfo;
    }
    return sum;
  });
}

function replace(
  kernelName: string,
  around: (stock: tf.KernelFunc) => tf.KernelFunc,
): void {
  const backendName = "webgpu";
  const stock = tf.getKernel(kernelName, backendName).kernelFunc;
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc: around(stock) });
}

function withFlag<T>(flag: string, value: number, run: () => T): T {
  const before = tf.env().getNumber(flag);
  tf.env().set(flag, value);
  try {
    return run();
  } finally {
    tf.env().set(flag, before);
  }
}
