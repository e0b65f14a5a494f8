import { assertEquals, assertThrows } from "@std/assert";
import { centres, derivativeMatrix } from "#lib/lie/derivative.ts";
import { allclose } from "../allclose.ts";
import oracles from "../fixtures/oracles.json" with { type: "json" };
import { times } from "./times.ts";

const sizes = [1, 2, 3, 4, 5, 6, 7, 14, 20, 28] as const;

Deno.test("centres fill the frame at every resolution and continue across a margin", () => {
  allclose(centres(4), [-0.75, -0.25, 0.25, 0.75], {});
  allclose(centres(5), [-0.8, -0.4, 0, 0.4, 0.8], { absolute: 1e-15 });
  allclose(centres(2, 1), [-1.5, -0.5, 0.5, 1.5], {});
  allclose(centres(14, 3).slice(3, 17), centres(14), {});
});

for (const [size, expected] of Object.entries(oracles.derivative)) {
  Deno.test(`derivativeMatrix agrees with the FFT of NumPy for ${size} cells`, () => {
    allclose(derivativeMatrix(Number(size)), expected.flat(), {
      absolute: 1e-12,
    });
  });
}

for (const n of sizes) {
  Deno.test(`derivativeMatrix of ${n} cells is antisymmetric and circulant`, () => {
    const D = derivativeMatrix(n);
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) {
        assertEquals(D[j * n + k] + D[k * n + j], 0);
        const next = ((j + 1) % n) * n + (k + 1) % n;
        allclose([D[next]], [D[j * n + k]], { absolute: 1e-12 });
      }
    }
  });

  Deno.test(`derivativeMatrix of ${n} cells is exact on band-limited sines`, () => {
    const D = derivativeMatrix(n);
    const c = centres(n);
    for (let mode = 0; 2 * mode < n; mode++) {
      const omega = Math.PI * mode; // the frame has the length 2
      const sine = c.map((x) => Math.sin(omega * x + 0.3));
      const slope = c.map((x) => omega * Math.cos(omega * x + 0.3));
      allclose(times(D, sine), slope, { absolute: 1e-11 }, `mode ${mode}`);
    }
    if (n % 2 === 0) { // the Nyquist mode is dropped
      const nyquist = c.map((_, j) => (j % 2 === 0 ? 1 : -1));
      allclose(times(D, nyquist), new Float64Array(n), { absolute: 1e-11 });
    }
  });
}

Deno.test("cellsPerUnit is the scale of the axis", () => {
  const inFrame = derivativeMatrix(20, 7);
  allclose(inFrame, derivativeMatrix(20).map((value) => value * 0.7), {
    relative: 1e-14,
  });
});

Deno.test("wrong sizes are refused", () => {
  assertThrows(() => centres(0), RangeError, "centres: expected n");
  assertThrows(() => centres(4, -1), RangeError, "margin");
  assertThrows(() => derivativeMatrix(2.5), RangeError, "found 2.5");
  assertThrows(() => derivativeMatrix(4, 0), RangeError, "cellsPerUnit");
});
