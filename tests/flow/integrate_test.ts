import { assert, assertThrows } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import { integrateField } from "#lib/flow/integrate.ts";
import { allclose } from "../allclose.ts";

const points = [[0, 0], [0.5, -0.3], [-0.9, 0.9], [1, 1], [-1, 0.2]] as const;

for (const { name, field, flow } of Object.values(transformations)) {
  Deno.test(`integrateField reaches 1e-8 for ${name} on the frame`, () => {
    for (const t of [-0.4, 0.05, 0.4]) {
      for (const [x, y] of points) {
        allclose(integrateField(field, t, x, y), flow(t, x, y), {
          absolute: 1e-8,
        }, `t ${t}, (${x}, ${y})`);
      }
    }
  });
}

Deno.test("integrateField goes a whole turn and back, however fast the field", () => {
  const fast = (x: number, y: number) => [-20 * y, 20 * x] as const;
  allclose(integrateField(fast, Math.PI / 10, 1, 0.5), [1, 0.5], {
    absolute: 1e-8,
  });
  const there = integrateField(fast, 0.3, 0.2, -0.9);
  allclose(integrateField(fast, -0.3, ...there), [0.2, -0.9], {
    absolute: 1e-7,
  });
});

Deno.test("integrateField ends for a flow that leaves to infinity", () => {
  const [x] = integrateField((x) => [x * x, 0], 1.5, 1, 0); // 1 / (1 - t)
  assert(!(Math.abs(x) < 1e6), `found ${x}`);
});

Deno.test("integrateField refuses a time that is not finite", () => {
  assertThrows(
    () => integrateField(() => [0, 0], NaN, 0, 0),
    RangeError,
    "found NaN",
  );
});
