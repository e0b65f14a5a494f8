import { assertEquals, assertThrows } from "@std/assert";
import { inSequence, oneAfterTheOther } from "#lib/flow/sequence.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { allclose } from "../allclose.ts";

const { rotation, translationX } = transformations;
const steps = [
  { transformation: rotation, t: 0.4 },
  { transformation: translationX, t: 0.3 },
];

Deno.test("steps are taken in the order of their list, and undone at time -1", () => {
  const flow = inSequence(steps);
  const [x, y] = rotation.flow(0.4, 0.5, -0.2);
  allclose(flow(1, 0.5, -0.2), [x + 0.3, y], { absolute: 1e-15 });
  allclose(flow(-1, x + 0.3, y), [0.5, -0.2], { absolute: 1e-15 });
  assertEquals(flow(0, 0.5, -0.2), [0.5, -0.2]);
  assertThrows(
    () => flow(0.5, 0, 0),
    RangeError,
    "inSequence: expected the time 1, 0 or -1, found 0.5",
  );
});

Deno.test("one after the other moves by the parameters of the generators in turn", () => {
  const group = oneAfterTheOther([rotation, translationX]);
  assertEquals(group.name, "rotation, then translationX");
  const flow = group.flowOf([0.4, 0.3]);
  for (const time of [1, -1]) {
    assertEquals(flow(time, 0.1, 0.7), inSequence(steps)(time, 0.1, 0.7));
  }
});
