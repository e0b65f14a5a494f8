import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Pairs } from "#lib/datasets/types.ts";
import type { Evidence } from "#lib/detection/diagnose.ts";
import { verdictWith } from "#lib/detection/finite_verdict.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import type { FiniteMap } from "#lib/matching/finite_map.ts";
import { numbersTo } from "#lib/matching/frames.ts";
import { detectionExample } from "./detection_example.ts";
import { judged } from "./judged.ts";
import { drawnT, movedPairs } from "./moved_blobs.ts";

const unrelated: Evidence = {
  ...detectionExample().evidence,
  explained: 0.1,
  explainedByTwo: 0.1,
};
const oneMap: Evidence = { ...detectionExample().evidence, spreadOfT: 0 };

const map = (
  kind: FiniteMap["kind"],
  statement: string,
  choices = 1,
): FiniteMap => ({ kind, statement, choices, explained: 0.99 });

const cases: readonly (readonly [
  finiteMap: FiniteMap,
  evidence: Evidence,
  kind: string,
  reason: string,
])[] = [
  [
    map("mirror", "xt is x0 mirrored left to right"),
    unrelated,
    "none",
    "xt is x0 mirrored left to right: a reflection, which no flow reaches",
  ],
  [
    map("turn", "xt is x0 turned by multiples of 90 degrees", 4),
    { ...unrelated, explained: 0.5, explainedByTwo: 0.88 },
    "none",
    "xt is x0 turned by multiples of 90 degrees: a finite group, and no flow with small steps",
  ],
  [
    map("turn", "xt is x0 turned by 180 degrees"),
    oneMap,
    "not-identifiable",
    "xt is x0 turned by 180 degrees, alike in all pairs: only this map is known, not the group that it belongs to",
  ],
  [
    map(
      "shift",
      "xt is x0 shifted by one pixel along y (up), alike in all pairs",
    ),
    oneMap,
    "not-identifiable",
    "xt is x0 shifted by one pixel along y (up), alike in all pairs: only this map is known, not the group that it belongs to",
  ],
  [
    map("blur", "xt is a blurred x0"),
    { ...unrelated, explainedByBrightness: 0.9 },
    "none",
    "xt is a blurred x0: the change is not geometric",
  ],
];

for (const [finiteMap, evidence, kind, reason] of cases) {
  Deno.test(`the reason is that ${finiteMap.statement}`, () => {
    assertEquals<unknown>(verdictWith(finiteMap, evidence), { kind, reason });
  });
}

const { rotation, translationX } = transformations;
const COUNT = 160, SIZE = 12, CELLS = SIZE * SIZE;

/** Blobs turned by small angles, with xt replaced by a function of these pairs. */
function withXt(
  xtOf: (pairs: Pairs, pair: number, row: number, column: number) => number,
): Pairs {
  const pairs = movedPairs(rotation.flow, drawnT(COUNT, -0.5, 0.5), {
    size: SIZE,
  });
  const xt = pairs.xt.map((_, i) =>
    xtOf(
      pairs,
      Math.floor(i / CELLS),
      Math.floor(i / SIZE) % SIZE,
      i % SIZE,
    )
  );
  return { ...pairs, xt };
}

Deno.test("mirrored pairs: none, because of a reflection", async () => {
  const mirrored = withXt(({ x0 }, pair, row, column) =>
    x0[pair * CELLS + row * SIZE + SIZE - 1 - column]
  );
  const { verdict, finiteMap } = await judged(mirrored, affine);
  assertEquals<unknown>(verdict, {
    kind: "none",
    reason:
      "xt is x0 mirrored left to right: a reflection, which no flow reaches",
  });
  assert(finiteMap!.explained > 0.99);
});

Deno.test("partners sorted by their numbers as text: none, because of their order", async () => {
  const order = numbersTo(COUNT).sort((a, b) => String(a) < String(b) ? -1 : 1);
  const sorted = withXt(({ xt }, pair, row, column) =>
    xt[order[pair] * CELLS + row * SIZE + column]
  );
  const { verdict, finiteMap } = await judged(sorted, affine);
  assertEquals(verdict.kind, "none");
  assertMatch(
    verdict.reason,
    /another order: xt is sorted as text .*; once both/,
  );
  assertEquals(finiteMap?.kind, "order");
});

Deno.test("a shift by one pixel in all pairs: not identifiable, and named", async () => {
  const pairs = movedPairs(
    translationX.flow,
    new Float64Array(COUNT).fill(2 / SIZE),
    { size: SIZE },
  );
  const { verdict } = await judged(pairs, affine);
  assertEquals(verdict.kind, "not-identifiable");
  assertMatch(
    verdict.reason,
    /^xt is x0 shifted by one pixel along x \(to the right\)/,
  );
});

Deno.test("a small rotation under noise is found, and no finite map is tried", async () => {
  const pairs = movedPairs(rotation.flow, drawnT(COUNT, -0.3, 0.3), {
    size: SIZE,
    noise: 0.05,
  });
  const { verdict, finiteMap } = await judged(pairs, affine);
  assertEquals([verdict.kind, finiteMap], ["found", null]);
});
