import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { normalQuantile } from "#lib/detection/normal_quantile.ts";

Deno.test("normalQuantile agrees with SciPy", () => {
  // python -c 'from scipy.stats import norm
  // print([norm.isf(p).round(6) for p in (.5, .1, .025, .05/24, .025/40)])'
  // with SciPy 1.17.1
  const references = [
    [0.5, 0],
    [0.1, 1.281552],
    [0.025, 1.959964],
    [0.05 / 24, 2.86526],
    [0.025 / 40, 3.227218],
  ];
  for (const [tail, expected] of references) {
    assertAlmostEquals(normalQuantile(tail), expected, 4.5e-4);
  }
});

Deno.test("less is beyond what is farther out", () => {
  let last = -Infinity;
  for (let tail = 0.5; tail > 1e-9; tail /= 1.3) {
    const found = normalQuantile(tail);
    assert(found > last);
    last = found;
  }
});

Deno.test("normalQuantile takes the upper half only", () => {
  for (const tail of [0, -0.1, 0.51, 1, NaN, Infinity]) {
    assertThrows(
      () => normalQuantile(tail),
      RangeError,
      `expected a probability of more than 0 and at most 1/2, found ${tail}`,
    );
  }
});
