import { datasets } from "#lib/datasets/datasets.ts";
import { makePairs } from "#lib/datasets/pairs.ts";
import { transformations, about } from "#lib/images/transformations.ts";
import { splineCoefficients } from "#lib/images/spline.ts";
import { quadratic, projectField, unit } from "#lib/lie/basis.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, normal } from "#lib/random/streams.ts";
import { register } from "#lib/detection/registration.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";

const N = Number(Deno.args[0] ?? 1000), range = Number(Deno.args[1] ?? 0.35), name = (Deno.args[2] ?? "rotation") as keyof typeof transformations;
const images = await datasets.mnist.load("train", {});
const size = 784;
const some = { ...images, count: N, pixels: images.pixels.slice(0, N * size) };
const tr = about(transformations[name], 0.2, -0.1);
const { pairs, truth } = makePairs(some, tr, uniform(-range, range), randomStream(1, "p"));
const noise = normal(randomStream(2, "n"));
for (const a of [pairs.xt]) for (let i = 0; i < a.length; i++) a[i] += 0.02 * noise();
const x0 = Array.from({ length: N }, (_, i) => splineCoefficients(pairs.x0.slice(i * size, (i + 1) * size), 28, 28));
const rp = { count: N, height: 28, width: 28, surroundings: "black" as const, x0, xt: pairs.xt };
const { coefficients } = projectField(tr.field, quadratic);
const target = unit(coefficients);
const chosen = Array.from({ length: N }, (_, i) => i);
const jitter = normal(randomStream(3, "j"));
const start = Array.from(target, (v) => v + 0.05 * jitter());
const scale = Math.hypot(...coefficients);
const t0 = Array.from(truth.t, (t) => t * scale + 0.1 * jitter() * range);
const began = performance.now();
for (const it of [0, 1, 2, 4, 8]) {
  const s = performance.now();
  const { alpha, t, error, covariance } = register(rp, quadratic, chosen, start, t0, it);
  const { angleDegrees } = generatorScores(alpha, target);
  const sd = Array.from({ length: 12 }, (_, k) => Math.sqrt(covariance[k * 13]));
  const z = Array.from(alpha, (v, k) => (v - target[k]) / sd[k]);
  console.log(it, "angle", angleDegrees.toFixed(4), "error", error.toFixed(2), ((performance.now() - s) / 1000).toFixed(1), "s", "sd", sd.map((v) => v.toExponential(1)).join(" "), "z", z.map((v) => v.toFixed(1)).join(" "));
  if (it === 8) {
    let e = 0; for (let i = 0; i < N; i++) e += Math.abs(t[i] / scale - truth.t[i]); console.log("mean |dt|", e / N);
  }
}
