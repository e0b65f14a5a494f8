import { coarsen, padImages } from "#lib/images/coarse.ts";
import {
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import type { ModelSpec } from "#lib/model/symmetry_model.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import type { LossTerms } from "#lib/training/step_losses.ts";
import type { TrainingSettings } from "#lib/training/settings.ts";
import { exponentialTimes } from "../lie/times.ts";

/** Every parameter's numbers by name. */
export type Parameters = ReadonlyMap<string, ArrayLike<number>>;

const MARGIN = 3;

/**
 * The loss of eq. (6) as it is written, row by row in float64, without one
 * line of the model's or the training's own.
 *
 * @param match ||alpha||_1 is weighted with this share of the match, as a
 * constant; the match itself where left out.
 */
export function plainLoss(
  spec: ModelSpec,
  settings: TrainingSettings,
  pairs: Pairs,
  parameters: Parameters,
  match?: number,
  stage: "joint" | "fine" = "joint",
): LossTerms<number> {
  const { count, height: side } = pairs;
  const { weights } = settings;
  const alpha = parameters.get("alpha")!;
  const rows = (images: Float32Array) =>
    Array.from({ length: count }, (_, i) => {
      const size = images.length / count;
      return Float64Array.from(images.subarray(i * size, (i + 1) * size));
    });
  const coarse = (images: Float32Array) =>
    coarsen(images, count, side, side).pixels;
  const [x0, xt] = [rows(pairs.x0), rows(pairs.xt)];
  const [coarse0, coarseT] = [coarse(pairs.x0), coarse(pairs.xt)];
  const mlp = (part: string, x: Float64Array) => plainMlp(parameters, part, x);

  const t = rows(coarse0).map((c0, i) => {
    const pair = [...c0, ...rows(coarseT)[i]];
    return mlp("t_network", Float64Array.from(pair))[0];
  });

  const latent = combine(generatorStack(spec.basis, spec.latentSize), alpha);
  const cells = spec.latentSize ** 2;
  const [z0, zt] = [x0, xt].map((all) => all.map((x) => mlp("encoder", x)));
  const moved = z0.map((code, i) =>
    Float64Array.from(
      Array.from({ length: spec.latentChannels }, (_, channel) => {
        const patch = code.slice(channel * cells, (channel + 1) * cells);
        return [...exponentialTimes(latent, -t[i], patch)];
      }).flat(),
    )
  );

  const fine = stage === "fine";
  const frame = fine ? side : side / 2;
  const pixel = combine(
    taperedGeneratorStack(spec.basis, frame, MARGIN),
    alpha,
  );
  const start = fine ? pairs.x0 : coarse0;
  const padded = rows(padImages(start, count, frame, MARGIN));
  const matched = fine
    ? settings.matching.fine!.pairs
    : settings.matching.pairs;
  const matches = padded.slice(0, matched).map((image, i) => {
    const inside = crop(exponentialTimes(pixel, -t[i], image), frame);
    const seen = fine
      ? coarsen(Float32Array.from(inside), 1, side, side).pixels
      : inside;
    return distance(Float64Array.from(seen), rows(coarseT)[i]);
  });

  const decoded = (codes: Float64Array[]) =>
    codes.map((code) => mlp("decoder", code));
  const meanDistance = (a: Float64Array[], b: Float64Array[]) =>
    mean(a.map((row, i) => distance(row, b[i])));
  const matching = weights.matching * mean(matches);
  const l1 = Array.from(alpha).reduce((sum, a) => sum + Math.abs(a), 0);
  return {
    transformed: meanDistance(decoded(moved), xt),
    latent: weights.latent * meanDistance(moved, zt),
    reconstruction: weights.reconstruction *
      (meanDistance(decoded(z0), x0) + meanDistance(decoded(zt), xt)),
    matching,
    sparsity: weights.sparsity * (match ?? matching) * l1,
  };
}

/** ReLU between the layers, none behind the last. */
function plainMlp(
  parameters: Parameters,
  part: string,
  x: Float64Array,
): Float64Array {
  let input = x;
  for (let layer = 0; parameters.has(`${part}/${layer}/weight`); layer++) {
    const weight = parameters.get(`${part}/${layer}/weight`)!;
    const bias = parameters.get(`${part}/${layer}/bias`)!;
    const last = !parameters.has(`${part}/${layer + 1}/weight`);
    const from = input;
    input = Float64Array.from({ length: bias.length }, (_, j) => {
      let sum = bias[j];
      for (let i = 0; i < from.length; i++) {
        sum += from[i] * weight[i * bias.length + j];
      }
      return last ? sum : Math.max(0, sum);
    });
  }
  return input;
}

/** The frame without its margin. */
function crop(image: Float64Array, frame: number): Float64Array {
  const side = frame + 2 * MARGIN;
  return image.filter((_, i) =>
    [Math.floor(i / side), i % side].every((at) =>
      at >= MARGIN && at < MARGIN + frame
    )
  );
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
