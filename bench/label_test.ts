/**
 * Calibrates the label test on MNIST: what it says of transformations that keep the
 * digit, of those that do not, and of labels that mean nothing. The table goes to
 * standard output.
 *
 *     deno run --allow-read bench/label_test.ts > bench/label_test.txt
 */
import type { LabelTest } from "#lib/detection/label_test.ts";
import { transformations } from "#lib/flow/transformations.ts";
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
const COUNTS = [100, 300, 1000, 3000], SEEDS = [0, 1, 2];

/** The largest t is given as it is used: the window of the learned t ends there. */
const row = (
  [name, most]: (typeof MOTIONS)[number],
  count: number,
  seed: number,
  { verdict, curve }: LabelTest,
) => {
  const end = curve.at(-1)!;
  const upTo = "upTo" in verdict ? verdict.upTo / end.reach * most : NaN;
  const three = (value: number) => value.toFixed(3);
  console.log([
    name,
    `up to ${three(most)}`,
    `${count} labels`,
    `seed ${seed}`,
    verdict.kind + (Number.isNaN(upTo) ? "" : ` ${three(upTo)}`),
    `unmoved ${three(curve[0].accuracy)}`,
    `falls ${curve.slice(1).map(({ fall }) => three(fall)).join(" ")}`,
  ].join(", "));
};

for (const count of COUNTS) {
  for (const seed of count < 1000 ? SEEDS : SEEDS.slice(0, 1)) {
    const digits = await labelledDigits(count, seed);
    for (const [name, most] of MOTIONS) {
      row([name, most], count, seed, await testedDigits(name, most, digits));
    }
    const stream = randomStream(seed, "random labels");
    const labels = Array.from(
      { length: count },
      () => Math.floor(10 * stream()),
    );
    const told = await testedDigits("rotation", 1, { ...digits, labels });
    console.log(
      `random labels: ${count} labels, seed ${seed}, ${told.verdict.kind}`,
    );
  }
}
