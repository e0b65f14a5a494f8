import * as tf from "@tensorflow/tfjs";
import { exponentialAction } from "../lie/exponential_action.ts";
import {
  actOnLines,
  actOnLinesBackward,
  fillWeights,
  paddedImages,
} from "../lie/line_action.ts";
import {
  combineLines,
  gradientOfAlpha,
  marginOf,
  transposeLines,
} from "../lie/line_generator.ts";
import { type LineSeries, unitOf } from "../lie/line_series.ts";
import { directLines } from "../runtime/direct.ts";
import type { LineKernels, Slots } from "../runtime/line_kernels.ts";
import { emptyTensor, tensorMemory } from "../runtime/tensor_memory.ts";
import { combineStack } from "./latent_flow.ts";
import type { PixelFlow, PixelPlan } from "./pixel_flow.ts";

/**
 * exp(-t_b G_alpha) on every image b, within the frame. Gradients flow to alpha
 * and t, not to the images.
 *
 * @param alpha `[terms]`.
 * @param t `[rows]`.
 * @param images `[rows, frame^2]`.
 * @returns `[rows, frame^2]`.
 */
export function movePixels(
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  plan: PixelPlan,
): tf.Tensor2D {
  const kernels = directLines();
  return kernels === undefined || plan.lines === undefined
    ? moveDensely(flow, alpha, t, images, plan)
    : moveOnLines(kernels, flow, alpha, t, images, plan.lines);
}

/** Moved images, and how fast they move: d/dt of them. */
export interface Motion {
  readonly moved: tf.Tensor2D;
  readonly velocity: tf.Tensor2D;
}

/** As {@link movePixels}, with the derivative in t, and without gradients. */
export function pixelMotion(
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  plan: PixelPlan,
): Motion {
  const kernels = directLines();
  if (kernels !== undefined && plan.lines !== undefined) {
    return motionOnLines(kernels, flow, alpha, t, images, plan.lines);
  }
  const { generator, moved } = actDensely(flow, alpha, t, images, plan);
  const along = tf.matMul(moved, generator, false, true);
  return {
    moved: cropFrame(flow, moved),
    velocity: cropFrame(flow, tf.neg(along) as tf.Tensor2D),
  };
}

function moveDensely(
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  plan: PixelPlan,
): tf.Tensor2D {
  return cropFrame(flow, actDensely(flow, alpha, t, images, plan).moved);
}

/** The dense generator, and the moved images with their margins. */
function actDensely(
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  plan: PixelPlan,
): { readonly generator: tf.Tensor2D; readonly moved: tf.Tensor2D } {
  const generator = combineStack(alpha, flow.dense(), flow.side ** 2);
  const padded = padFrame(flow, images);
  const moved = exponentialAction(generator, t, padded, plan.dense);
  return { generator, moved };
}

/** Puts the margins around the frame: `[rows, frame^2]` to `[rows, side^2]`. */
export function padFrame(flow: PixelFlow, images: tf.Tensor2D): tf.Tensor2D {
  const { source, factor } = flow.margins;
  return tf.mul(tf.gather(images, tf.tensor1d(source), 1), factor);
}

/** Leaves the margin out again: `[rows, side^2]` to `[rows, frame^2]`. */
export function cropFrame(flow: PixelFlow, padded: tf.Tensor2D): tf.Tensor2D {
  const { frame, side } = flow;
  const margin = marginOf(flow.grid.form);
  const square = tf.reshape<tf.Rank.R3>(padded, [-1, side, side]);
  const inside = tf.slice(square, [0, margin, margin], [-1, frame, frame]);
  return tf.reshape(inside, [-1, frame * frame]);
}

function moveOnLines(
  kernels: LineKernels,
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  series: LineSeries,
): tf.Tensor2D {
  if (!tf.engine().isTapeOn()) {
    return tf.tidy(() =>
      motionOnLines(kernels, flow, alpha, t, images, series).moved
    );
  }
  const rows = images.shape[0];
  const action = tf.customGrad((...operands) => {
    const [alpha, t] = operands as tf.Tensor[];
    const save = operands[2] as unknown as tf.GradSaveFunc;
    const work = workTensors(flow, rows, series);
    const out = emptyTensor<tf.Tensor2D>(images.shape);
    const { lines, memory, u } = viewsOf(flow, rows, series, work);
    combineLines(flow.lines, tensorMemory(alpha), unitOf(series), lines);
    load(flow, memory.terms, tensorMemory(images), 0, rows);
    actOnLines(kernels, series, lines, memory, tensorMemory(t), u);
    unload(flow, u, memory.terms.images, tensorMemory(out), 0, rows);
    save([t, work.lines, work.terms, work.weights]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [t, lines, terms, weights] = saved;
      return backward(kernels, flow, series, dy, t, { lines, terms, weights });
    };
    return { value: out, gradFunc };
  });
  return action(alpha, t) as tf.Tensor2D;
}

function backward(
  kernels: LineKernels,
  flow: PixelFlow,
  series: LineSeries,
  dy: tf.Tensor,
  t: tf.Tensor,
  saved: Omit<WorkTensors, "u">,
): tf.Tensor[] {
  const rows = dy.shape[0]!;
  const adjoints = emptyTensor(saved.terms.shape);
  const [du, work] = [0, 1].map(() => emptyTensor(sumShape(flow, rows)));
  const [transposed, out] = [0, 1].map(() => emptyTensor(saved.lines.shape));
  const { lines, memory } = viewsOf(flow, rows, series, { ...saved, u: du });
  const { terms } = memory;
  transposeLines(lines, tensorMemory(transposed));
  spread(flow, tensorMemory(dy), tensorMemory(du), terms.images);
  const gradients = actOnLinesBackward(
    kernels,
    series,
    tensorMemory(transposed),
    memory,
    { ...terms, values: tensorMemory(adjoints) },
    tensorMemory(t),
    tensorMemory(du),
    tensorMemory(work),
    tensorMemory(out),
  );
  const unit = unitOf(series);
  return [
    tf.tensor1d(gradientOfAlpha(flow.lines, gradients.lines, unit)),
    tf.tensor1d(gradients.t),
  ];
}

/** Images that are moved at once where nothing is kept: bounds the memory. */
const CHUNK = 64;

function motionOnLines(
  kernels: LineKernels,
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  series: LineSeries,
): Motion {
  const rows = images.shape[0];
  const chunk = Math.min(CHUNK, rows);
  const work = workTensors(flow, chunk, series);
  const moved = emptyTensor<tf.Tensor2D>(images.shape);
  const velocity = emptyTensor<tf.Tensor2D>(images.shape);
  const { lines, memory, u } = viewsOf(flow, chunk, series, work);
  const { terms, weights } = memory;
  combineLines(flow.lines, tensorMemory(alpha), unitOf(series), lines);
  for (let start = 0; start < rows; start += chunk) {
    const end = Math.min(start + chunk, rows);
    const times = tensorMemory(t).subarray(start, end);
    load(flow, terms, tensorMemory(images), start, end);
    actOnLines(kernels, series, lines, memory, times, u);
    unload(flow, u, terms.images, tensorMemory(moved), start, end);
    fillWeights(weights, series, times, "slope");
    kernels.sum(terms, weights, u);
    unload(flow, u, terms.images, tensorMemory(velocity), start, end);
  }
  tf.dispose({ ...work });
  return { moved, velocity };
}

/** What an action works in, as tensors: where it is, the backend decides. */
interface WorkTensors {
  readonly lines: tf.Tensor;
  readonly terms: tf.Tensor;
  readonly weights: tf.Tensor;
  readonly u: tf.Tensor;
}

function workTensors(
  flow: PixelFlow,
  rows: number,
  series: LineSeries,
): WorkTensors {
  const images = paddedImages(rows);
  const slots = series.terms + 1;
  return {
    lines: emptyTensor([2 * flow.side ** 3]),
    terms: emptyTensor([flow.side ** 2, slots, images]),
    weights: emptyTensor([slots, images]),
    u: emptyTensor(sumShape(flow, rows)),
  };
}

const sumShape = ({ side }: PixelFlow, rows: number): number[] => [
  side ** 2,
  paddedImages(rows),
];

/** Views hold until the next tensor is made. */
function viewsOf(
  flow: PixelFlow,
  rows: number,
  series: LineSeries,
  work: WorkTensors,
) {
  const terms: Slots = {
    values: tensorMemory(work.terms),
    cells: flow.side ** 2,
    slots: series.terms + 1,
    images: paddedImages(rows),
  };
  return {
    lines: tensorMemory(work.lines),
    memory: { terms, weights: tensorMemory(work.weights) },
    u: tensorMemory(work.u),
  };
}

/** The frame's cells within the grid, in the order of the frame. */
function forEachCell(
  { frame, side, grid }: PixelFlow,
  visit: (cell: number, pixel: number) => void,
): void {
  const margin = marginOf(grid.form);
  for (let row = 0; row < frame; row++) {
    for (let column = 0; column < frame; column++) {
      const cell = (row + margin) * side + column + margin;
      visit(cell, row * frame + column);
    }
  }
}

/** Puts images from `start` to `end`, with margins, into slot 0; zeros behind. */
function load(
  flow: PixelFlow,
  { values, cells, slots, images }: Slots,
  from: Float32Array,
  start: number,
  end: number,
): void {
  const pixels = flow.frame ** 2;
  const { source, factor } = flow.margins;
  for (let cell = 0; cell < cells; cell++) {
    const at = cell * slots * images;
    values.fill(0, at, at + images);
    if (factor[cell] === 0) continue;
    for (let row = start; row < end; row++) {
      values[at + row - start] = factor[cell] *
        from[row * pixels + source[cell]];
    }
  }
}

/** Writes the frames of one sum to the rows from `start` to `end`. */
function unload(
  flow: PixelFlow,
  u: Float32Array,
  images: number,
  to: Float32Array,
  start: number,
  end: number,
): void {
  const pixels = flow.frame ** 2;
  forEachCell(flow, (cell, pixel) => {
    const at = cell * images;
    for (let row = start; row < end; row++) {
      to[row * pixels + pixel] = u[at + row - start];
    }
  });
}

/** The opposite of {@link unload}: zeros outside of the frame. */
function spread(
  flow: PixelFlow,
  rows: Float32Array,
  to: Float32Array,
  images: number,
): void {
  const pixels = flow.frame ** 2;
  to.fill(0);
  forEachCell(flow, (cell, pixel) => {
    for (let row = 0; row < rows.length / pixels; row++) {
      to[cell * images + row] = rows[row * pixels + pixel];
    }
  });
}
