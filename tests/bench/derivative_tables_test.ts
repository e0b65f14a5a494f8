import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  largestGrowth,
  leakage,
  spectralAbscissa,
} from "../../bench/derivative_measures.ts";
import { runTables } from "../../bench/derivative_tables.ts";
import {
  derivativeOperators,
  shannonWhittaker,
} from "#lib/lie/derivative_operators.ts";

Deno.test("the runs' table has every operator, the default one from runs without that setting", () => {
  const results = `experiment,preset,budget,varied,value,measure,mean
mnist-scaling,paper,standard,,,angle,12.345
mnist-scaling,without-registration,standard,,,angle,1
mnist-scaling,without-registration,standard,,,transformed error,0.5
mnist-scaling,paper,standard,derivative,cubic-spline,angle,2
mnist-scaling,without-registration,standard,derivative,cubic-spline,angle,3
mnist-scaling,without-registration,standard,latent-size,7,angle,99
`;
  const [[head, ...rows]] = runTables(results);
  assertEquals(head[0], "`mnist-scaling`");
  assertEquals(rows, [
    ["`shannon-whittaker`", "12.35°", "–", "1.00°", "0.5000"],
    ["`cubic-spline-periodic`", "–", "–", "–", "–"],
    ["`cubic-spline`", "2.00°", "–", "3.00°", "–"],
    ["`cubic-spline-mirror`", "–", "–", "–", "–"],
  ]);
});

Deno.test("a shift by whole cells leaks nothing with the odd Shannon-Whittaker matrix, which permutes the cells", () => {
  assertAlmostEquals(leakage(shannonWhittaker, 1), 0, 1e-12);
  assert(leakage(shannonWhittaker, 0.5) > 0.01);
});

Deno.test("an operator leaks nothing at t = 0", () => {
  for (const operator of Object.values(derivativeOperators)) {
    assertAlmostEquals(leakage(operator, 0), 0, 1e-12);
  }
});

Deno.test("a periodic operator lets neither a shift nor a rotation grow", () => {
  for (const name of ["shannon-whittaker", "cubic-spline-periodic"] as const) {
    for (const flow of ["shift", "rotation"] as const) {
      const operator = derivativeOperators[name];
      assertAlmostEquals(spectralAbscissa(flow, operator), 0, 1e-9);
      assertAlmostEquals(largestGrowth(flow, operator), 1, 2e-3);
    }
  }
});

Deno.test("the largest growth is at least 1, since constants stay", () => {
  for (const operator of Object.values(derivativeOperators)) {
    for (const flow of ["shift", "rotation", "scaling"] as const) {
      assert(largestGrowth(flow, operator) >= 1 - 1e-9);
      assert(spectralAbscissa(flow, operator) >= -1e-9);
    }
  }
});
