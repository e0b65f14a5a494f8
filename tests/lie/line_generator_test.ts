import { assertEquals } from "@std/assert";
import { affine, type Basis, quadratic } from "#lib/lie/basis.ts";
import {
  advectiveGeneratorStack,
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import {
  combineLines,
  type GeneratorForm,
  gradientOfAlpha,
  lineStack,
  marginOf,
  transposeLines,
} from "#lib/lie/line_generator.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { denseOf } from "./dense_of_lines.ts";

const forms: readonly GeneratorForm[] = [
  { kind: "plain" },
  { kind: "tapered", margin: 3 },
  { kind: "tapered", margin: 0 },
  { kind: "advective", margin: 3 },
];

const dense = {
  plain: (basis: Basis, n: number) => generatorStack(basis, n),
  tapered: taperedGeneratorStack,
  advective: advectiveGeneratorStack,
};

const random = (length: number, name: string) => {
  const next = standardNormal(randomStream(0, name));
  return Float32Array.from({ length }, () => next());
};

for (const form of forms) {
  for (const n of [4, 5]) {
    for (const basis of [affine, quadratic]) {
      Deno.test(`${form.kind} lines with a margin of ${marginOf(form)} of the ${basis.name} basis on ${n} x ${n} are the dense generators`, () => {
        const margin = marginOf(form), size = n + 2 * margin;
        const expected = dense[form.kind](basis, n, margin);
        const lines = lineStack(basis, n, form);
        const length = 2 * size ** 3;
        assertEquals(lines.length, basis.terms.length * length);
        basis.terms.forEach(({ label }, i) =>
          allclose(
            denseOf(lines.subarray(i * length, (i + 1) * length), size),
            expected.subarray(i * size ** 4, (i + 1) * size ** 4),
            { absolute: 1e-12 },
            label,
          )
        );
      });
    }
  }
}

const size = 5;
const stack = Float32Array.from(
  lineStack(quadratic, size, { kind: "plain" }),
);
const alpha = random(12, "alpha");

Deno.test("combineLines is the sum of the terms, times the factor", () => {
  const out = new Float32Array(2 * size ** 3).fill(NaN);
  combineLines(stack, alpha, 0.5, out);
  const expected = combine(generatorStack(quadratic, size), alpha)
    .map((v) => v / 2);
  allclose(denseOf(out, size), expected, { absolute: 1e-5 });
});

Deno.test("gradientOfAlpha is the adjoint of combineLines", () => {
  const gradient = random(2 * size ** 3, "gradient");
  const out = new Float32Array(gradient.length);
  combineLines(stack, alpha, 0.7, out);
  const along = gradientOfAlpha(stack, gradient, 0.7);
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, v, i) => sum + v * b[i], 0);
  allclose([dot(along, alpha)], [dot(gradient, out)], { relative: 1e-5 });
});

Deno.test("transposeLines gives the lines of the transposed matrix", () => {
  const lines = stack.subarray(0, 2 * size ** 3);
  const out = new Float32Array(lines.length);
  transposeLines(lines, out);
  const cells = size * size;
  const [dense, transposed] = [denseOf(lines, size), denseOf(out, size)];
  for (let i = 0; i < cells; i++) {
    for (let k = 0; k < cells; k++) {
      assertEquals(transposed[i * cells + k], dense[k * cells + i]);
    }
  }
});
