import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  aboutPoint,
  customTransformation,
  type Transformation,
  transformations,
} from "#lib/flow/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import { centres } from "#lib/lie/derivative.ts";
import {
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import { allclose } from "../allclose.ts";
import { exponentialTimes } from "../lie/times.ts";

const points = [[0, 0], [0.5, -0.3], [-0.9, 0.9], [1, 1], [-1, 0.2]] as const;

const all: readonly Transformation[] = [
  ...Object.values(transformations),
  customTransformation("stretch", "log-scale", (x) => [x, 0]),
  aboutPoint(transformations.spiral, 0.3, -0.2),
];

for (const { name, field, flow } of all) {
  Deno.test(`${name}: phi_0 is the identity, to the last bit`, () => {
    for (const [x, y] of points) allclose(flow(0, x, y), [x, y], {});
  });

  Deno.test(`${name}: phi_{s+t} = phi_s after phi_t`, () => {
    for (const [s, t] of [[0.1, 0.25], [-0.3, 0.2], [0.35, -0.35]] as const) {
      for (const [x, y] of points) {
        const both = flow(s, ...flow(t, x, y));
        allclose(both, flow(s + t, x, y), { absolute: 2e-8 });
      }
    }
  });

  Deno.test(`${name}: d/dt phi_t at t = 0 is the field`, () => {
    const h = 1e-5; // the central difference is right to about h^2
    for (const [x, y] of points) {
      const ahead = flow(h, x, y), behind = flow(-h, x, y);
      const slope = [0, 1].map((k) => (ahead[k] - behind[k]) / (2 * h));
      allclose(slope, field(x, y), { absolute: 5e-9 });
    }
  });

  Deno.test(`${name}: d/dt phi_t is the field at the moved point`, () => {
    const h = 1e-5, t = 0.3;
    for (const [x, y] of points) {
      const ahead = flow(t + h, x, y), behind = flow(t - h, x, y);
      const slope = [0, 1].map((k) => (ahead[k] - behind[k]) / (2 * h));
      allclose(slope, field(...flow(t, x, y)), { absolute: 1e-7 });
    }
  });
}

/** A smooth image, small at the frame's edge and above the grid's bandwidth. */
function blob(x: number, y: number): number {
  return Math.exp(-((x + 0.1) ** 2 + (y - 0.1) ** 2) / (2 * 0.16 ** 2));
}

/** The image on the grid, and the same image moved along the flow: x_0(phi_{-t}(r)). */
function blobAndMoved(
  { flow }: Transformation,
  t: number,
  n: number,
  margin: number,
) {
  const c = centres(n, margin), size = c.length;
  const at = (f: (x: number, y: number) => number) =>
    Float64Array.from(
      { length: size * size },
      (_, i) => f(c[i % size], c[Math.floor(i / size)]),
    );
  return { x0: at(blob), xt: at((x, y) => blob(...flow(-t, x, y))) };
}

for (const transformation of all) {
  const { coefficients } = projectField(transformation.field, quadratic);

  Deno.test(`${transformation.name}: exp(-t G) x_0 samples x_0 at phi_{-t}`, () => {
    const n = 20, t = 0.2;
    const G = combine(generatorStack(quadratic, n), coefficients);
    const { x0, xt } = blobAndMoved(transformation, t, n, 0);
    allclose(exponentialTimes(G, -t, x0), xt, { absolute: 1e-4 });
  });

  Deno.test(`${transformation.name}: the tapered split form samples it to 0.002 of the peak`, () => {
    const n = 20, margin = 3, t = 0.2;
    const stack = taperedGeneratorStack(quadratic, n, margin);
    const { x0, xt } = blobAndMoved(transformation, t, n, margin);
    const moved = exponentialTimes(combine(stack, coefficients), -t, x0);
    allclose(moved, xt, { absolute: 2e-3 });
  });
}

Deno.test("the record's keys are the names", () => {
  for (const [key, { name }] of Object.entries(transformations)) {
    assertEquals(key, name);
  }
});

Deno.test("rotation by a right angle takes +x to +y", () => {
  allclose(transformations.rotation.flow(Math.PI / 2, 1, 0), [0, 1], {
    absolute: 1e-15,
  });
});

Deno.test("a flow that meets its pole is not finite", () => {
  const [x] = transformations.specialConformalX.flow(1, 1, 0);
  assertEquals(Number.isFinite(x), false);
});

Deno.test("flows evaluated at one t after another do not mix them up", () => {
  const { rotation, spiral } = transformations;
  assertAlmostEquals(rotation.flow(0.3, 1, 0)[0], Math.cos(0.3));
  assertAlmostEquals(spiral.flow(0.5, 1, 0)[0], Math.exp(0.5) * Math.cos(0.5));
  assertAlmostEquals(rotation.flow(0.3, 1, 0)[0], Math.cos(0.3));
});

Deno.test("a custom transformation needs a name and a unit", () => {
  const field = () => [1, 0] as const;
  assertThrows(() => customTransformation("", "m", field), RangeError, "name");
  assertThrows(() => customTransformation("a", " ", field), RangeError, "unit");
});

Deno.test("a transformation about a point moves points relative to it as the original about 0", () => {
  for (const transformation of Object.values(transformations)) {
    const moved = aboutPoint(transformation, 0.3, -0.2);
    assertEquals(moved.name, `${transformation.name} about (0.3, -0.2)`);
    assertEquals(moved.unit, transformation.unit);
    for (const [x, y] of points) {
      const expected = transformation.flow(0.2, x, y);
      allclose(moved.flow(0.2, x + 0.3, y - 0.2), [
        expected[0] + 0.3,
        expected[1] - 0.2,
      ], { absolute: 1e-12 });
      allclose(
        moved.field(x + 0.3, y - 0.2),
        transformation.field(x, y),
        { absolute: 1e-12 },
      );
    }
  }
});

Deno.test("a rotation about another point is one about 0 and a translation", () => {
  const { field } = aboutPoint(transformations.rotation, 0.3, -0.2);
  for (const [x, y] of points) {
    allclose(field(x, y), [-y - 0.2, x - 0.3], { absolute: 1e-15 });
  }
});

Deno.test("after its period, and not after half of it, a transformation is the identity", () => {
  const periodic: readonly Transformation[] = Object.values(transformations)
    .filter((one: Transformation) => one.period !== undefined);
  assertEquals(periodic.map(({ name }) => name), ["rotation"]);
  for (const { flow, period } of periodic) {
    const [x, y] = flow(period!, 0.3, -0.7);
    assertAlmostEquals(x, 0.3, 1e-12);
    assertAlmostEquals(y, -0.7, 1e-12);
    const [halfX, halfY] = flow(period! / 2, 0.3, -0.7);
    assert(Math.hypot(halfX - 0.3, halfY + 0.7) > 0.5);
  }
});
