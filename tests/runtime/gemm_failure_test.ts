import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { gemm } from "#lib/runtime/gemm.ts";
import { JobKind, Word } from "#lib/runtime/gemm_job.ts";
import type { GemmKernel } from "#lib/runtime/gemm_kernel.ts";
import {
  type GemmPool,
  type Job,
  startGemmPool,
} from "#lib/runtime/gemm_pool.ts";
import { lineKernels } from "#lib/runtime/line_kernels.ts";
import { needs, projectFiles } from "../needs.ts";
import { placeIn, randomGemm, randomSource } from "./gemm_cases.ts";
import { jobKinds } from "./job_kinds.ts";

const small = randomGemm(randomSource(1), { m: 100, n: 100, k: 100 });

/** Runs a test with a pool that gives up after 0.3 s without progress. */
const withImpatientPool = (test: (pool: GemmPool) => void | Promise<void>) =>
  withPool(test, 0.3);

async function withPool(
  test: (pool: GemmPool) => void | Promise<void>,
  stallSeconds?: number,
) {
  const pool = await startGemmPool({ threads: 2, stallSeconds });
  try {
    await test(pool);
  } finally {
    await pool.stop();
  }
}

Deno.test(
  "a worker that never leaves a job gives an error, not a hang",
  needs(projectFiles),
  () =>
    withImpatientPool((pool) => {
      // The state is that of a worker that died during the last job.
      Atomics.add(pool.participant.words(), Word.Active, 1);
      assertThrows(
        () => gemm(pool, small),
        Error,
        "a worker thread is lost (no progress for 0.3 s)",
      );
    }),
);

/** A pool whose calling thread runs another function at the start of a job. */
function without(
  pool: GemmPool,
  begins: keyof GemmKernel,
  instead: () => void,
): GemmPool {
  const kernel = { ...pool.participant.kernel, [begins]: instead };
  Object.assign(pool.participant, { kernel });
  return pool;
}

for (const [name, { begins, run }] of Object.entries(jobKinds)) {
  Deno.test(
    `a part of the job that is never done gives an error, not a hang: ${name}`,
    needs(projectFiles),
    () =>
      withImpatientPool((pool) => {
        run(pool); // goes well
        assertThrows(
          () => run(without(pool, begins, () => {})),
          Error,
          "a worker thread is lost (no progress for 0.3 s)",
        );
      }),
  );

  Deno.test(
    `a worker that fails in the middle of a job ends the waiting: ${name}`,
    needs(projectFiles),
    () =>
      withPool((pool) => {
        const fail = () =>
          Atomics.store(pool.participant.words(), Word.Failed, 1);
        const broken = without(pool, begins, fail);
        const lost = "a worker thread is lost (it failed)";
        assertThrows(() => run(broken), Error, lost);
        assertThrows(() => gemm(pool, small), Error, lost);
      }),
  );

  Deno.test(
    `a job for workers that have died fails with an error that says so: ${name}`,
    needs(projectFiles),
    () =>
      withPool(async (pool) => {
        await pool.stop();
        assertThrows(
          () => run(pool),
          Error,
          "a worker thread is lost (it ended with code ",
        );
      }),
  );
}

const OUTSIDE = 2 ** 31;

/** Jobs for all threads, with operands outside of the memory. */
const traps: Readonly<Record<string, Job>> = {
  product: {
    ...{ kind: JobKind.Product, groups: 1000, tiles: 1 },
    ...{ parallel: true, reals: [] },
    integers: [
      ...[[Word.M, 100], [Word.N, 32_000], [Word.K, 100]] as const,
      ...[[Word.B, OUTSIDE], [Word.StrideB, 400]] as const,
    ],
  },
  "line product": {
    ...{ kind: JobKind.LineProduct, groups: 1000, tiles: 1000 },
    ...{ parallel: true, reals: [] },
    integers: [
      ...[[Word.LineCells, 1000], [Word.SlotBytes, 32]] as const,
      ...[[Word.CellBytes, 32], [Word.Target, OUTSIDE]] as const,
    ],
  },
};

for (const [name, job] of Object.entries(traps)) {
  Deno.test(
    `a trap in the kernel reaches the caller, and later jobs fail with the reason: ${name}`,
    needs(projectFiles),
    () =>
      withPool(async (pool) => {
        const { words } = pool.participant;
        assertThrows(
          () => pool.run(job),
          WebAssembly.RuntimeError,
          "out of bounds",
        );
        while (Atomics.load(words(), Word.Failed) === 0) {
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        assertThrows(() => gemm(pool, small), Error, "a worker thread is lost");
      }),
  );
}

/**
 * Leaves the pool as after a notebook's Stop: the calling thread has started the
 * workers, and takes no part itself.
 */
function openLastJob({ participant }: GemmPool): void {
  const words = participant.words();
  // A worker that woke late is still in the last job, and must not see the counters
  // change.
  Atomics.store(words, Word.Open, 0);
  while (Atomics.load(words, Word.Active) !== 0);
  const counters = [
    "NextGroup",
    "GroupsDone",
    "NextTile",
    "TilesDone",
  ] as const;
  for (const counter of counters) Atomics.store(words, Word[counter], 0);
  Atomics.store(words, Word.Open, 1);
  Atomics.add(words, Word.Generation, 1);
  Atomics.notify(words, Word.Generation);
}

/** Jobs for all threads, with their outputs. */
const largeJobs: Readonly<
  Record<
    string,
    (
      pool: GemmPool,
    ) => { readonly out: Float32Array; readonly run: () => void }
  >
> = {
  product(pool) {
    const product = randomGemm(randomSource(2), { m: 300, n: 300, k: 300 });
    return { out: product.c, run: () => gemm(pool, product) };
  },
  "line product"(pool) {
    const n = 20, images = 64, random = randomSource(3);
    const place = placeIn(pool, 2 * n ** 2 * images + 2 * n ** 3);
    const grid = () => {
      const values = place(n ** 2 * images);
      values.forEach((_, i) => values[i] = random());
      return { of: { values, cells: n ** 2, slots: 1, images }, slot: 0 };
    };
    const [source, target] = [grid(), grid()];
    const matrices = place(2 * n ** 3);
    matrices.forEach((_, i) => matrices[i] = random());
    const { multiply } = lineKernels(pool);
    return {
      out: target.of.values,
      run: () => multiply(matrices, source, target, {}),
    };
  },
};

for (const [name, large] of Object.entries(largeJobs)) {
  Deno.test(
    `a job interrupted in the middle does not spoil the next one: ${name}`,
    needs(projectFiles),
    () =>
      withPool((pool) => {
        const { out, run } = large(pool);
        run();
        const expected = out.slice();
        for (let i = 0; i < 100; i++) {
          openLastJob(pool);
          out.fill(0);
          run();
          assertEquals(out, expected);
        }
      }),
  );
}

Deno.test(
  "startGemmPool refuses an invalid number of threads",
  needs(projectFiles),
  async () => {
    for (const threads of [0, -1, 1.5, NaN]) {
      try {
        await startGemmPool({ threads });
      } catch (error) {
        assert(error instanceof RangeError);
        assertStringIncludes(error.message, `found ${threads}`);
        continue;
      }
      assert(false, `accepted ${threads}`);
    }
  },
);
