/**
 * Calibrates the label test on MNIST: its results for transformations that keep the
 * digit, for transformations that do not, and for meaningless labels. Prints the table.
 *
 *     deno run --allow-read bench/label_calibration.ts > bench/label_calibration.txt
 */
import type { LabelTest } from "#lib/detection/label_test.ts";
import type { transformations } from "#lib/flow/transformations.ts";
import { randomStream } from "#lib/random/streams.ts";
import {
  labelledDigits,
  testedDigits,
} from "../tests/constraint/mnist_labels.ts";

type Name = keyof typeof transformations;

/** Transformations and the largest t, in the transformation's own unit. */
const MOTIONS: readonly (readonly [Name, number])[] = [
  ["rotation", 75 * Math.PI / 180],
  ["rotation", Math.PI],
  ["translationX", 0.4],
  ["translationX", 1.2],
  ["shear", 0.4],
  ["shear", 2],
  ["scaling", 0.3],
  ["scaling", 1],
  ["specialConformalX", 1],
  ["specialConformalX", 6],
];
/** Numbers of labels, and seeds that draw their images. */
const SAMPLES = [[100, 0], [300, 0], [300, 1], [1000, 0], [1000, 1]] as const;

/** Samples for the rotations alone. */
const MORE_SAMPLES = [300, 1000].flatMap((count) =>
  [2, 3, 4].map((seed) => [count, seed] as const)
);
/** Digits that no turn makes look alike. */
const APART = [0, 1, 3, 4, 8];

console.log(
  "| transformation | largest t | labels | seed | verdict | up to | confused beyond: rise, % | unmoved, % | falls, % |",
);
console.log("| - | - | - | - | - | - | - | - | - |");
for (const [count, seed] of SAMPLES) {
  const digits = await labelledDigits(count, seed);
  const stream = randomStream(seed, "random labels");
  const random = Array.from({ length: count }, () => Math.floor(10 * stream()));
  for (const [name, most] of MOTIONS) {
    row(name, most, count, seed, testedDigits(name, most, digits));
  }
  const told = testedDigits("rotation", 1, { ...digits, labels: random });
  row("rotation, random labels", 1, count, seed, told);
}
for (const [count, seed] of MORE_SAMPLES) {
  const digits = await labelledDigits(count, seed);
  for (const [name, most] of MOTIONS.slice(0, 2)) {
    row(name, most, count, seed, testedDigits(name, most, digits));
  }
}
for (const [count, seed] of [...SAMPLES, ...MORE_SAMPLES]) {
  const digits = await labelledDigits(count, seed, APART);
  const told = testedDigits("rotation", Math.PI, digits);
  row(`rotation of ${APART.join(" ")}`, Math.PI, count, seed, told);
}

function row(
  name: string,
  most: number,
  count: number,
  seed: number,
  { verdict, curve }: LabelTest,
): void {
  const end = curve.at(-1)!;
  const kept = "upTo" in verdict ? verdict.upTo : 0;
  const upTo = "upTo" in verdict ? verdict.upTo / end.reach * most : undefined;
  const percent = (share: number) => (100 * share).toFixed(1);
  const falls = curve.slice(1).map(({ fall }) => percent(fall)).join(" ");
  const confused = verdict.kind === "unknown"
    ? undefined
    : curve.find(({ reach }) => reach > kept)?.confused;
  const cells = [
    name,
    most.toFixed(2),
    count,
    seed,
    verdict.kind,
    upTo?.toFixed(2) ?? "–",
    confused
      ? `${confused.labels.join(" and ")}: ${percent(confused.rise)}`
      : "–",
    percent(curve[0].accuracy),
    falls,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
