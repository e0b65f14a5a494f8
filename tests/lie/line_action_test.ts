import { assert } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField, quadratic, unit } from "#lib/lie/basis.ts";
import { expm } from "#lib/lie/expm.ts";
import { combine, taperedGeneratorStack } from "#lib/lie/generator.ts";
import { actOnLines } from "#lib/lie/line_action.ts";
import { combineLines, lineStack } from "#lib/lie/line_generator.ts";
import {
  chebyshevSeries,
  type LineSeries,
  unitOf,
} from "#lib/lie/line_series.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { IMAGES_MULTIPLE, lineKernels } from "#lib/runtime/line_kernels.ts";
import { needs, projectFiles } from "../needs.ts";
import { placeIn } from "../runtime/gemm_cases.ts";
import { times } from "./times.ts";

const FRAME = 4, MARGIN = 3, SIDE = FRAME + 2 * MARGIN, CELLS = SIDE ** 2;

/** Values of |t| ||G||, with the project's bound for ||G||. */
const NORMS = [0.1, 0.3, 1, 3, 6, 10, 15, 20, 35, 60] as const;
const TOLERANCES = [1e-2, 1e-3, 1e-4, 1e-5] as const;

/** White noise, with equal power at all frequencies. */
const noise = Float64Array.from(
  { length: CELLS },
  standardNormal(randomStream(0, "image")),
);

const stack = taperedGeneratorStack(quadratic, FRAME, MARGIN);
const lines = Float32Array.from(
  lineStack(quadratic, FRAME, { kind: "tapered", margin: MARGIN }),
);
const boundOf = createNormBound(quadratic, FRAME, MARGIN);

type Act = (
  series: LineSeries,
  alpha: ArrayLike<number>,
  t: number,
) => Float64Array;

/** Provides the action of the kernels on the noise, as training computes it. */
async function withAction(use: (act: Act) => void): Promise<void> {
  const pool = await startGemmPool({ threads: 1 });
  const kernels = lineKernels(pool);
  const most = 150, images = IMAGES_MULTIPLE;
  const place = placeIn(pool, (most + 1) * (CELLS + 1) * images + 10_000);
  const room = place((most + 1) * CELLS * images);
  const weights = place((most + 1) * images);
  const matrices = place(2 * SIDE ** 3), out = place(CELLS * images);
  use((series, alpha, t) => {
    const slots = series.terms + 1;
    assert(slots <= most, `${slots} slots`);
    const values = room.subarray(0, CELLS * slots * images).fill(0);
    noise.forEach((v, cell) => values[cell * slots * images] = v);
    combineLines(lines, alpha, unitOf(series), matrices);
    const terms = { values, cells: CELLS, slots, images };
    const memory = { terms, weights: weights.subarray(0, slots * images) };
    actOnLines(kernels, series, matrices, memory, Float32Array.of(t), out);
    return Float64Array.from(noise, (_, cell) => out[cell * images]);
  });
  await pool.stop();
}

/** exp(-tG) on the noise, in float64. */
const exactly = (alpha: ArrayLike<number>, t: number): Float64Array =>
  times(expm(combine(stack, alpha).map((v) => -t * v)), noise);

const distance = (a: Float64Array, b: Float64Array): number =>
  Math.hypot(...a.map((v, i) => v - b[i]));

/** The slope of log error over log tolerance, by least squares. */
function slope(errors: readonly number[]): number {
  const [xs, ys] = [TOLERANCES, errors].map((values) => values.map(Math.log));
  const mean = (values: number[]) =>
    values.reduce((sum, v) => sum + v, 0) / values.length;
  const [x0, y0] = [mean(xs), mean(ys)];
  const along = xs.reduce((sum, x, i) => sum + (x - x0) * (ys[i] - y0), 0);
  return along / xs.reduce((sum, x) => sum + (x - x0) ** 2, 0);
}

/** Fields without divergence, except where they are tapered in the margin. */
const WITHOUT_DIVERGENCE = ["rotation", "translationX", "shear"];

/**
 * Allowed multiple of the tolerance. Divergence moves the spectrum off the imaginary
 * axis, for which the series is cut. The measured error is 1.7 times the tolerance at a
 * norm of 60; MNIST's rotations have a norm of 13.
 */
function allowance(name: string, norm: number): number {
  return WITHOUT_DIVERGENCE.includes(name) || norm <= 20 ? 1 : 2;
}

for (const { name, field } of Object.values(transformations)) {
  const alpha = unit(projectField(field, quadratic).coefficients);
  const bound = boundOf(alpha);
  Deno.test({
    ...needs(projectFiles),
    name:
      `${name}: the line action keeps every tolerance, for |t| ||G|| from 0.1 to 60`,
    fn: () =>
      withAction((act) => {
        for (const norm of NORMS) {
          // A batch has smaller t of either sign next to the largest.
          for (const share of [1, -0.4]) {
            const t = share * norm / bound;
            const exact = exactly(alpha, t);
            const size = Math.max(Math.hypot(...noise), Math.hypot(...exact));
            const errors = TOLERANCES.map((tolerance) => {
              const series = chebyshevSeries(norm / bound, bound, tolerance);
              return distance(act(series, alpha, t), exact) / size;
            });
            TOLERANCES.forEach((tolerance, i) =>
              assert(
                errors[i] <= tolerance * allowance(name, norm),
                `${norm}, ${tolerance}: ${errors}`,
              )
            );
            // With a smaller t the error is only rounding.
            if (share !== 1) continue;
            const falls = errors.every((e, i) => i === 0 || e <= errors[i - 1]);
            const fitted = slope(errors);
            assert(falls && fitted > 0.7 && fitted < 1.3, `${norm}: ${errors}`);
          }
        }
      }),
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "the line action of a wrong generator misses every tolerance",
  fn: () =>
    withAction((act) => {
      const { field } = transformations.rotation;
      const alpha = unit(projectField(field, quadratic).coefficients);
      const bound = boundOf(alpha);
      for (const norm of NORMS.filter((norm) => norm >= 3)) {
        const t = norm / bound;
        const exact = exactly(alpha, t);
        for (const tolerance of TOLERANCES) {
          const series = chebyshevSeries(t, bound, tolerance);
          for (let term = 0; term < alpha.length; term++) {
            const wrong = alpha.with(term, alpha[term] + 0.02);
            const error = distance(act(series, wrong, t), exact) /
              Math.hypot(...noise);
            assert(error > tolerance, `${norm}, ${tolerance}: ${error}`);
          }
        }
      }
    }),
});
