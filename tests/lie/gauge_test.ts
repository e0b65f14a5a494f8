import { assertEquals } from "@std/assert";
import { gaugeSign } from "#lib/lie/gauge.ts";

const truth = [0.6, 0, -0.8];

Deno.test("the sign turns an estimate towards the truth if it is known", () => {
  assertEquals(gaugeSign([0.5, 0.1, -0.9], truth), 1);
  assertEquals(gaugeSign([-0.5, 0.9, 0.4], truth), -1);
});

Deno.test("without a truth the largest coefficient becomes positive", () => {
  assertEquals(gaugeSign([0.1, -0.9, 0.4]), -1);
  assertEquals(gaugeSign([-0.1, 0.9, 0.4]), 1);
  assertEquals(gaugeSign(Float32Array.of(-0.5)), -1);
});

Deno.test("of coefficients that are about as large the last one becomes positive", () => {
  for (const noise of [-0.01, 0, 0.01]) {
    const rotation = [0.1, -0.7 + noise, 0.2, 0.7];
    assertEquals(gaugeSign(rotation), 1);
    assertEquals(gaugeSign(rotation.map((value) => -value)), -1);
  }
});

Deno.test("an answer and its negative get the same gauge", () => {
  for (const alpha of [[0.3, -0.2, 0.9], [-0.3, 0.8, 0.1]]) {
    const negative = alpha.map((a) => -a);
    for (const known of [truth, undefined]) {
      assertEquals(gaugeSign(negative, known), -gaugeSign(alpha, known));
    }
  }
});

Deno.test("orthogonal and zero vectors have the sign 1", () => {
  assertEquals(gaugeSign([0, 1, 0], truth), 1);
  assertEquals(gaugeSign([0, 0]), 1);
});
