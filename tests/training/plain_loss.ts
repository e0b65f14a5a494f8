import { coarsen } from "#lib/images/coarse.ts";
import { fieldOf } from "#lib/lie/basis.ts";
import { integrateField } from "#lib/flow/integrate.ts";
import {
  combine,
  generatorStack,
  taper,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import type { ModelSpec } from "#lib/model/symmetry_model.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import type { LossTerms } from "#lib/training/step_losses.ts";
import type { TrainingSettings } from "#lib/training/settings.ts";
import { exponentialTimes } from "../lie/times.ts";

/** Values of all parameters by name. */
export type Parameters = ReadonlyMap<string, ArrayLike<number>>;

const MARGIN = 3;

/**
 * The loss of eq. (6) as written, row by row in float64, without code of the model or
 * the training.
 *
 * @param at Where constants are evaluated: the match that scales ||alpha||_1, and the
 * weights of the frame's cells. By default at these parameters.
 * @param taught The matched t of all pairs and the flow's period, or 0, if matched t
 * teach.
 */
export function plainLoss(
  spec: ModelSpec,
  settings: TrainingSettings,
  pairs: Pairs,
  parameters: Parameters,
  stage: "joint" | "fine" = "joint",
  at: { readonly match?: number; readonly parameters: Parameters } = {
    parameters,
  },
  taught?: { readonly t: readonly number[]; readonly period: number },
): LossTerms<number> {
  const { count, height: side } = pairs;
  const { weights } = settings;
  const alpha = parameters.get("alpha")!;
  const rows = (images: Float32Array) =>
    Array.from({ length: count }, (_, i) => {
      const size = images.length / count;
      return Float64Array.from(images.subarray(i * size, (i + 1) * size));
    });
  const unknown = pairs.surroundings === "unknown";
  const coarse = (images: Float32Array, number = count) =>
    coarsen(images, number, side, side, unknown ? "mirror" : "zeros").pixels;
  const [x0, xt] = [rows(pairs.x0), rows(pairs.xt)];
  const [grey0, greyT] = greyPairs(pairs);
  const [coarse0, coarseT] = [coarse(grey0), coarse(greyT)];
  const mlp = (part: string, x: Float64Array, of = parameters) =>
    plainMlp(spec, of, part, x);

  const estimated = (of: Parameters) =>
    rows(coarse0).map((c0, i) => {
      const pair = [...c0, ...rows(coarseT)[i]];
      return mlp("t_network", Float64Array.from(pair), of)[0];
    });
  const t = taught?.t ?? estimated(parameters);

  const latent = combine(generatorStack(spec.basis, spec.latentSize), alpha);
  const cells = spec.latentSize ** 2;
  const middle = spec.middle ?? 0;
  const [z0, zt] = [x0, xt].map((all) =>
    all.map((x) => mlp("encoder", x.map((v) => v - middle)))
  );
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
  const start = rows(fine ? grey0 : coarse0);
  const matched = fine
    ? settings.matching.fine!.pairs
    : settings.matching.pairs;
  const field = fieldOf(spec.basis, at.parameters.get("alpha")!);
  const times = estimated(at.parameters);
  const matches = start.slice(0, matched).map((image, i) => {
    const around = pad(image, frame, unknown);
    const inside = crop(exponentialTimes(pixel, -t[i], around), frame);
    const there = fine ? coarse(Float32Array.from(inside), 1) : inside;
    const target = rows(coarseT)[i];
    return target.reduce((sum, value, cell) => {
      const weight = unknown ? seen(field, times[i], cell, side / 2) : 1;
      return sum + weight * (value - there[cell]) ** 2;
    }, 0);
  });

  const answers = (a: Float64Array, b: Float64Array) =>
    mlp("t_network", Float64Array.from([...a, ...b]));
  const teaching = (row: number) => {
    const [a, b] = [rows(coarse0)[row], rows(coarseT)[row]];
    const [forth, back] = [answers(a, b), answers(b, a)];
    const answer = [0, 1, 2].map((k) =>
      (forth[k] + (k === 1 ? back[k] : -back[k])) / 2
    );
    const { t, period } = taught!;
    if (period === 0) return (answer[0] - t[row]) ** 2;
    const angle = 2 * Math.PI * t[row] / period;
    return (answer[1] - Math.cos(angle)) ** 2 +
      (answer[2] - Math.sin(angle)) ** 2;
  };

  const decoded = (codes: Float64Array[]) =>
    codes.map((code) => mlp("decoder", code).map((v) => v + middle));
  const meanDistance = (a: Float64Array[], b: Float64Array[]) =>
    mean(a.map((row, i) => distance(row, b[i])));
  const matching = taught === undefined ? weights.matching * mean(matches) : 0;
  const l1 = Array.from(alpha).reduce((sum, a) => sum + Math.abs(a), 0);
  return {
    transformed: meanDistance(decoded(moved), xt),
    latent: weights.latent * meanDistance(moved, zt),
    reconstruction: weights.reconstruction *
      (meanDistance(decoded(z0), x0) + meanDistance(decoded(zt), xt)),
    matching,
    sparsity: weights.sparsity * (at.match ?? matching) * l1,
    teaching: taught === undefined ? 0 : mean(
      Array.from(
        { length: settings.registration!.taught },
        (_, row) => teaching(row),
      ),
    ),
  };
}

/**
 * Both images in one channel, minus the mean of x0 if their surroundings are unknown.
 */
function greyPairs(
  { x0, xt, count, channels, surroundings }: Pairs,
): Float32Array[] {
  const shares = channels === 3 ? [0.299, 0.587, 0.114] : [1];
  const grey = (images: Float32Array) =>
    Float32Array.from(
      { length: images.length / channels },
      (_, i) =>
        shares.reduce((sum, s, c) => sum + s * images[i * channels + c], 0),
    );
  const [grey0, greyT] = [grey(x0), grey(xt)];
  if (surroundings !== "unknown") return [grey0, greyT];
  const pixels = grey0.length / count;
  const means = Array.from(
    { length: count },
    (_, i) => mean([...grey0.subarray(i * pixels, (i + 1) * pixels)]),
  );
  return [grey0, greyT].map((images) =>
    images.map((v, i) => v - means[Math.floor(i / pixels)])
  );
}

/** Pads the frame with zeros, or with its mirror image fading to zero. */
function pad(image: Float64Array, frame: number, mirror: boolean) {
  const side = frame + 2 * MARGIN;
  const fade = taper(frame, MARGIN);
  return Float64Array.from({ length: side ** 2 }, (_, cell) => {
    const at = [Math.floor(cell / side), cell % side];
    const [row, column] = at.map((i) => i - MARGIN).map((i) =>
      i < 0 ? -1 - i : i < frame ? i : 2 * frame - 1 - i
    );
    const inside = row === at[0] - MARGIN && column === at[1] - MARGIN;
    if (!inside && !mirror) return 0;
    return fade[at[0]] * fade[at[1]] * image[row * frame + column];
  });
}

/** The weight of a cell in the match, as lib/model/seen.ts defines it. */
function seen(
  field: ReturnType<typeof fieldOf>,
  t: number,
  cell: number,
  frame: number,
): number {
  const [x, y] = [cell % frame, Math.floor(cell / frame)]
    .map((i) => (i - (frame - 1) / 2) / (frame / 2));
  const places = [x, y, ...integrateField(field, -t, x, y)];
  return places.reduce((weight, place) => {
    const cells = (1 - Math.abs(place)) * frame / 2;
    return weight * Math.min(1, Math.max(0, cells - 1));
  }, 1);
}

/** An MLP with an activation between the layers, and none after the last. */
function plainMlp(
  { style }: ModelSpec,
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
      return sum;
    });
    if (last) return input;
    if (style?.layerNorm) {
      const [gain, shift] = ["gain", "shift"]
        .map((name) => parameters.get(`${part}/${layer}/${name}`)!);
      const average = mean([...input]);
      const variance = mean([...input].map((v) => (v - average) ** 2));
      input = input.map((v, j) =>
        gain[j] * (v - average) / Math.sqrt(variance + 1e-5) + shift[j]
      );
    }
    const slope = style?.activation === "leaky-relu" ? 0.2 : 0;
    input = input.map((v) => v > 0 ? v : slope * v);
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
