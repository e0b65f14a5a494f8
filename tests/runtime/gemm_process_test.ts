import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { gemm } from "#lib/runtime/gemm.ts";
import { Word } from "#lib/runtime/gemm_job.ts";
import { type GemmPool, startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { needs, programs, projectFiles } from "../needs.ts";
import { randomGemm, randomSource } from "./gemm_cases.ts";

const PROGRAM = new URL("./gemm_program.ts", import.meta.url).pathname;

/** A program of its own, which may read and nothing else. */
function start(what: "once" | "forever"): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", "--no-prompt", PROGRAM, what],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test(
  "a program with idle workers ends by itself, with --allow-read alone",
  needs(projectFiles, programs),
  async () => {
    const { code, stdout, stderr } = await start("once").output();
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(new TextDecoder().decode(stdout), "started 64\n");
    assertEquals(code, 0);
  },
);

Deno.test(
  "Ctrl-C in the middle of a product ends the program at once",
  needs(projectFiles, programs),
  async () => {
    const child = start("forever");
    const reader = child.stdout.getReader();
    await reader.read(); // it says that it has started
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = performance.now();
    child.kill("SIGINT");
    const { signal } = await child.status;
    assertEquals(signal, "SIGINT");
    assert(performance.now() - asked < 1000);
    await reader.cancel();
    await child.stderr.cancel();
  },
);

const small = randomGemm(randomSource(1), { m: 100, n: 100, k: 100 });
/** Too small for the workers: the caller's thread does it all. */
const tiny = randomGemm(randomSource(1), { m: 2, n: 2, k: 2 });

async function withPool(test: (pool: GemmPool) => void | Promise<void>) {
  const pool = await startGemmPool({ threads: 2, stallSeconds: 0.3 });
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
    withPool((pool) => {
      // As if a worker had died inside of the last job.
      Atomics.add(pool.participant.words(), Word.Active, 1);
      assertThrows(
        () => gemm(pool, small),
        Error,
        "a worker thread is lost (no progress for 0.3 s)",
      );
    }),
);

/** A pool whose caller's thread does something else instead of packing B. */
function withoutPacking(pool: GemmPool, instead: () => void): GemmPool {
  const kernel = { ...pool.participant.kernel, packB: instead };
  Object.assign(pool.participant, { kernel });
  return pool;
}

Deno.test(
  "a part of the job that never gets done gives an error, not a hang",
  needs(projectFiles),
  () =>
    withPool((pool) => {
      assertThrows(
        () => gemm(withoutPacking(pool, () => {}), tiny),
        Error,
        "a worker thread is lost (no progress for 0.3 s)",
      );
    }),
);

Deno.test(
  "a worker that fails in the middle of a job ends the waiting",
  needs(projectFiles),
  () =>
    withPool((pool) => {
      const fail = () =>
        Atomics.store(pool.participant.words(), Word.Failed, 1);
      const broken = withoutPacking(pool, fail);
      const lost = "a worker thread is lost (it failed)";
      assertThrows(() => gemm(broken, tiny), Error, lost);
      assertThrows(() => gemm(pool, small), Error, lost);
    }),
);

Deno.test(
  "a trap in the kernel reaches the caller; the pool says why it is lost",
  needs(projectFiles),
  () =>
    withPool(async (pool) => {
      const { words } = pool.participant;
      const outside = 2 ** 31;
      const job = {
        ...{ kind: 0, groups: 1000, tiles: 1, parallel: true, reals: [] },
        integers: [
          ...[[Word.M, 100], [Word.N, 32_000], [Word.K, 100]] as const,
          ...[[Word.B, outside], [Word.StrideB, 400]] as const,
        ],
      };
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

Deno.test(
  "a job interrupted in the middle does not spoil the next one",
  needs(projectFiles),
  () =>
    withPool((pool) => {
      const product = randomGemm(randomSource(2), { m: 300, n: 300, k: 300 });
      gemm(pool, product);
      const expected = product.c.slice();
      const words = pool.participant.words();
      for (let i = 0; i < 100; i++) {
        // A notebook's Stop: the caller's thread leaves after it has called the
        // workers in, and takes no part.
        Atomics.store(words, Word.NextTile, 0);
        Atomics.store(words, Word.TilesDone, 0);
        Atomics.store(words, Word.Open, 1);
        Atomics.add(words, Word.Generation, 1);
        Atomics.notify(words, Word.Generation);
        product.c.fill(0);
        gemm(pool, product);
        assertEquals(product.c, expected);
      }
    }),
);

Deno.test(
  "startGemmPool refuses a number of threads that is none",
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
