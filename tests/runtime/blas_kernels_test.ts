import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ProductShape } from "#lib/runtime/direct.ts";
import { startRuntime } from "#lib/runtime/runtime.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { blasLibrary, foundBlas } from "./blas_need.ts";
import { plainProduct } from "./plain_product.ts";
import { testProducts } from "./product_tests.ts";

const start = () => startRuntime({ backend: "blas" });

testProducts(
  { name: "BLAS", ...needs(projectFiles, blasLibrary), start },
  { crossed: true },
);

Deno.test({
  ...needs(projectFiles, blasLibrary),
  name: "backend blas names its library, and starts once",
  async fn() {
    const runtime = await start();
    assertEquals(runtime.backend, "blas");
    assertEquals(runtime.threads, foundBlas!.threads);
    assertStringIncludes(runtime.description, foundBlas!.description);
    assert(Number.isInteger(runtime.threads) && runtime.threads >= 1);
    assertEquals(await startRuntime({ backend: "cpu" }), runtime);
  },
});

const plainly: ProductShape = {
  transposeA: false,
  transposeB: false,
  m: 65,
  n: 129,
  k: 257,
  accumulate: false,
};

Deno.test({
  ...needs(blasLibrary),
  name: "a BLAS product is exact to float32 rounding, whatever the transposes",
  fn() {
    const stream = randomStream(0, "operands");
    const random = (length: number) =>
      Float32Array.from({ length }, () => 2 * stream() - 1);
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        for (const accumulate of [false, true]) {
          const shape = { ...plainly, transposeA, transposeB, accumulate };
          const { m, n, k } = shape;
          const [a, b, actual] = [random(m * k), random(k * n), random(m * n)];
          const expected = actual.slice();
          foundBlas!.product(shape, a, b, actual);
          plainProduct(shape, a, b, expected);
          // The k products are below 1, and each is rounded at most k times at 2^-24.
          allclose(actual, expected, { absolute: k * 2 ** -24 * Math.sqrt(k) });
        }
      }
    }
  },
});

Deno.test({
  ...needs(blasLibrary),
  name: "a BLAS product with k = 0 is zero, or C if it accumulates",
  fn() {
    const none = new Float32Array(), c = Float32Array.of(1, 2, 3, 4);
    const { product } = foundBlas!;
    const shape = { ...plainly, m: 2, n: 2, k: 0 };
    product({ ...shape, accumulate: true }, none, none, c);
    allclose(c, [1, 2, 3, 4], {});
    product(shape, none, none, c);
    allclose(c, [0, 0, 0, 0], {});
    product({ ...shape, m: 0, k: 2 }, none, Float32Array.of(1, 2, 3, 4), none);
  },
});
