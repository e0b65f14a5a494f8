import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertThrows,
} from "@std/assert";
import {
  type LabelledImages,
  labelledPairs,
} from "#lib/constraint/classed_images.ts";
import { testLabels } from "#lib/constraint/test_labels.ts";
import { alphaOf } from "#lib/detection/found.ts";
import type { WorkingPairs } from "#lib/detection/working_pairs.ts";
import type { LabelTest } from "#lib/detection/label_test.ts";
import { spannedAlgebra } from "#lib/detection/spanned_algebra.ts";
import type { VectorField } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { foundAlong, labelledBlobs } from "./labelled_blobs.ts";

const rotation: VectorField = (x, y) => [-y, x];
const shift: VectorField = () => [1, 0];

/** Two classes, one blob on the right or on the left: a half turn exchanges them. */
const exchanged = [[[0.5, 0, 0.2]], [[-0.5, 0, 0.2]]] as const;

/** Two classes, one blob or two of them: no turn exchanges them. */
const apart = [[[0.5, 0, 0.2]], [[0.5, 0, 0.2], [-0.5, 0, 0.2]]] as const;

function tested(
  field: VectorField,
  most: number,
  images: LabelledImages,
): LabelTest {
  const tests = testLabels(foundAlong(field, most), images);
  assertEquals(tests.length, 1);
  return tests[0];
}

Deno.test("labels that a half turn exchanges are kept up to a quarter turn each way", () => {
  const images = labelledBlobs(60, exchanged);
  const { verdict, curve } = tested(rotation, 3.2, images);
  assert(verdict.kind === "use-up-to", verdict.reason);
  // t of the unit generator is 1.414 times the angle; the reaches are 22.5 degrees
  // apart.
  assertAlmostEquals(verdict.upTo / Math.SQRT2, 3 * Math.PI / 8, 1e-9);
  assertMatch(
    verdict.reason,
    /up to t = 1\.67 \(67\.5 degrees\): .*labels 0 and 1 are taken for each/,
  );
  // From a quarter turn on, an image and its opposite look alike, whatever their class.
  assertEquals(curve.slice(0, 4).map(({ accuracy }) => accuracy), [1, 1, 1, 1]);
  assert(curve.slice(5).every(({ accuracy }) => accuracy < 0.7));
});

Deno.test("labels that no turn exchanges are kept for the whole turn", () => {
  const images = labelledBlobs(60, apart);
  const { verdict, curve } = tested(rotation, 3.2, images);
  assert(verdict.kind === "use", verdict.reason);
  assertAlmostEquals(verdict.upTo, Math.PI * Math.SQRT2, 1e-9);
  assert(curve.every(({ accuracy }) => accuracy > 0.95));
});

Deno.test("no reach is larger than the learned t", () => {
  const images = labelledBlobs(60, exchanged);
  const { verdict, curve } = tested(rotation, 1, images);
  assert(verdict.kind === "use", verdict.reason);
  assertAlmostEquals(verdict.upTo, Math.SQRT2, 1e-9);
  assertEquals(
    curve.map(({ reach }) => reach / Math.SQRT2 * 8).map(Math.round),
    [
      0,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
    ],
  );
});

Deno.test("a shift keeps labels until the content has left the frame", () => {
  // The classes differ by width, so no shift exchanges them.
  const images = labelledBlobs(60, [[[0, 0, 0.12]], [[0, 0, 0.3]]]);
  const near = tested(shift, 0.5, images);
  assert(near.verdict.kind === "use", near.verdict.reason);
  const far = tested(shift, 2.4, images);
  assert(far.verdict.kind === "use-up-to", far.verdict.reason);
  // The narrow blob has left the frame at 1.3, the wide one at 1.9.
  assert(
    far.verdict.upTo >= 0.9 && far.verdict.upTo <= 1.8,
    far.verdict.reason,
  );
  const gone = tested(shift, 16, images);
  assertEquals(gone.verdict.kind, "do-not", gone.verdict.reason);
});

Deno.test("random labels, or too few of them, have an unknown verdict", () => {
  const images = labelledBlobs(60, exchanged);
  const stream = randomStream(0, "random labels");
  const labels = Array.from(
    images.pixels.slice(0, 60),
    () => Math.floor(3 * stream()),
  );
  const random = tested(rotation, 1, { ...images, labels });
  assertEquals(random.verdict.kind, "unknown", random.verdict.reason);
  assertMatch(random.verdict.reason, /nothing can be told/);
  const few = tested(rotation, 1, labelledBlobs(20, exchanged));
  assertEquals(few.verdict.kind, "unknown", few.verdict.reason);
  assertMatch(few.verdict.reason, /too few to tell/);
});

Deno.test("images of one group are not compared, so copies do not raise the accuracy", () => {
  const images = labelledBlobs(60, exchanged);
  const stream = randomStream(0, "random labels");
  // Each image occurs twice, with a random label that both copies share.
  const own = Array.from({ length: 30 }, () => Math.floor(2 * stream()));
  const labels = Array.from({ length: 60 }, (_, i) => own[i >> 1]);
  const pixels = images.pixels.slice();
  const cells = images.side ** 2;
  for (let i = 1; i < 60; i += 2) {
    pixels.copyWithin(i * cells, (i - 1) * cells, i * cells);
  }
  const copies = { ...images, pixels, labels };
  const groups = labels.map((_, i) => i >> 1);
  const leaking = tested(rotation, 0.2, copies);
  const apart = tested(rotation, 0.2, { ...copies, groups });
  const [told, guessed] = [leaking, apart].map(({ curve }) =>
    curve[0].accuracy
  );
  assert(told > 0.8 && guessed < 0.75, `${told} and ${guessed}`);
});

Deno.test("several generators are tested one by one", () => {
  const found = foundAlong(rotation, 3.2);
  const other = foundAlong(shift, 2.4);
  const rows = Array.from(found.held.t, (t, i) => [t, other.held.t[i]]);
  const tests = testLabels({
    ...found,
    several: {
      areMixed: false,
      generators: [found, other],
      algebra: spannedAlgebra(
        found.basis,
        [found, other].map(alphaOf),
      ),
      parameters: Float64Array.from(rows.flat()),
      moving: new Uint8Array(),
    },
  }, labelledBlobs(60, exchanged));
  const alone = tested(shift, 2.4, labelledBlobs(60, exchanged));
  assertEquals(tests.length, 2);
  assertEquals(tests[1], alone);
  assertMatch(tests[0].verdict.reason, /67\.5 degrees/);
});

Deno.test("large frames give the same verdict as small ones", () => {
  const small = labelledBlobs(60, exchanged);
  const side = small.side * 4;
  const pixels = new Float32Array(small.count * side ** 2);
  for (let i = 0; i < pixels.length; i++) {
    const [image, cell] = [Math.floor(i / side ** 2), i % side ** 2];
    const row = Math.floor(cell / side / 4), column = (cell % side) >> 2;
    pixels[i] = small.pixels[(image * small.side + row) * small.side + column];
  }
  const { verdict } = tested(rotation, 3.2, { ...small, side, pixels });
  assertMatch(verdict.reason, /up to t = 1\.67 \(67\.5 degrees\)/);
});

Deno.test("invalid labels are refused in one line", () => {
  const images = labelledBlobs(12, exchanged);
  const found = foundAlong(rotation, 1);
  const wrong = [
    [[0, 1], "expected 12 labels, one per image, found 2"],
    [new Array(12).fill(3), "expected at least two classes, found label 3"],
    [[...new Array(11).fill(1), 0.5], "expected integers, found 0.5 at 11"],
    [[NaN, ...new Array(11).fill(1)], "expected integers, found NaN at 0"],
  ] as const;
  for (const [labels, message] of wrong) {
    assertThrows(
      () => testLabels(found, { ...images, labels }),
      UserError,
      message,
    );
  }
  const none = {
    ...found,
    verdict: { kind: "none", reason: "noise" } as const,
  };
  assertThrows(() => testLabels(none, images), UserError, "found");
  testLabels(none, images, { force: true });
});

/** Programs in JavaScript can pass anything. */
const wrongImages: readonly [
  change: (images: LabelledImages) => Readonly<Record<string, unknown>>,
  message: string,
][] = [
  [
    ({ pixels }) => ({ pixels: pixels.subarray(1) }),
    "pixels: expected 12 x 12 x 12 values, found 1727",
  ],
  [
    ({ pixels }) => ({ pixels: Array.from(pixels) }),
    "pixels: expected a Float32Array, found a list of 1728",
  ],
  [
    ({ pixels }) => ({ pixels: pixels.with(150, NaN) }),
    "pixels: expected finite numbers, found NaN in image 1 (counted from 0)",
  ],
  [() => ({ side: 13 }), "pixels: expected 12 x 13 x 13 values, found 1728"],
  [() => ({ side: NaN }), "side: expected an integer from 1 to 512, found NaN"],
  [() => ({ count: 0, labels: [] }), "count: expected an integer from 1"],
  [() => ({ groups: [0] }), "groups: expected 12, one per image, found 1"],
  [() => ({ labels: undefined }), "labels: expected a list of one integer per"],
  [
    ({ labels }) => ({ labels: Array.from(labels, String) }),
    'labels: expected integers, found "0" at 0',
  ],
  [
    ({ labels }) => ({
      labels: BigInt64Array.from(Array.from(labels, BigInt)),
    }),
    "labels: expected integers, found 0n at 0",
  ],
];

for (const [change, message] of wrongImages) {
  Deno.test(`labelled images are refused: ${message}`, () => {
    const images = labelledBlobs(12, exchanged);
    const wrong = { ...images, ...change(images) } as never;
    assertThrows(
      () => testLabels(foundAlong(rotation, 1), wrong),
      Error,
      `testLabels: ${message}`,
    );
  });
}

Deno.test("pairs have one label for each pair of the files", () => {
  const { count, side, pixels, labels } = labelledBlobs(12, exchanged);
  const pairs = {
    count: 2,
    side,
    x0: pixels.subarray(0, 2 * side ** 2),
    indices: Uint32Array.of(3, 8),
    source: { count },
  } as WorkingPairs;
  assertEquals(labelledPairs(pairs, labels).labels, [labels[3], labels[8]]);
  for (const wrong of [[0, 1, 0], [...Array.from(labels), 0]]) {
    assertThrows(
      () => labelledPairs(pairs, wrong),
      UserError,
      "labelledPairs: labels: expected 12 labels, one per image, found",
    );
  }
});
