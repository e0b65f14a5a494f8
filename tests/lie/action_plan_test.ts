import { assert, assertEquals, assertThrows } from "@std/assert";
import { quadratic } from "#lib/lie/basis.ts";
import {
  type ActionPlan,
  exactPlan,
  truncatedPlan,
} from "#lib/lie/action_plan.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import oracles from "../fixtures/oracles.json" with { type: "json" };
import { startTestRuntime } from "../start_runtime.ts";
import { act, close, series } from "../model/action.ts";

await startTestRuntime();

Deno.test("an exact plan is exact to 1e-5, whatever the content", () => {
  for (const { name, alpha, d, t, z, expm_z } of oracles.exponential_action) {
    const generator = combine(generatorStack(quadratic, d), alpha);
    const norm = Math.abs(t) * createNormBound(quadratic, d)(alpha);
    const [moved] = act(generator, [-t], [z], exactPlan(norm));
    close(moved, expm_z, 1e-5, `${name} on ${d} x ${d}, norm ${norm}`);
  }
});

/** Error for the generator of the circle, whose norm is 1, at t = norm. */
function errorOnCircle(norm: number, plan: ActionPlan): number {
  const [[x, y]] = series([0, -1, 1, 0], [norm], [[1, 0]], plan);
  return Math.hypot(x - Math.cos(norm), y + Math.sin(norm));
}

for (const tolerance of [1e-5, 1e-3, 0.3]) {
  Deno.test(`a plan keeps a tolerance of ${tolerance} at every norm, and two terms fewer would not`, () => {
    for (const norm of [0.5, 2, 3.7, 5.01, 11, 17.2, 40, 100]) {
      const plan = exactPlan(norm, tolerance);
      const error = errorOnCircle(norm, plan);
      assert(error <= tolerance, `${norm}: ${error}`);
      const terms = plan.terms - 2;
      const cut = errorOnCircle(norm, { ...plan, terms });
      assert(cut > tolerance, `${norm}, ${terms} terms: ${cut}`);
    }
  });
}

Deno.test("a plan costs fewer than five products per unit of the norm", () => {
  for (const norm of [20, 50, 200]) {
    const { substeps, terms } = exactPlan(norm);
    assert(substeps * terms < 5 * norm, `${norm}: ${substeps} x ${terms}`);
  }
});

Deno.test("a norm of 0 takes one step", () => {
  assertEquals(exactPlan(0).substeps, 1);
});

Deno.test("a truncated plan is one step of the paper's order", () => {
  assertEquals(truncatedPlan(3), { substeps: 1, terms: 3 });
});

Deno.test("exactPlan refuses invalid norms and tolerances", () => {
  for (const wrong of [NaN, -1, -Infinity, Infinity]) {
    assertThrows(() => exactPlan(wrong), RangeError, `found ${wrong}`);
  }
  for (const wrong of [NaN, 0, -1, 1e-8, 1, 2]) {
    assertThrows(() => exactPlan(3, wrong), RangeError, `found ${wrong}`);
  }
});
