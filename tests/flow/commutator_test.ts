import { assert, assertEquals, assertThrows } from "@std/assert";
import { bracketTransformation, commutatorPath } from "#lib/flow/commutator.ts";
import { inSequence } from "#lib/flow/sequence.ts";
import {
  type Transformation,
  transformations,
} from "#lib/flow/transformations.ts";
import { powerLaw } from "#lib/evaluation/power_law.ts";
import { allclose } from "../allclose.ts";

const { rotation, scaling, shear, specialConformalX, translationX } =
  transformations;
const points = [[0.1, 0.2], [0.6, -0.3], [-0.5, 0.4]] as const;

/** Distances of the path's end from its beginning and from the bracket's flow. */
function distances(a: Transformation, b: Transformation, size: number) {
  const path = inSequence(commutatorPath(a, b, size, size));
  const { flow } = bracketTransformation(a, b);
  const [begin, bracket] = [
    (x: number, y: number) => [x, y] as const,
    // The flow exp(s t [A, B]) moves content by -s t.
    (x: number, y: number) => flow(-size * size, x, y),
  ].map((other) =>
    Math.hypot(...points.flatMap(([x, y]) => {
      const [[endX, endY], [otherX, otherY]] = [path(1, x, y), other(x, y)];
      return [endX - otherX, endY - otherY];
    }))
  );
  return { begin, bracket };
}

for (
  const [a, b] of [
    [translationX, rotation],
    [rotation, shear],
    [translationX, specialConformalX],
  ]
) {
  Deno.test(`the commutator path of ${a.name} and ${b.name} agrees with the bracket's flow up to third order`, () => {
    const sizes = [0.02, 0.04, 0.08];
    const power = (key: "begin" | "bracket") =>
      powerLaw(sizes.map((x) => ({ x, y: distances(a, b, x)[key] })))!.exponent;
    allclose([power("begin")], [2], { absolute: 0.1 });
    allclose([power("bracket")], [3], { absolute: 0.15 });
  });
}

Deno.test("the path of flows that commute ends where it began", () => {
  const { begin, bracket } = distances(rotation, scaling, 0.5);
  assert(begin < 1e-14 && bracket < 1e-14);
});

Deno.test("the bracket of a shift and a rotation is a shift down", () => {
  const { name, unit, field, flow } = bracketTransformation(
    translationX,
    rotation,
  );
  assertEquals(name, "[translationX, rotation]");
  assertEquals(unit, "half-frames × radians");
  allclose(field(0.3, -0.8), [0, 1], { absolute: 1e-14 });
  allclose(flow(0.2, 0.3, -0.8), [0.3, -0.6], { absolute: 1e-9 });
});

Deno.test("a field that is no polynomial of degree 2 is refused", () => {
  const wave = { ...shear, name: "wave", field: () => [0, 0] as const };
  const bent = {
    ...wave,
    field: (x: number, y: number) => [Math.sin(3 * y), x] as const,
  };
  assertThrows(
    () => bracketTransformation(bent, rotation),
    RangeError,
    'bracketTransformation: expected fields that the basis "quadratic" holds, found wave',
  );
});
