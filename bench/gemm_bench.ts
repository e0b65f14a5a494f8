// Rate of the WebAssembly product on the model's shapes, in GFLOP/s, and Adam's time.
// deno run --allow-read bench/gemm_bench.ts [rounds] [threads,threads,...]
import { adamStep } from "#lib/runtime/adam_step.ts";
import { gemm } from "#lib/runtime/gemm.ts";
import { type GemmPool, startGemmPool } from "#lib/runtime/gemm_pool.ts";

/** m, n and k, and two letters for the transposition of A and B ("t" if transposed). */
const SHAPES = [
  [1024, 784, 512, "nn"],
  [1024, 512, 784, "nn"],
  [1024, 512, 784, "nt"],
  [784, 512, 1024, "tn"],
  [512, 256, 1568, "nn"],
  [1536, 512, 256, "nn"],
  [128, 400, 400, "nn"],
  [400, 400, 400, "nn"],
  [400, 400, 400, "tt"],
  [512, 25, 64, "nn"],
  [512, 25, 25, "nn"],
] as const;

const BURST_MS = 100;

/** Measures the least time of one call, ms, over a short burst. */
function least(work: () => void): number {
  let best = Infinity;
  const end = performance.now() + BURST_MS;
  do {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  } while (performance.now() < end);
  return best;
}

/**
 * Makes matrices inside or outside of the pool's memory. Views of that memory are made
 * again for each use, because it may grow.
 */
function matrices(pool: GemmPool, inside: boolean, sizes: number[]) {
  const fresh = sizes.map((size) => new Float32Array(size).fill(0.5));
  if (!inside) return () => fresh;
  const places = sizes.map((size) => pool.memory.allocate(size * 4));
  return () =>
    places.map((place, i) =>
      new Float32Array(pool.memory.memory.buffer, place, sizes[i])
    );
}

function work(pool: GemmPool, inside: boolean, shape: typeof SHAPES[number]) {
  const [m, n, k, transposes] = shape;
  const views = matrices(pool, inside, [m * k, k * n, m * n]);
  const transposeA = transposes[0] === "t";
  const transposeB = transposes[1] === "t";
  return () => {
    const [a, b, c] = views();
    const product = { transposeA, transposeB, m, n, k, alpha: 1, beta: 0 };
    gemm(pool, { ...product, a, b, c });
  };
}

function adam(pool: GemmPool, inside: boolean) {
  const views = matrices(pool, true, Array(4).fill(1_000_000));
  const outside = matrices(pool, false, Array(4).fill(1_000_000))();
  return () => {
    const ranges = views();
    if (!inside) ranges.forEach((range, i) => range.set(outside[i]));
    const [parameters, gradients, momentum, variance] = ranges;
    const setting = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999 };
    const moments = { momentum, variance, epsilon: 1e-7, step: 1 };
    adamStep(pool, { ...setting, ...moments, parameters, gradients });
    if (!inside) outside.forEach((range, i) => i !== 1 && range.set(ranges[i]));
  };
}

const rounds = Number(Deno.args[0] ?? 5);
const threads = (Deno.args[1] ?? "1,2").split(",").map(Number);
const relaxed = Deno.args[2] !== "plain";
const columns: { pool: GemmPool; inside: boolean }[] = [];
for (const count of threads) {
  const pool = await startGemmPool({ threads: count, relaxed });
  for (const inside of [false, true]) columns.push({ pool, inside });
}
const jobs = [
  ...SHAPES.map((shape) => columns.map((c) => work(c.pool, c.inside, shape))),
  columns.map((c) => adam(c.pool, c.inside)),
];
const times = jobs.map((row) => row.map(() => Infinity));
for (let round = 0; round < rounds; round++) {
  jobs.forEach((row, i) =>
    row.forEach((job, j) => times[i][j] = Math.min(times[i][j], least(job)))
  );
}
const head = columns.map(({ pool, inside }) =>
  `${pool.threads} threads, ${inside ? "in place" : "copied"}`
);
console.log(`| product | ${head.join(" | ")} |`);
console.log(`|---|${head.map(() => "---|").join("")}`);
SHAPES.forEach(([m, n, k, transposes], i) => {
  const rates = times[i].map((ms) => (2 * m * n * k / ms / 1e6).toFixed(1));
  console.log(`| ${m}x${n}x${k} ${transposes} | ${rates.join(" | ")} |`);
});
const ms = times[SHAPES.length].map((time) => `${time.toFixed(2)} ms`);
console.log(`| Adam, 1M parameters | ${ms.join(" | ")} |`);
