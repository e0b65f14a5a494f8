import { ticks } from "d3-array";
import type { Pairs } from "../datasets/types.ts";
import type { HtmlOutput } from "../display/display.ts";
import { flowExplorer } from "../display/flow_explorer.ts";
import {
  latentFrames,
  transformedOutput,
} from "../evaluation/reconstruction.ts";
import { customTransformation } from "../flow/transformations.ts";
import { warp } from "../images/warp.ts";
import { fieldOf } from "../lie/basis.ts";
import type { SymmetryModel } from "../model/symmetry_model.ts";
import { transformationName } from "./catalogue.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Prepared } from "./prepare.ts";

/** Approximate number of frames. */
const FRAMES = 40;

/**
 * Shows a held-out x0 along the estimated flow under a slider, for t over the
 * distribution's support and back to 0: the image moved directly, the image encoded,
 * moved and decoded by the model, and its latent patch.
 *
 * @param pair number of the held-out pair, from 0
 * @throws {RangeError} if there is no such pair
 */
export function flowExplorerOf(
  { spec, trainer, held }: Prepared,
  { alpha, scale, unit }: Evaluation,
  { pair = 0 }: { readonly pair?: number } = {},
): HtmlOutput {
  const { pairs, truth } = held;
  const { experiment } = spec;
  const { model } = trainer;
  if (!(Number.isInteger(pair) && pair >= 0 && pair < pairs.count)) {
    throw new RangeError(
      `flowExplorerOf: pair: expected an integer from 0 to ${
        pairs.count - 1
      }, found ${pair}`,
    );
  }
  const { height, width, channels } = pairs;
  const size = height * width * channels;
  const image = pairs.x0.slice(pair * size, (pair + 1) * size);
  const [low, high] = experiment.distribution.support;
  const times = ticks(Math.min(low, 0), Math.max(high, 0), FRAMES);
  const field = fieldOf(experiment.basis, alpha);
  const { flow } = customTransformation("estimated", "t", field);
  const moved = times.map((t) =>
    warp(image, height, width, channels, flow, t * Math.abs(scale))
  );
  const own = times.map((t) => t * scale);
  return flowExplorer({
    transformation: transformationName(experiment),
    parameter: truth === undefined ? "t" : experiment.transformation.parameter,
    unit,
    times,
    side: height,
    channels,
    moved,
    output: outputs(model, pairs, image, own),
    latent: latentFrames(model, image, own),
    latentSize: model.flow.size,
    field,
  });
}

/** The model's outputs for one image, moved by each of several t. */
function outputs(
  model: SymmetryModel,
  pairs: Pairs,
  image: Float32Array,
  times: readonly number[],
): Float32Array[] {
  const count = times.length;
  const x0 = new Float32Array(count * image.length);
  times.forEach((_, i) => x0.set(image, i * image.length));
  const values = transformedOutput(
    model,
    { ...pairs, count, x0, xt: x0 },
    Float32Array.from(times),
  );
  return times.map((_, i) =>
    values.subarray(i * image.length, (i + 1) * image.length)
  );
}
