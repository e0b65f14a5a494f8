import { assert, assertEquals } from "@std/assert";
import { isDeepStrictEqual } from "node:util";
import { needs, programs, projectFiles } from "../needs.ts";
import { trainingBackends } from "./blas_need.ts";
import { differencesOf, trained } from "./trained.ts";

/** Width of the layers, for which every kernel shares its work. */
const WIDTH = 256;

/** Largest allowed relative difference of an array of parameters. Measured: none. */
const THREADS_AGREE = 1e-4;

for (const [backend, more] of Object.entries(trainingBackends)) {
  Deno.test({
    ...needs(projectFiles, programs, ...more),
    name: `two processes train to the same bits, ${backend}`,
    async fn() {
      const options = { threads: 2, width: WIDTH };
      const one = await trained(backend, 10, 10, options);
      const two = await trained(backend, 10, 10, options);
      assertEquals(one.backend, backend);
      // A list of all differences between large arrays would take minutes.
      assert(isDeepStrictEqual(one, two));
    },
  });
}

Deno.test({
  ...needs(projectFiles, programs),
  name:
    "other numbers of threads train to the same parameters but for rounding",
  async fn() {
    const [one, ...others] = await Promise.all(
      [1, 2, 3].map((threads) =>
        trained("wasm", 10, 10, { threads, width: WIDTH })
      ),
    );
    assertEquals([one, ...others].map(({ threads }) => threads), [1, 2, 3]);
    for (const other of others) {
      for (const [name, found] of differencesOf(other, one)) {
        assert(found <= THREADS_AGREE, `${name}: ${found}`);
      }
    }
    // A missing step would show.
    const less = await trained("wasm", 10, 9, { threads: 1, width: WIDTH });
    const most = Math.max(...differencesOf(less, one).values());
    assert(most > THREADS_AGREE, `${most}`);
  },
});
