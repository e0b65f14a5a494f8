import { assert, assertEquals, assertThrows } from "@std/assert";
import { quadratic } from "#lib/lie/basis.ts";
import {
  chebyshevCut,
  exactPlan,
  truncatedPlan,
} from "#lib/lie/exponential_action.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import oracles from "../fixtures/oracles.json" with { type: "json" };
import { startTestRuntime } from "../start_runtime.ts";
import { act, chebyshevSeries, close, taylorSeries } from "./action.ts";

await startTestRuntime();

Deno.test("an exact plan is exact to 1e-5, whatever the content", () => {
  for (const { name, alpha, d, t, z, expm_z } of oracles.exponential_action) {
    const generator = combine(generatorStack(quadratic, d), alpha);
    const norm = Math.abs(t) * createNormBound(quadratic, d)(alpha);
    const [moved] = act(generator, [-t], [z], exactPlan(norm));
    close(moved, expm_z, 1e-5, `${name} on ${d} x ${d}, t = ${t}`);
  }
});

/** The generator of the circle, whose norm is 1. */
const CIRCLE = [0, -1, 1, 0];

/** Errors of the two series for one norm, `by` terms shorter than planned. */
const errors = {
  taylor: (norm: number, tolerance: number, by: number) => {
    const { substeps, terms } = exactPlan(norm, tolerance);
    const plan = { substeps, terms: terms - by };
    return errorOnCircle(norm, taylorSeries(CIRCLE, [norm], [[1, 0]], plan));
  },
  chebyshev: (norm: number, tolerance: number, by: number) => {
    const { radius, terms } = chebyshevCut(norm, 1, tolerance);
    const cut = { radius, terms: Math.max(0, terms - by) };
    return errorOnCircle(norm, chebyshevSeries(CIRCLE, [norm], [[1, 0]], cut));
  },
};

function errorOnCircle(t: number, [[x, y]]: number[][]): number {
  return Math.hypot(x - Math.cos(t), y + Math.sin(t));
}

const kinds = [
  { kind: "taylor", tolerances: [1e-5, 1e-3, 0.3], fewer: [2] },
  // Orders come in pairs, even and odd, and may cancel each other.
  { kind: "chebyshev", tolerances: [1e-5, 1e-3, 0.03], fewer: [3, 4] },
] as const;

for (const { kind, tolerances, fewer } of kinds) {
  const errorOf = errors[kind];
  for (const tolerance of tolerances) {
    Deno.test(`${kind}: a plan keeps a tolerance of ${tolerance} at every norm, and would not with a few terms less`, () => {
      for (const norm of [0.5, 2, 3.7, 5.01, 11, 17.2, 40, 100]) {
        const error = errorOf(norm, tolerance, 0);
        assert(error <= tolerance, `${norm}: ${error}`);
        const cut = fewer.map((by) => errorOf(norm, tolerance, by));
        assert(Math.max(...cut) > tolerance, `${norm}: ${cut}`);
      }
    });
  }
}

Deno.test("a plan costs less than five products a unit of the norm, and half of it by Chebyshev's series", () => {
  for (const norm of [20, 50, 200]) {
    const { substeps, terms } = exactPlan(norm);
    assert(substeps * terms < 5 * norm, `${norm}: ${substeps} x ${terms}`);
    const cut = chebyshevCut(norm / 5, 5, 1e-5);
    assertEquals(cut.radius, 5);
    assert(cut.terms < substeps * terms / 2, `${norm}: ${cut.terms}`);
  }
});

Deno.test("nothing to move takes one step", () => {
  assertEquals(exactPlan(0).substeps, 1);
  for (const [largest, radius] of [[0, 1], [1, 0], [0, 0]]) {
    assertEquals(chebyshevCut(largest, radius, 1e-4), { radius: 1, terms: 1 });
  }
});

Deno.test("a truncated plan is one step of the paper's order", () => {
  assertEquals(truncatedPlan(3), { substeps: 1, terms: 3 });
});

Deno.test("exactPlan turns away what is no norm and no tolerance", () => {
  for (const wrong of [NaN, -1, -Infinity, Infinity]) {
    assertThrows(() => exactPlan(wrong), RangeError, `found ${wrong}`);
    assertThrows(() => chebyshevCut(wrong, 1, 0.1), RangeError, "found");
    assertThrows(() => chebyshevCut(1, wrong, 0.1), RangeError, "found");
  }
  for (const wrong of [NaN, 0, -1, 1e-8, 1, 2]) {
    assertThrows(() => exactPlan(3, wrong), RangeError, `found ${wrong}`);
  }
});
