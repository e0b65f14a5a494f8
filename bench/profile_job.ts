import * as tf from "@tensorflow/tfjs";
import { gatherImages } from "#lib/datasets/gather_images.ts";
import {
  directAdam,
  directLayers,
  directLines,
  directProduct,
  setDirect,
} from "#lib/runtime/direct.ts";
import {
  type KernelCall,
  kernelOf,
  type KernelRow,
  kernelRows,
} from "./kernel_rows.ts";
import { plainStep } from "./plain_step.ts";
import { loadStep } from "./step_job.ts";

export interface ProfileRequest {
  /** Path of the folder with the training state. */
  readonly folder: string;
  readonly batch: number;
}

/** Times of the parts of a step; all numbers are for one step. */
export interface ProfileReply {
  /** The whole loss of the step, equal for all profiles of the same step. */
  readonly loss: number;
  /** Number of profiled steps. */
  readonly steps: number;
  /** Time of the whole step. */
  readonly ms: number;
  /** Times of tfjs's kernels. */
  readonly kernels: readonly KernelRow[];
  /** Times of this project's kernels that work on the tensors' memory. */
  readonly beside: readonly KernelRow[];
}

/** Total time for which steps are repeated; there is at least one. */
const LEAST_MS = 2000;

/** Profiles the trainer's own step, on the project's kernels. */
export async function profileTrainer(
  { folder, batch }: ProfileRequest,
): Promise<ProfileReply> {
  const { trainer, restore } = await loadStep(folder, batch);
  return await profiled(restore, () => trainer.advance().total);
}

/** Profiles the step in its simplest implementation. */
export async function profilePlainStep(
  { folder, batch }: ProfileRequest,
): Promise<ProfileReply> {
  const { trainer, pairs, plan, restore } = await loadStep(folder, batch);
  const size = pairs.x0.length / batch;
  const order = Uint32Array.from(plan.order);
  const x0 = gatherImages(pairs.x0, size, order);
  const xt = gatherImages(pairs.xt, size, order);
  const all = trainer.state.taught?.t.dataSync<"float32">();
  const matched = all && gatherImages(all, 1, order);
  return await profiled(
    restore,
    plainStep(trainer, { ...pairs, x0, xt }, plan, matched),
  );
}

async function profiled(
  restore: () => void,
  step: () => number,
): Promise<ProfileReply> {
  // tfjs would otherwise read every result once more, to check it for NaN.
  tf.env().set("CHECK_COMPUTATION_FOR_ERRORS", false);
  restore();
  const loss = step();
  const beside = timeKernelsBeside();
  const calls: KernelCall[] = [];
  let ms = 0, steps = 0;
  do {
    restore();
    const { kernels } = await tf.profile(() => {
      const start = performance.now();
      step();
      ms += performance.now() - start;
    });
    calls.push(...kernels);
    steps++;
  } while (ms < LEAST_MS);
  const perStep = (row: KernelRow): KernelRow => ({
    name: row.name,
    calls: row.calls / steps,
    ms: row.ms / steps,
    bytes: row.bytes / steps,
  });
  return {
    loss,
    steps,
    ms: ms / steps,
    kernels: kernelRows(calls, kernelOf(tf.getBackend())).map(perStep),
    beside: beside.filter(({ calls }) => calls > 0).map(perStep)
      .toSorted((a, b) => b.ms - a.ms),
  };
}

/** Starts to add up the time of kernels that tf.profile does not see. */
function timeKernelsBeside(): KernelRow[] {
  const rows: { -readonly [key in keyof KernelRow]: KernelRow[key] }[] = [];
  const timed = <Args extends unknown[]>(
    name: string,
    kernel: (...args: Args) => void,
  ) => {
    const row = { name, calls: 0, ms: 0, bytes: 0 };
    rows.push(row);
    return (...args: Args): void => {
      const start = performance.now();
      kernel(...args);
      row.ms += performance.now() - start;
      row.calls++;
    };
  };
  const [product, adam] = [directProduct(), directAdam()];
  const [lines, layers] = [directLines(), directLayers()];
  if (product) {
    setDirect({
      product: timed("gradients and latent action, product", product),
    });
  }
  if (layers) {
    setDirect({
      layers: {
        product: timed(
          "layers, product with bias and activation",
          layers.product,
        ),
        activationGradient: timed(
          "layers, gradient of activations, and sums",
          layers.activationGradient,
        ),
        normalise: timed("layers, normalisation", layers.normalise),
        normaliseGradient: timed(
          "layers, gradient of normalisation",
          layers.normaliseGradient,
        ),
        rowDistances: timed("reconstructions, distances", layers.rowDistances),
        distanceGradient: timed(
          "reconstructions, gradient",
          layers.distanceGradient,
        ),
      },
    });
  }
  if (adam) setDirect({ adam: timed("Adam", adam) });
  if (lines) {
    setDirect({
      lines: {
        multiply: timed("pixel action, product with lines", lines.multiply),
        outer: timed("pixel action, gradient of lines", lines.outer),
        sum: timed("pixel action, sum of terms", lines.sum),
      },
    });
  }
  return rows;
}
