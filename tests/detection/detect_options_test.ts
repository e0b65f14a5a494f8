import { assertEquals, assertRejects } from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import { openPairs } from "#lib/datasets/open_images.ts";
import { detect, detectIn } from "#lib/detection/detect.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { drawnT, movedPairs, workingOf } from "./moved_blobs.ts";

const pairs = movedPairs(
  transformations.rotation.flow,
  drawnT(50, -0.5, 0.5),
  { size: 8 },
);
const { pairs: working } = await workingOf(pairs);

type Refusal = readonly [
  option: string,
  value: unknown,
  error: typeof RangeError | typeof TypeError,
  says: string,
];

const refusals: readonly Refusal[] = [
  ...[0, -1, 101, 1.5, NaN, Infinity].map((value): Refusal => [
    "seeds",
    value,
    RangeError,
    `seeds: expected an integer from 1 to 100, found ${value}`,
  ]),
  [
    "seeds",
    "3",
    TypeError,
    'seeds: expected an integer from 1 to 100, found "3"',
  ],
  [
    "seeds",
    null,
    TypeError,
    "seeds: expected an integer from 1 to 100, found null",
  ],
  ...[-1, 0.5, NaN, 1e6 + 1].map((value): Refusal => [
    "paperSteps",
    value,
    RangeError,
    `paperSteps: expected an integer from 0 to 1000000, found ${value}`,
  ]),
  [
    "paperSteps",
    true,
    TypeError,
    "paperSteps: expected an integer from 0 to 1000000, found true",
  ],
  ...[0, 7, 8.5, -8, NaN, Infinity].map((value): Refusal => [
    "most",
    value,
    RangeError,
    `most: expected an integer from 8 to 1000000, found ${value}`,
  ]),
  [
    "basis",
    { name: "none", terms: [] },
    RangeError,
    "basis: expected at least one term, found none",
  ],
  [
    "basis",
    "quadratic",
    TypeError,
    'basis: expected a basis, { name, terms }, found "quadratic"',
  ],
  [
    "basis",
    null,
    TypeError,
    "basis: expected a basis, { name, terms }, found null",
  ],
  [
    "basis",
    {
      name: "half",
      terms: [quadratic.terms[0], { component: "x", label: "y" }],
    },
    TypeError,
    'basis: term 1: expected { component: "x" or "y", label, value(x, y) }, found an object',
  ],
  [
    "signal",
    new AbortController(),
    TypeError,
    "signal: expected an AbortSignal, found an object",
  ],
  ["onProgress", 1, TypeError, "onProgress: expected a function, found 1"],
  ["onNote", "log", TypeError, 'onNote: expected a function, found "log"'],
  [
    "onNetworkStep",
    1,
    TypeError,
    "onNetworkStep: expected a function, found 1",
  ],
];

for (const [option, value, kind, says] of refusals) {
  Deno.test(`detect and detectIn refuse ${says}`, async () => {
    const options = { [option]: value };
    const calls = {
      detect: () => detect(pairs, options),
      ...option === "most"
        ? {}
        : { detectIn: () => detectIn(working, options) },
    };
    for (const [name, call] of Object.entries(calls)) {
      const error = await assertRejects(call, kind);
      assertEquals(error.message, `${name}: ${says}`);
    }
  });
}

Deno.test("detect refuses options and pairs that are no objects", async () => {
  const nothing = null as unknown as Record<string, never>;
  const text = "pairs.npz" as unknown as typeof pairs;
  for (
    const [call, says] of [
      [
        () => detect(pairs, nothing),
        "detect: options: expected an object, found null",
      ],
      [
        () => detect(text),
        'detect: pairs: expected an object, found "pairs.npz"',
      ],
    ] as const
  ) {
    const error = await assertRejects(call, TypeError);
    assertEquals(error.message, says);
  }
});

const expected =
  "expected a list of one path, or of two of .npy or idx files, found";
const wrongPaths: readonly (readonly [
  paths: unknown,
  error: typeof RangeError | typeof TypeError,
  says: string,
])[] = [
  ["pairs.npz", TypeError, `openPairs: ${expected} "pairs.npz"`],
  [undefined, TypeError, `openPairs: ${expected} undefined`],
  [[], RangeError, `openPairs: ${expected} 0 paths`],
  [["a", "b", "c"], RangeError, `openPairs: ${expected} 3 paths`],
  [["a", 3], TypeError, "openPairs: paths: expected texts, found 3"],
];

for (const [paths, kind, says] of wrongPaths) {
  Deno.test(`openPairs refuses ${JSON.stringify(paths)}`, async () => {
    const error = await assertRejects(
      () => openPairs(paths as readonly string[]),
      kind,
    );
    assertEquals(error.message, says);
  });
}

const term = (label: string, value: (x: number, y: number) => number) => ({
  component: "x" as const,
  label,
  value,
});

const ownBases = [
  [
    [term("a", () => NaN)],
    "term 0, a: expected a finite number at (-1.5, -1.5), found NaN",
  ],
  [
    [
      term("a", () => {
        throw new Error("no");
      }),
    ],
    "term 0, a: expected a finite number at (-1.5, -1.5), found Error: no",
  ],
  [
    [term("a", () => 1), term("b", () => 2)],
    "expected terms of which none is a sum of multiples of others",
  ],
  [
    [term("a", () => 1), term("a", (x) => x)],
    'expected distinct labels, found "a" twice',
  ],
] as const;

for (const [terms, says] of ownBases) {
  Deno.test(`detect refuses a basis of the caller's: ${says}`, async () => {
    await assertRejects(
      () => detect(pairs, { basis: { name: "own", terms }, networks: false }),
      UserError,
      `detect: basis: ${says}`,
    );
  });
}

/** Programs in JavaScript can pass anything. */
const { x0, xt } = memoryStacks(pairs);
const wrongPairs: readonly [wrong: unknown, says: string][] = [
  [{}, "detect: pairs, x0: expected an object, found undefined"],
  [{ x0 }, "detect: pairs, xt: expected an object, found undefined"],
  [
    { x0, xt: { ...xt, count: 49 } },
    "detect: pairs: expected the same count in x0 and xt, found 50 and 49",
  ],
  [
    { ...pairs, x0: Array.from(pairs.x0) },
    "the pairs, x0: expected a Float32Array, found a list of 3200",
  ],
  [
    { ...pairs, xt: undefined },
    "the pairs, xt: expected a Float32Array, found undefined",
  ],
  [{ ...pairs, count: "50" }, 'x0, count: expected an integer, found "50"'],
  [{ ...pairs, height: 8.5 }, "x0, height: expected an integer, found 8.5"],
  [{ ...pairs, channels: undefined }, "x0, channels: expected an integer"],
];

for (const [wrong, says] of wrongPairs) {
  Deno.test(`detect refuses pairs: ${says}`, async () => {
    await assertRejects(
      () => detect(wrong as never, { networks: false }),
      Error,
      says,
    );
  });
}
