import { datasets } from "#lib/datasets/datasets.ts";
import { makePairs } from "#lib/datasets/pairs.ts";
import { transformations, about } from "#lib/images/transformations.ts";
import { splineCoefficients, sampleSpline } from "#lib/images/spline.ts";
import { quadratic, projectField, unit } from "#lib/lie/basis.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, normal } from "#lib/random/streams.ts";
import { register } from "#lib/detection/registration.ts";
import { solve } from "#lib/lie/solve.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";

const N = Number(Deno.args[0] ?? 300), range = Number(Deno.args[1] ?? 0.35), name = (Deno.args[2] ?? "rotation") as keyof typeof transformations;
const blurs = (Deno.args[3] ?? "2").split(",").map(Number);
const images = await datasets.mnist.load("train", {});
const size = 784, W = 28, P = 12;
const some = { ...images, count: N, pixels: images.pixels.slice(0, N * size) };
const tr = about(transformations[name], 0.2, -0.1);
const { pairs, truth } = makePairs(some, tr, uniform(-range, range), randomStream(1, "p"));
const noise = normal(randomStream(2, "n"));
for (let i = 0; i < pairs.xt.length; i++) pairs.xt[i] += 0.02 * noise();
const { coefficients } = projectField(tr.field, quadratic);
const target = unit(coefficients), scale = Math.hypot(...coefficients);
function blurred(src: Float32Array, sd: number) {
  const reach = Math.ceil(3 * sd), k = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-(((i - reach) / sd) ** 2) / 2));
  const s = k.reduce((a, b) => a + b); const tmp = new Float32Array(784), out = new Float32Array(784);
  for (let r = 0; r < W; r++) for (let c = 0; c < W; c++) { let v = 0; for (let j = -reach; j <= reach; j++) if (c + j >= 0 && c + j < W) v += k[j + reach] / s * src[r * W + c + j]; tmp[r * W + c] = v; }
  for (let r = 0; r < W; r++) for (let c = 0; c < W; c++) { let v = 0; for (let j = -reach; j <= reach; j++) if (r + j >= 0 && r + j < W) v += k[j + reach] / s * tmp[(r + j) * W + c]; out[r * W + c] = v; }
  return out;
}
const gamma = Array.from({ length: P }, (_, k) => { const g = new Float32Array(784); const f = quadratic.terms[k]; for (let c = 0; c < 784; c++) g[c] = f.value((c % W - 13.5) / 14, (Math.floor(c / W) - 13.5) / 14); return g; });
let alpha: number[] = []; let t = new Float64Array(N);
for (const sd of blurs) {
  const s0 = performance.now();
  const A = new Float64Array(N * P * P), b = new Float64Array(N * P), e0 = new Float64Array(N);
  const sm = { value: 0, dx: 0, dy: 0 };
  for (let i = 0; i < N; i++) {
    const a = blurred(pairs.x0.subarray(i * 784, i * 784 + 784), sd), z = blurred(pairs.xt.subarray(i * 784, i * 784 + 784), sd);
    // symmetric: gradient of the mean of both
    const m = a.map((v, c) => (v + z[c]) / 2);
    const sp = splineCoefficients(m.slice(), W, W);
    const J = Array.from({ length: P }, () => new Float32Array(784));
    for (let c = 0; c < 784; c++) { sampleSpline(sp, c % W, Math.floor(c / W), sm); for (let k = 0; k < P; k++) J[k][c] = -14 * (k < 6 ? sm.dx : sm.dy) * gamma[k][c]; }
    for (let k = 0; k < P; k++) { let v = 0; for (let c = 0; c < 784; c++) v += J[k][c] * (z[c] - a[c]); b[i * P + k] = v; for (let l = 0; l <= k; l++) { let q = 0; for (let c = 0; c < 784; c++) q += J[k][c] * J[l][c]; A[i * 144 + k * P + l] = A[i * 144 + l * P + k] = q; } }
    for (let c = 0; c < 784; c++) e0[i] += (z[c] - a[c]) ** 2;
  }
  // start: principal direction of b (weighted)
  const als = (start: number[]) => {
    let al = start, err = 0;
    for (let it = 0; it < 60; it++) {
      const M = new Float64Array(144), v = new Float64Array(144);
      err = 0;
      for (let i = 0; i < N; i++) {
        let n = 0, d = 1e-6; for (let k = 0; k < P; k++) { n += al[k] * b[i * P + k]; for (let l = 0; l < P; l++) d += al[k] * al[l] * A[i * 144 + k * P + l]; }
        const ti = n / d; t[i] = ti; err += e0[i] - n * n / d;
        for (let k = 0; k < P; k++) { v[k * P] += ti * b[i * P + k]; for (let l = 0; l < P; l++) M[k * P + l] += ti * ti * A[i * 144 + k * P + l]; }
      }
      for (let k = 0; k < P; k++) M[k * P + k] += 1e-6 * M[0] + 1e-9;
      const x = solve(M, v, P); al = unit(Array.from({ length: P }, (_, k) => x[k * P])) as unknown as number[];
    }
    return { al, err };
  };
  const total = e0.reduce((x, y) => x + y);
  const starts = alpha.length ? [alpha] : Array.from({ length: 8 }, (_, s) => Array.from(unit(Array.from({ length: P }, normal(randomStream(s, "a"))))));
  const results = starts.map((s) => als(s));
  results.sort((x, y) => x.err - y.err);
  alpha = Array.from(results[0].al); als(alpha);
  console.log("blur", sd, "angles", results.map((r) => generatorScores(r.al, target).angleDegrees.toFixed(2) + ":" + (1 - r.err / total).toFixed(3)).join(" "), ((performance.now() - s0) / 1000).toFixed(1));
}
const x0 = Array.from({ length: N }, (_, i) => splineCoefficients(pairs.x0.slice(i * size, (i + 1) * size), 28, 28));
const rp = { count: N, height: 28, width: 28, surroundings: "black" as const, x0, xt: pairs.xt };
const r = register(rp, quadratic, Array.from({ length: N }, (_, i) => i), alpha, t, 12);
const g = generatorScores(r.alpha, target);
const corr = () => { let sx = 0, sy = 0, xy = 0, xx = 0, yy = 0; for (let i = 0; i < N; i++) { const a = r.t[i] / scale, b = truth.t[i]; sx += a; sy += b; xy += a * b; xx += a * a; yy += b * b; } return (xy - sx * sy / N) / Math.sqrt((xx - sx * sx / N) * (yy - sy * sy / N)); };
console.log("registered angle", g.angleDegrees, "corr", corr(), "error", r.error);
