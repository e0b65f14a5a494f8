import { assertEquals } from "@std/assert";
import {
  type Evidence,
  findingsOf,
  hasNoFlow,
  isLeftByOne,
  verdictOf,
} from "#lib/detection/diagnose.ts";

/** Evidence of a flow that is found, without anything remarkable. */
const good: Evidence = {
  explained: 0.914,
  explainedByChance: 0.12,
  noise: 0,
  gainLow: 1,
  gainHigh: 1,
  explainedByBrightness: 0.05,
  explainedByTwo: 0.92,
  angleOfTwo: 45,
  matchedByOwnFields: 0,
  leftByGenerators: [],
  explainedTogether: 0,
  leftByMixture: 1,
  change: 0.4,
  spreadOfT: 0.5,
  ambiguousT: 0,
  uncertainty: 0.01,
  agreement: 1,
};

const FLOW = (share: number) =>
  `the flow explains ${share} % of the change between the images of held-out pairs`;
const STILL = (share: number) =>
  `the two images of a pair are nearly the same (the change is ${share} % of their variation): nothing moves, or the images are symmetric under what moves them`;
const UNRELATED = (share: number, chance: number) =>
  `${
    FLOW(share)
  }, and ${chance} % of that between images of different pairs: the images of a pair are not related by one flow`;

const SHORT = (points: number) =>
  `at least 60 % is expected of a flow that is found (${points}.0 percentage points are missing)`;
const WIDE =
  "the widest interval of a coefficient is ± 0.110, and at most ± 0.1 is expected (1.1 times as wide)";

const cases: readonly (readonly [
  what: string,
  evidence: Partial<Evidence>,
  kind: string,
  reason: string,
])[] = [
  ["all is well", {}, "found", FLOW(91)],
  [
    "nothing moves",
    { explained: 0.49, change: 0.0149 },
    "not-identifiable",
    STILL(1),
  ],
  [
    "less than nothing is explained of next to nothing",
    { explained: -0.4, change: 0 },
    "not-identifiable",
    STILL(0),
  ],
  [
    "a small change, but one that a flow explains",
    { explained: 0.7, explainedByTwo: 0.7, change: 0.01 },
    "found",
    FLOW(70),
  ],
  [
    "a large change that no flow explains",
    { explained: 0.1, change: 0.031, explainedByTwo: 0.1 },
    "none",
    UNRELATED(10, 12),
  ],
  [
    "brightness",
    { explained: 0.3, explainedByBrightness: 0.97 },
    "none",
    "the change is not geometric: another brightness and contrast explains 97 % of it, a flow 30 %",
  ],
  [
    "brightness, which a flow explains as well as that",
    { explained: 0.8, explainedByTwo: 0.8, explainedByBrightness: 0.79 },
    "found",
    FLOW(80),
  ],
  [
    "brightness, of which too little is explained to say so",
    { explained: 0.1, explainedByBrightness: 0.5, explainedByTwo: 0.1 },
    "none",
    UNRELATED(10, 12),
  ],
  [
    "hardly more than between strangers",
    { explained: 0.7, explainedByChance: 0.36, explainedByTwo: 0.7 },
    "none",
    UNRELATED(70, 36),
  ],
  [
    "shares below 0 are said to be 0",
    { explained: -0.2, explainedByChance: -0.6, explainedByTwo: 0 },
    "none",
    UNRELATED(0, 0),
  ],
  [
    "two flows",
    { explained: 0.5, explainedByTwo: 0.88 },
    "weak",
    "several generators are mixed: one explains 50 %, the better of two for each pair 88 %",
  ],
  [
    "two flows, of which one alone explains little more than chance",
    { explained: 0.25, explainedByChance: 0.2, explainedByTwo: 0.6 },
    "weak",
    "several generators are mixed: one explains 25 %, the better of two for each pair 60 %",
  ],
  [
    "two flows, and two generators that explain all",
    {
      explained: 0.5,
      explainedByTwo: 0.97,
      matchedByOwnFields: 1,
      leftByGenerators: [0.24, 0.001],
      explainedTogether: 0.97,
      leftByMixture: 0.001,
    },
    "found",
    "the flows of two generators, one per pair, explain 97 % of the change between the images of held-out pairs; of what a field per pair explains, one leaves 24 %, two 0.1 %",
  ],
  [
    "three generators at once, one of which explains little",
    {
      explained: 0.15,
      explainedByTwo: 0.3,
      matchedByOwnFields: 1,
      leftByGenerators: [0.6, 0.3, 0.01, 0.01],
      explainedTogether: 0.9,
      leftByMixture: 0.2,
    },
    "found",
    "the flows of three generators together explain 90 % of the change between the images of held-out pairs; of what a field per pair explains, one leaves 60 %, two 30 %, three 1 %",
  ],
  [
    "three generators whose flows explain half",
    {
      explained: 0.15,
      matchedByOwnFields: 1,
      leftByGenerators: [0.6, 0.3, 0.01, 0.01],
      explainedTogether: 0.5,
      leftByMixture: 0.2,
    },
    "weak",
    "the flows of three generators together explain 50 % of the change between the images of held-out pairs; of what a field per pair explains, one leaves 60 %, two 30 %, three 1 %, but at least 60 % is expected of a flow that is found (10.0 percentage points are missing)",
  ],
  [
    "a mixture of five generators",
    {
      explained: 0.5,
      matchedByOwnFields: 1,
      leftByGenerators: [0.5, 0.18, 0.04, 0.01, 0],
      explainedTogether: 0.98,
      leftByMixture: 0.001,
    },
    "weak",
    "the flows of five generators, one per pair, explain 98 % of the change between the images of held-out pairs; of what a field per pair explains, one leaves 50 %, two 18 %, three 4 %, four 1 %, five 0.0 %, but mixtures of at most 3 generators are told apart",
  ],
  [
    "one generator by the fields of pairs, of which it explains little",
    {
      explained: 0.1,
      explainedByTwo: 0.1,
      matchedByOwnFields: 0.6,
      leftByGenerators: [0.01, 0.009],
    },
    "none",
    UNRELATED(10, 12),
  ],
  [
    "two flows that explain less than half",
    { explained: 0.15, explainedByTwo: 0.49 },
    "none",
    UNRELATED(15, 12),
  ],
  [
    "two flows that explain much of what has strangers, too",
    { explained: 0.4, explainedByChance: 0.36, explainedByTwo: 0.71 },
    "none",
    UNRELATED(40, 36),
  ],
  [
    "two flows that are nearly one",
    { explained: 0.65, explainedByTwo: 0.95, angleOfTwo: 20 },
    "found",
    FLOW(65),
  ],
  [
    "a second flow that explains just too little more",
    { explained: 0.6, explainedByTwo: 0.7099 },
    "found",
    FLOW(60),
  ],
  [
    "a second flow that explains just enough more",
    { explained: 0.6, explainedByTwo: 0.7101 },
    "weak",
    "several generators are mixed: one explains 60 %, the better of two for each pair 71 %",
  ],
  [
    "one t everywhere",
    { spreadOfT: 0.019 },
    "not-identifiable",
    `${
      FLOW(91)
    }, but t is the same in all pairs: only the map from x0 to xt is known, not the group that it belongs to`,
  ],
  [
    "a flow that explains too little",
    { explained: 0.59, explainedByTwo: 0.6 },
    "weak",
    `${FLOW(59)}, but ${SHORT(1)}`,
  ],
  ["wide intervals", { uncertainty: 0.11 }, "weak", `${FLOW(91)}, but ${WIDE}`],
  [
    "both",
    { explained: 0.3, explainedByTwo: 0.3, uncertainty: 0.11 },
    "weak",
    `${FLOW(30)}, but ${SHORT(30)} and ${WIDE}`,
  ],
  [
    "strangers that are explained as well, for all show one picture",
    { explained: 0.99, explainedByChance: 0.98, explainedByTwo: 0.99 },
    "found",
    FLOW(99),
  ],
  [
    "a third of what is left of strangers",
    { explained: 0.85, explainedByChance: 0.54, explainedByTwo: 0.85 },
    "found",
    FLOW(85),
  ],
  [
    "more than a third of what is left of strangers",
    { explained: 0.84, explainedByChance: 0.54, explainedByTwo: 0.84 },
    "none",
    UNRELATED(84, 54),
  ],
];

for (const [what, evidence, kind, reason] of cases) {
  Deno.test(`the verdict is ${kind}: ${what}`, () => {
    const verdict = verdictOf({ ...good, ...evidence });
    assertEquals<unknown>(verdict, { kind, reason });
  });
}

Deno.test("the verdict has the reason that comes first, if several are true", () => {
  // At first everything is wrong; then one value after another is corrected.
  const evidence: Evidence = {
    explained: 0.15,
    explainedByChance: 0.4,
    noise: 0,
    gainLow: 1,
    gainHigh: 1,
    explainedByBrightness: 0.9,
    explainedByTwo: 0.8,
    angleOfTwo: 90,
    matchedByOwnFields: 0,
    leftByGenerators: [],
    explainedTogether: 0,
    leftByMixture: 1,
    change: 0.01,
    spreadOfT: 0,
    ambiguousT: 0,
    uncertainty: 3,
    agreement: 0,
  };
  const steps: readonly (readonly [Partial<Evidence>, string])[] = [
    [{}, "nearly the same"],
    [{ change: 1 }, "not geometric"],
    [{ explainedByBrightness: 0.1 }, "several generators"],
    [{ explainedByTwo: 0.2 }, "not related by one flow"],
    [{ explained: 0.55, explainedByChance: 0.1 }, "t is the same"],
    [{ spreadOfT: 1 }, "held-out pairs"],
  ];
  let now = evidence;
  for (const [better, says] of steps) {
    now = { ...now, ...better };
    const { kind, reason } = verdictOf(now);
    assertEquals(
      [kind === "found", reason.includes(says)],
      [false, true],
      says,
    );
  }
  assertEquals(verdictOf({ ...now, explained: 0.9 }).kind, "weak");
  const last = { ...now, explained: 0.9, uncertainty: 0.1 };
  assertEquals(verdictOf(last).kind, "found");
});

Deno.test("several generators are looked for if one leaves motion unexplained", () => {
  const looked = (evidence: Partial<Evidence>) =>
    isLeftByOne({ ...good, ...evidence });
  assertEquals(
    [{ explained: 0.89 }, { explained: 0.1 }, { explained: 0.9 }].map(looked),
    [true, true, false],
  );
  const brightness = { explained: 0.3, explainedByBrightness: 0.97 };
  const still = { explained: 0.4, change: 0.01 };
  assertEquals([brightness, still].map(looked), [false, false]);
});

Deno.test("finite maps are tried if there is no flow, or the same map in all pairs", () => {
  const tried = (evidence: Partial<Evidence>) =>
    hasNoFlow({ ...good, ...evidence });
  const brightness = { explained: 0.3, explainedByBrightness: 0.97 };
  const mixture = { explained: 0.5, explainedByTwo: 0.88 };
  assertEquals(
    [brightness, mixture, { explained: 0.1 }, { spreadOfT: 0.01 }].map(tried),
    [true, true, true, true],
  );
  const still = { explained: 0.4, change: 0.01, spreadOfT: 0 };
  assertEquals(
    [{}, { uncertainty: 0.2 }, { explained: 0.59, explainedByTwo: 0.6 }, still]
      .map(tried),
    [false, false, false, false],
  );
});

Deno.test("findings depend only on the evidence, and ordinary evidence has none", () => {
  const kinds = (evidence: Partial<Evidence>) =>
    findingsOf({ ...good, ...evidence }).map(({ kind }) => kind);
  assertEquals(kinds({}), []);
  assertEquals(kinds({ explainedByChance: 0.7 }), ["alike-images"]);
  assertEquals(kinds({ explainedByChance: 0.69 }), []);
  assertEquals(kinds({ ambiguousT: 0.1 }), ["ambiguous-t"]);
  assertEquals(kinds({ ambiguousT: 0.09 }), []);
  assertEquals(kinds({ ambiguousT: 1, explainedByChance: 1 }), [
    "alike-images",
    "ambiguous-t",
  ]);
  assertEquals(kinds({ explained: 0.1, ambiguousT: 1 }), []);
  const leftByGenerators = [0.4, 0.001];
  assertEquals(kinds({ explained: 0.1, leftByGenerators }), [
    "several-generators",
  ]);
  assertEquals(kinds({ leftByGenerators: [0.001, 0.001] }), []);
});
