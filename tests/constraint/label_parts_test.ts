import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
} from "@std/assert";
import { judgeLabels } from "#lib/constraint/judge_labels.ts";
import { LABEL_BOUNDS } from "#lib/constraint/label_bounds.ts";
import { labelCurve } from "#lib/constraint/label_curve.ts";
import { nearestClass } from "#lib/constraint/nearest_class.ts";
import { signTest } from "#lib/constraint/paired_rise.ts";
import { lowFrequencies } from "#lib/images/low_frequencies.ts";
import type { Confusion } from "#lib/detection/label_test.ts";
import { randomStream } from "#lib/random/streams.ts";

Deno.test("all cosine coefficients together keep distances", () => {
  const side = 6, stream = randomStream(0, "cosines");
  const { length, of } = lowFrequencies(side, 20);
  assertEquals(length, side ** 2);
  const [a, b] = [0, 1].map(() =>
    Float32Array.from({ length: side ** 2 }, stream)
  );
  const out = new Float32Array(2 * length);
  of(a, out, 0);
  of(b, out, length);
  const distance = (p: Float32Array, q: Float32Array) =>
    Math.hypot(...p.map((value, i) => value - q[i]));
  assertAlmostEquals(
    distance(out.subarray(0, length), out.subarray(length)),
    distance(a, b),
    1e-5,
  );
});

Deno.test("few coefficients are the lowest: of a constant image only the first", () => {
  const side = 6;
  const { length, of } = lowFrequencies(side, 2);
  // The coefficients (0, 0), (0, 1), (1, 0) and (1, 1).
  assertEquals(length, 4);
  const out = new Float32Array(5).fill(9);
  of(new Float32Array(side ** 2).fill(2), out, 1);
  const expected = [9, 2 * side, 0, 0, 0];
  out.forEach((value, k) => assertAlmostEquals(value, expected[k], 1e-5));
});

Deno.test("the nearest class has the least mean distance of its three nearest images, each at its best t", () => {
  const count = 40, length = 8, classes = 4, times = 5;
  const stream = randomStream(0, "nearest");
  const values = Float32Array.from(
    { length: times * count * length },
    stream,
  );
  const classOf = Int32Array.from(
    { length: count },
    () => Math.floor(classes * stream()),
  );
  const groupOf = Uint32Array.from({ length: count }, (_, i) => i >> 1);
  const orbits = { count, length, values, classOf, classes, groupOf };
  const used = [3, 0, 4];
  for (let asked = 0; asked < 30; asked++) {
    const image = Float32Array.from({ length }, stream);
    const group = asked % 20;
    const squares = Array.from(classOf, (label, i) => ({
      label,
      group: groupOf[i],
      distance: Math.min(...used.map((time) => {
        const at = (time * count + i) * length;
        return Math.hypot(...image.map((value, k) => value - values[at + k]));
      })),
    })).filter((one) => one.group !== group);
    const means = Array.from({ length: classes }, (_, label) => {
      const own = squares.filter((one) => one.label === label)
        .map(({ distance }) => distance).toSorted((a, b) => a - b);
      return own.slice(0, 3).reduce((a, b) => a + b, 0) /
        Math.min(3, own.length);
    });
    assertEquals(
      nearestClass(orbits, image, group, used),
      means.indexOf(Math.min(...means)),
    );
  }
});

Deno.test("a curve is the accuracy over both sides, its fall and the worst confusion", () => {
  const classOf = Int32Array.of(0, 0, 0, 1, 1, 2);
  const right = classOf.slice();
  const told = [
    [right],
    [Int32Array.of(0, 0, 1, 1, 1, 2), Int32Array.of(0, 1, 1, 1, 0, 1)],
  ];
  const images = { classOf, labels: [6, 9, 20] };
  const [unmoved, moved] = labelCurve(images, told, { most: 4, count: 2 });
  assertEquals(unmoved, { reach: 0, accuracy: 1, fall: 0, low: 0, high: 0 });
  assertEquals(moved.reach, 2);
  // Seven of twelve are right: five on the one side and two on the other.
  assertAlmostEquals(moved.accuracy, 7 / 12, 1e-12);
  assertAlmostEquals(moved.fall, 1 - moved.accuracy, 1e-12);
  // The falls of the six images are 0, 0.5, 1, 0, 0.5, 0.5. The variance counts one
  // more image that changes.
  const mean = 2.5 / 6;
  const square = [0, 0.5, 1, 0, 0.5, 0.5]
    .reduce((sum, fall) => sum + (fall - mean) ** 2, 0) / 5;
  const half = 1.96 * Math.sqrt(6 * square + 1) / 6;
  assertAlmostEquals(moved.high, mean + half, 1e-12);
  assertAlmostEquals(moved.low, mean - half, 1e-12);
  // Labels 6 and 9 have five images, of which 1 + 0.5 + 0.5 are confused; labels 9 and
  // 20 confuse half an image.
  const { confused } = moved;
  assert(confused !== undefined);
  assertEquals([confused.labels, confused.images], [[6, 9], 5]);
  assertAlmostEquals(confused.share, 2 / 5, 1e-12);
  assertAlmostEquals(confused.rise, 2 / 5, 1e-12);
  // The rises of their five images are 0, 0.5, 1, 0, 0.5, of variance 0.175.
  assertAlmostEquals(
    confused.high,
    2 / 5 + 1.96 * Math.sqrt(5 * 0.175 + 1) / 5,
    1e-12,
  );
  // Three of three changes are rises, and there are three pairs of classes.
  assertAlmostEquals(confused.chance, 3 / 8, 1e-12);
});

Deno.test("the sign test sums the binomial distribution", () => {
  const changes = (rises: number, falls: number) => [
    ...new Array(rises).fill(0.5),
    ...new Array(falls).fill(-1),
    0,
  ];
  assertEquals(signTest(changes(0, 0)), 1);
  assertEquals(signTest(changes(3, 0)), 1 / 8);
  // 10 + 5 + 1 of 2^5.
  assertAlmostEquals(signTest(changes(3, 2)), 16 / 32, 1e-15);
  assertEquals(signTest(changes(0, 4)), 1);
  assertAlmostEquals(signTest(changes(500, 500)), 0.5126, 1e-4);
  assert(signTest(changes(1000, 0)) > 0);
});

Deno.test("two of ten classes that are confused more count before pairs that are not lost", () => {
  // Ten classes of 30 images. Ten of class 6 are taken for 9 once they are moved. All of
  // class 0 that were taken for 1 or 2 are told right.
  const classOf = Int32Array.from({ length: 300 }, (_, i) => i % 10);
  const labels = Array.from({ length: 10 }, (_, k) => k);
  const before = classOf.slice(), after = classOf.slice();
  for (let k = 0; k < 10; k++) after[10 * k + 6] = 9;
  // Classes 3 and 8: more images change, but as many fall as rise.
  for (let k = 0; k < 14; k++) {
    before[10 * k + 3] = 8;
    after[10 * k + 8] = 3;
  }
  const [, moved] = labelCurve(
    { classOf, labels },
    [[before], [after, after]],
    {
      most: 1,
      count: 1,
    },
  );
  assertEquals(moved.confused?.labels, [6, 9]);
  assertAlmostEquals(moved.confused!.rise, 1 / 6, 1e-12);
  assertAlmostEquals(moved.confused!.chance, 45 / 2 ** 10, 1e-12);
});

/** A confusion of two classes with no evidence that it has risen. */
const mild = {
  labels: [6, 9],
  images: 60,
  share: 0.25,
  rise: 0.05,
  low: -0.03,
  high: 0.13,
  chance: 1,
} as const;

/** A verdict on a curve with these falls, whose intervals reach `half` either way. */
const judged = (
  falls: readonly number[],
  half: number,
  accuracy = 0.9,
  guessed = 0.1,
  confused: Partial<Confusion> = {},
  small = 0,
) =>
  judgeLabels({
    curve: [0, ...falls].map((fall, reach) => ({
      reach,
      accuracy: accuracy - fall,
      fall,
      low: reach === 0 ? 0 : fall - half,
      high: reach === 0 ? 0 : fall + half,
      confused: { ...mild, ...reach === 2 && confused },
    })),
    images: 500,
    tested: 300,
    classes: 10,
    guessed,
    small,
    inWords: (reach) => `t = ${reach}`,
  });

Deno.test("the verdict depends on the first reach that is not kept", () => {
  const { fall, possibleFall } = LABEL_BOUNDS;
  const kept = judged([0, -0.02, fall], 0.02);
  assertEquals([kept.kind, "upTo" in kept && kept.upTo], ["use", 3]);
  assertMatch(kept.reason, /up to t = 3 .*, 87 % of .* unmoved 90 %/);

  const lost = judged([0, 2 * fall, 0], 0.02);
  assertEquals([lost.kind, "upTo" in lost && lost.upTo], ["use-up-to", 1]);
  assertMatch(lost.reason, /25 % of the labels 6 and 9 are taken for each/);

  const unsure = judged([0, 0, fall], possibleFall - fall + 0.001);
  assertEquals([unsure.kind, "upTo" in unsure && unsure.upTo], [
    "use-up-to",
    2,
  ]);
  assertMatch(unsure.reason, /t = 3 the labels are too few to tell/);

  const at = judged([2 * fall, 0], 0.02);
  assertEquals(at.kind, "do-not");
  assertMatch(at.reason, /does not keep the label: moved by up to t = 1/);

  assertEquals(judged([0, 0], possibleFall + 0.001).kind, "unknown");
  // The bound is 3 standard errors above guessing: 0.5 + 3 * 0.0289.
  assertEquals(judged([0, 0], 0.02, 0.58, 0.5).kind, "unknown");
  assertEquals(judged([0, 0], 0.02, 0.59, 0.5).kind, "use");
  assert(!judged([0], 0.02).reason.includes("NaN"));
});

Deno.test("two classes that are taken for each other end the use, though nearly all labels are kept", () => {
  const { confusion, possibleConfusion, confusionImages, chance } =
    LABEL_BOUNDS;
  const pair = (confused: Partial<Confusion>) =>
    judged([0, 0.01, 0], 0.02, 0.9, 0.1, confused);
  const lost = pair({ rise: confusion + 0.001, chance });
  assertEquals([lost.kind, "upTo" in lost && lost.upTo], ["use-up-to", 1]);
  assertMatch(
    lost.reason,
    /up to t = 1: moved by up to t = 2 either way, 25 % of the labels 6 and 9 are taken for each other, unmoved 21 %$/,
  );
  assertEquals(pair({ rise: confusion, chance }).kind, "use");
  assertEquals(pair({ chance: chance + 1e-6 }).kind, "use");

  const unsure = pair({ high: possibleConfusion + 0.001 });
  assertEquals([unsure.kind, "upTo" in unsure && unsure.upTo], [
    "use-up-to",
    1,
  ]);
  assertMatch(
    unsure.reason,
    /at t = 2 the labels 6 and 9 are too few to tell, for of their 60 tested images 0 % to 15 % more/,
  );
  assertEquals(pair({ high: possibleConfusion }).kind, "use");
  const few = { high: 1, images: confusionImages - 1 };
  assertEquals(pair(few).kind, "use");
  assertMatch(
    judged([0], 0.02, 0.9, 0.1, {}, 7).reason,
    /; 7 of 45 pairs of labels have fewer than 40 images/,
  );
});
