import * as tf from "@tensorflow/tfjs";
import { exponentialAction } from "./exponential_action.ts";
import {
  actOnLines,
  actOnLinesBackward,
  paddedImages,
} from "../lie/line_action.ts";
import {
  combineLines,
  gradientOfAlpha,
  marginOf,
  transposeLines,
} from "../lie/line_generator.ts";
import { cutFor, type LineSeries, unitOf } from "../lie/line_series.ts";
import { directLines } from "../runtime/direct.ts";
import type { LineKernels, Slots } from "../runtime/line_kernels.ts";
import { emptyTensor, tensorMemory } from "../runtime/tensor_memory.ts";
import { combineStack } from "./latent_flow.ts";
import type { PixelFlow, PixelPlan } from "./pixel_flow.ts";

/**
 * Applies exp(-t_b G_alpha) to every image b, within the frame. Gradients flow to alpha
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

function moveDensely(
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  plan: PixelPlan,
): tf.Tensor2D {
  const generator = combineStack(alpha, flow.dense(), flow.side ** 2);
  const padded = padFrame(flow, images);
  const moved = exponentialAction(generator, t, padded, plan.dense);
  return cropFrame(flow, moved);
}

/** Adds the margins around the frame: `[rows, frame^2]` to `[rows, side^2]`. */
export function padFrame(flow: PixelFlow, images: tf.Tensor2D): tf.Tensor2D {
  const { source, factor } = flow.margins;
  return tf.mul(tf.gather(images, tf.tensor1d(source), 1), factor);
}

/** Removes the margins: `[rows, side^2]` to `[rows, frame^2]`. */
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
      moveWithoutGradients(kernels, flow, alpha, t, images, series)
    );
  }
  const action = tf.customGrad((...operands) => {
    const [alpha, t] = operands as tf.Tensor[];
    const save = operands[2] as unknown as tf.GradSaveFunc;
    const out = emptyTensor<tf.Tensor2D>(images.shape);
    const lines = linesOf(flow, alpha, series);
    const groups = groupsOf(
      tensorMemory(t),
      series,
      series.kind === "taylor" ? images.shape[0] : TRAINED_GROUP,
    );
    const works = groups.map((group) => {
      const work = workTensors(flow, group);
      const { memory, u } = viewsOf(flow, group, work);
      gatherWithMargins(flow, memory.terms, tensorMemory(images), group.rows);
      actOnLines(
        kernels,
        group.series,
        tensorMemory(lines),
        memory,
        group.times,
        u,
      );
      crop(flow, u, memory.terms.images, tensorMemory(out), group.rows);
      return work;
    });
    save([lines, ...works.flatMap(({ terms, weights }) => [terms, weights])]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
      backward(kernels, flow, groups, dy, saved);
    return { value: out, gradFunc };
  });
  return action(alpha, t) as tf.Tensor2D;
}

/**
 * Computes the gradients of alpha and t.
 *
 * @param saved The lines, and the terms and weights of each group.
 */
function backward(
  kernels: LineKernels,
  flow: PixelFlow,
  groups: readonly Group[],
  dy: tf.Tensor,
  [lines, ...works]: tf.Tensor[],
): tf.Tensor[] {
  const t = new Float32Array(dy.shape[0]!);
  const sum = new Float32Array(2 * flow.side ** 3);
  const [transposed, out] = [0, 1].map(() => linesTensor(flow));
  transposeLines(tensorMemory(lines), tensorMemory(transposed));
  groups.forEach((group, i) => {
    const { rows, series, times } = group;
    const [terms, weights] = works.slice(2 * i, 2 * i + 2);
    const adjoints = emptyTensor(terms.shape);
    const [du, work] = [0, 1].map(() => emptyTensor(sumShape(flow, rows)));
    const { memory, u } = viewsOf(flow, group, { terms, weights, u: du });
    scatter(flow, tensorMemory(dy), u, memory.terms.images, rows);
    const gradients = actOnLinesBackward(
      kernels,
      series,
      tensorMemory(transposed),
      memory,
      { ...memory.terms, values: tensorMemory(adjoints) },
      times,
      u,
      tensorMemory(work),
      tensorMemory(out),
    );
    for (let k = 0; k < sum.length; k++) sum[k] += gradients.lines[k];
    rows.forEach((row, image) => t[row] = gradients.t[image]);
  });
  // All series of a batch have the same kind and radius.
  const unit = unitOf(groups[0].series);
  const alpha = gradientOfAlpha(flow.lines, sum, unit);
  return [tf.tensor1d(alpha), tf.tensor1d(t)];
}

/**
 * Images that one series moves. It has the terms that the largest |t| of them needs.
 */
interface Group {
  readonly rows: Uint32Array;
  /** One t per image. */
  readonly times: Float32Array;
  readonly series: LineSeries;
}

/**
 * Number of images per group, with and without gradients. Few images of a batch have a
 * large |t|, and the others need fewer terms of Chebyshev's series; but the overhead
 * per product forbids smaller groups. Without gradients, a group's terms are freed
 * before the next group, so its size bounds the memory.
 */
const TRAINED_GROUP = 16, MOVED_GROUP = 24;

/** Divides the images into groups of similar |t|, the largest |t| first. */
function groupsOf(
  t: Float32Array,
  series: LineSeries,
  size: number,
): readonly Group[] {
  const order = Uint32Array.from(t.keys())
    .sort((a, b) => Math.abs(t[b]) - Math.abs(t[a]));
  const groups: Group[] = [];
  for (let start = 0; start < order.length; start += size) {
    const rows = order.subarray(start, start + size);
    const times = Float32Array.from(rows, (row) => t[row]);
    groups.push({ rows, times, series: cutFor(series, Math.abs(times[0])) });
  }
  return groups;
}

function moveWithoutGradients(
  kernels: LineKernels,
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  series: LineSeries,
): tf.Tensor2D {
  const moved = emptyTensor<tf.Tensor2D>(images.shape);
  const lines = linesOf(flow, alpha, series);
  for (const group of groupsOf(tensorMemory(t), series, MOVED_GROUP)) {
    const { rows, times, series } = group;
    const work = workTensors(flow, group);
    const { memory, u } = viewsOf(flow, group, work);
    gatherWithMargins(flow, memory.terms, tensorMemory(images), rows);
    actOnLines(kernels, series, tensorMemory(lines), memory, times, u);
    crop(flow, u, memory.terms.images, tensorMemory(moved), rows);
    tf.dispose({ ...work });
  }
  lines.dispose();
  return moved;
}

/** Memory of an action as tensors, which the backend allocates. */
interface WorkTensors {
  readonly terms: tf.Tensor;
  readonly weights: tf.Tensor;
  readonly u: tf.Tensor;
}

function workTensors(flow: PixelFlow, { rows, series }: Group): WorkTensors {
  const images = paddedImages(rows.length);
  const slots = series.terms + 1;
  return {
    terms: emptyTensor([flow.side ** 2, slots, images]),
    weights: emptyTensor([slots, images]),
    u: emptyTensor(sumShape(flow, rows)),
  };
}

const linesTensor = ({ side }: PixelFlow): tf.Tensor =>
  emptyTensor([2 * side ** 3]);

/** Computes B = unit G_alpha, in the unit of a series. */
function linesOf(
  flow: PixelFlow,
  alpha: tf.Tensor,
  series: LineSeries,
): tf.Tensor {
  const lines = linesTensor(flow);
  combineLines(
    flow.lines,
    tensorMemory(alpha),
    unitOf(series),
    tensorMemory(lines),
  );
  return lines;
}

const sumShape = ({ side }: PixelFlow, rows: Uint32Array): number[] => [
  side ** 2,
  paddedImages(rows.length),
];

/**
 * Returns views of the tensors' memory, which are valid until the next tensor is made.
 */
function viewsOf(
  flow: PixelFlow,
  { rows, series }: Group,
  work: WorkTensors,
) {
  const terms: Slots = {
    values: tensorMemory(work.terms),
    cells: flow.side ** 2,
    slots: series.terms + 1,
    images: paddedImages(rows.length),
  };
  return {
    memory: { terms, weights: tensorMemory(work.weights) },
    u: tensorMemory(work.u),
  };
}

/**
 * Calls `visit` for every cell of the frame, with its index in the grid and in the
 * frame.
 */
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

/**
 * Copies the images of the rows, with margins, into slot 0; the padding images are 0.
 */
function gatherWithMargins(
  flow: PixelFlow,
  { values, cells, slots, images }: Slots,
  from: Float32Array,
  rows: Uint32Array,
): void {
  const pixels = flow.frame ** 2;
  const { source, factor } = flow.margins;
  for (let cell = 0; cell < cells; cell++) {
    const at = cell * slots * images;
    values.fill(0, at, at + images);
    if (factor[cell] === 0) continue;
    for (let i = 0; i < rows.length; i++) {
      values[at + i] = factor[cell] * from[rows[i] * pixels + source[cell]];
    }
  }
}

/** Copies the frames of a sum to the rows: the grid without its margins. */
function crop(
  flow: PixelFlow,
  u: Float32Array,
  images: number,
  to: Float32Array,
  rows: Uint32Array,
): void {
  const pixels = flow.frame ** 2;
  forEachCell(flow, (cell, pixel) => {
    const at = cell * images;
    for (let i = 0; i < rows.length; i++) {
      to[rows[i] * pixels + pixel] = u[at + i];
    }
  });
}

/**
 * Transpose of {@link crop}: copies rows to the frames, with zeros in the margins.
 */
function scatter(
  flow: PixelFlow,
  from: Float32Array,
  to: Float32Array,
  images: number,
  rows: Uint32Array,
): void {
  const pixels = flow.frame ** 2;
  to.fill(0);
  forEachCell(flow, (cell, pixel) => {
    for (let i = 0; i < rows.length; i++) {
      to[cell * images + i] = from[rows[i] * pixels + pixel];
    }
  });
}
