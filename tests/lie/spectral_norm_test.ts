import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { spectralNorm } from "#lib/lie/spectral_norm.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { times } from "./times.ts";

const random = (length: number, name: string) =>
  Float64Array.from({ length }, standardNormal(randomStream(0, name)));

Deno.test("the norm of a diagonal matrix is its largest entry, bounded from above", () => {
  for (const scale of [1e-100, 1, 1e100]) {
    const norm = spectralNorm(
      Float64Array.of(3, 0, 0, -4).map((v) => v * scale),
      2,
    ) / scale;
    assert(norm >= 4 * (1 - 1e-12) && norm <= 4.002, `${norm}`);
  }
});

Deno.test("the norm of a shear is the golden ratio", () => {
  const golden = (1 + Math.sqrt(5)) / 2;
  assertAlmostEquals(
    spectralNorm(Float64Array.of(1, 1, 0, 1), 2),
    golden,
    1e-3,
  );
});

Deno.test("no vector grows by more than the norm, and the transpose has the same norm", () => {
  const n = 7, a = random(n * n, "matrix");
  const norm = spectralNorm(a, n);
  for (let i = 0; i < 50; i++) {
    const v = random(n, `vector ${i}`);
    assert(Math.hypot(...times(a, v)) <= norm * Math.hypot(...v));
  }
  const transposed = a.map((_, i) => a[(i % n) * n + Math.floor(i / n)]);
  assertAlmostEquals(spectralNorm(transposed, n), norm, 2e-3 * norm);
});

Deno.test("the norm of zeros is 0", () => {
  assertEquals(spectralNorm(new Float64Array(9), 3), 0);
});
