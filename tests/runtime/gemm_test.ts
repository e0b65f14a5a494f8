import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Gemm, gemm } from "#lib/runtime/gemm.ts";
import { type GemmPool, startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { placeIn, randomGemm, randomSource, TRANSPOSES } from "./gemm_cases.ts";
import { plainGemm } from "./plain_gemm.ts";
import { needs, projectFiles } from "../needs.ts";

const BUILDS = [
  { threads: 1, relaxed: true },
  { threads: 1, relaxed: false },
  { threads: 3, relaxed: true },
  { threads: 3, relaxed: false },
] as const;

async function withPool(
  options: { threads: number; relaxed?: boolean },
  test: (pool: GemmPool) => void,
): Promise<void> {
  const pool = await startGemmPool(options);
  try {
    assertEquals(pool.threads, options.threads);
    test(pool);
  } finally {
    await pool.stop();
  }
}

/** Compares with float64. Rounding errors grow with k; |a| and |b| are at most 1. */
function check(pool: GemmPool, product: Gemm): void {
  const expected = plainGemm(product);
  gemm(pool, product);
  const bound = 2 ** -23 * (4 + 2 * product.k) * Math.abs(product.alpha || 1);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(product.c[i] - expected[i]);
    worst = error <= worst ? worst : error;
  }
  const { m, n, k, transposeA, transposeB } = product;
  assert(
    worst <= bound,
    `${
      JSON.stringify({ m, n, k, transposeA, transposeB })
    }: error ${worst} > ${bound}`,
  );
}

for (const build of BUILDS) {
  const name = `${build.threads} threads, relaxed ${build.relaxed}`;

  Deno.test(
    `gemm: every size to 17, all transposes (${name})`,
    needs(projectFiles),
    () =>
      withPool(build, (pool) => {
        const random = randomSource(1);
        for (const transposes of TRANSPOSES) {
          for (let size = 0; size < 17 ** 3; size++) {
            const m = 1 + size % 17;
            const n = 1 + Math.floor(size / 17) % 17;
            const k = 1 + Math.floor(size / 289);
            check(pool, randomGemm(random, { ...transposes, m, n, k }));
          }
        }
      }),
  );

  Deno.test(
    `gemm: steps of A that are zero for some rows or for all (${name})`,
    needs(projectFiles),
    () =>
      withPool(build, (pool) => {
        const random = randomSource(10);
        for (const transposes of TRANSPOSES) {
          for (const zeros of [0.5, 0.9, 1]) {
            const product = randomGemm(random, {
              ...transposes,
              ...{ m: 64, n: 70, k: 300, beta: 1 },
            });
            // The zeros come in blocks of seven rows and one step.
            const { a, m, k } = product;
            for (let i = 0; i < m; i += 7) {
              for (let p = 0; p < k; p++) {
                if ((1 + random()) / 2 >= zeros) continue;
                for (let row = i; row < Math.min(i + 7, m); row++) {
                  a[transposes.transposeA ? p * m + row : row * k + p] = 0;
                }
              }
            }
            check(pool, product);
          }
        }
      }),
  );

  Deno.test(
    `gemm: random larger sizes, alpha, beta, bias, activation (${name})`,
    needs(projectFiles),
    () =>
      withPool(build, (pool) => {
        const random = randomSource(2);
        const size = () => 1 + Math.floor(150 * (1 + random()));
        for (let i = 0; i < 40; i++) {
          const [m, n, k] = [size(), size(), size()];
          check(
            pool,
            randomGemm(random, {
              ...TRANSPOSES[i % 4],
              ...{ m, n, k },
              alpha: [1, -0.5][i % 2],
              beta: [0, 1, 0.25][i % 3],
              bias: i % 5 < 3 ? new Float32Array(n).map(random) : undefined,
              activation: ([
                { kind: "linear" },
                { kind: "relu" },
                { kind: "leakyRelu", slope: 0.2 },
              ] as const)[i % 7 % 3],
            }),
          );
        }
      }),
  );
}

Deno.test(
  "gemm: threads and the place of the matrices do not change a bit",
  needs(projectFiles),
  async () => {
    const setting = { m: 301, n: 203, k: 517, transposeB: true } as const;
    const results: Float32Array[] = [];
    for (const threads of [1, 2, 3]) {
      await withPool({ threads }, (pool) => {
        const outside = randomGemm(randomSource(3), setting);
        gemm(pool, outside);
        const inside = randomGemm(
          randomSource(3),
          setting,
          placeIn(pool, 2 ** 19),
        );
        for (let repeat = 0; repeat < 20; repeat++) gemm(pool, inside);
        const { byteOffset, length } = inside.c;
        const c = new Float32Array(
          pool.memory.memory.buffer,
          byteOffset,
          length,
        );
        results.push(outside.c, c.slice());
      });
    }
    for (const result of results) assertEquals(result, results[0]);
  },
);

Deno.test(
  "gemm: products that go in parts, of k and of columns",
  needs(projectFiles),
  () =>
    withPool({ threads: 2 }, (pool) => {
      const bias = new Float32Array(1100).fill(0.5);
      const activation = { kind: "relu" } as const;
      for (const transposes of TRANSPOSES) {
        check(
          pool,
          randomGemm(randomSource(4), {
            ...transposes,
            ...{ m: 3, n: 1100, k: 8200, alpha: 2, beta: 1, bias, activation },
          }),
        );
      }
    }),
);

Deno.test(
  "gemm: with beta 0 the values of C are not read",
  needs(projectFiles),
  () =>
    withPool({ threads: 1 }, (pool) => {
      const product = randomGemm(randomSource(5), { m: 9, n: 11, k: 3 });
      product.c.fill(NaN);
      check(pool, product);
    }),
);

Deno.test(
  "gemm: k = 0 leaves beta C + bias; m = 0 and n = 0 do nothing",
  needs(projectFiles),
  () =>
    withPool({ threads: 1 }, (pool) => {
      const c = Float32Array.of(1, 2, 3, 4);
      const bias = Float32Array.of(10, 20);
      const empty = randomGemm(randomSource(6), {
        m: 2,
        n: 2,
        k: 0,
        c,
        bias,
        beta: 2,
      });
      gemm(pool, empty);
      assertEquals(c, Float32Array.of(12, 24, 16, 28));
      gemm(pool, { ...empty, bias: undefined, beta: 0 });
      assertEquals(c, new Float32Array(4));
      gemm(pool, randomGemm(randomSource(6), { m: 0, n: 2, k: 3 }));
      gemm(pool, randomGemm(randomSource(6), { m: 2, n: 0, k: 3 }));
    }),
);

Deno.test(
  "gemm: NaN and infinity are propagated",
  needs(projectFiles),
  () =>
    withPool({ threads: 1 }, (pool) => {
      const product = randomGemm(randomSource(7), {
        ...{ m: 3, n: 2, k: 2, activation: { kind: "relu" } as const },
        a: Float32Array.of(NaN, 1, Infinity, 1, 1, 1),
        b: Float32Array.of(1, 1, 1, 1),
      });
      gemm(pool, product);
      assertEquals(
        product.c,
        Float32Array.of(NaN, NaN, Infinity, Infinity, 2, 2),
      );
    }),
);

Deno.test(
  "gemm: refuses an operand of the wrong length",
  needs(projectFiles),
  () =>
    withPool({ threads: 1 }, (pool) => {
      const product = randomGemm(randomSource(8), { m: 2, n: 2, k: 2 });
      assertThrows(
        () => gemm(pool, { ...product, b: new Float32Array(3) }),
        RangeError,
        "expected b to have 4 numbers for m=2, n=2, k=2, found 3",
      );
    }),
);

Deno.test(
  "gemm: memory does not grow with repeats",
  needs(projectFiles),
  () =>
    withPool({ threads: 2 }, (pool) => {
      const product = randomGemm(randomSource(9), { m: 200, n: 100, k: 300 });
      gemm(pool, product);
      const { byteLength } = pool.memory.memory.buffer;
      for (let i = 0; i < 500; i++) gemm(pool, product);
      assertEquals(pool.memory.memory.buffer.byteLength, byteLength);
    }),
);
