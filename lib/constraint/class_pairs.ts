import { greatest, mean } from "d3-array";
import type { Confusion } from "../detection/label_test.ts";
import { stateOfPair } from "./label_bounds.ts";
import { pairedRise, signTest } from "./paired_rise.ts";
import type { ClassedImages } from "./told_classes.ts";

/** Classes told for each image, one array per side. */
type Sides = readonly Int32Array[];

/** Classes of images, and their labels. */
type Classes = Pick<ClassedImages, "classOf" | "labels">;

const SEVERITY = { kept: 0, unsure: 1, lost: 2 } as const;

/**
 * The two classes whose confusion is judged worst, or else has risen most; undefined if
 * no confusion has risen.
 *
 * @param before Classes told for unmoved images.
 * @param after Classes told for the same images, moved.
 */
export const worstConfusion = (
  classes: Classes,
  before: Sides,
  after: Sides,
): Confusion | undefined =>
  greatest(
    confusions(classes, before, after).filter(({ rise }) => rise > 0),
    (a, b) =>
      SEVERITY[stateOfPair(a)] - SEVERITY[stateOfPair(b)] || a.rise - b.rise,
  );

/**
 * Counts the pairs of classes that have few images together.
 *
 * @param sizes Number of images of each class.
 * @param least Pairs with fewer images count.
 */
export const countSmallPairs = (
  sizes: readonly number[],
  least: number,
): number =>
  pairsOf(sizes.length).filter(([a, b]) => sizes[a] + sizes[b] < least).length;

/** The confusion of each two classes that have images. */
function confusions(
  { classOf, labels }: Classes,
  before: Sides,
  after: Sides,
): Confusion[] {
  const pairs = pairsOf(labels.length);
  const members = labels.map((): number[] => []);
  before[0].forEach((_, i) => members[classOf[i]].push(i));
  return pairs.flatMap(([a, b]) => {
    const shareOf = (sides: Sides) => [
      ...members[a].map((i) => shareTold(sides, i, b)),
      ...members[b].map((i) => shareTold(sides, i, a)),
    ];
    const [earlier, later] = [shareOf(before), shareOf(after)];
    if (later.length === 0) return [];
    const differences = later.map((share, k) => share - earlier[k]);
    return [{
      labels: [labels[a], labels[b]] as const,
      images: later.length,
      share: mean(later)!,
      ...pairedRise(differences),
      // Bonferroni's correction for the number of pairs.
      chance: Math.min(signTest(differences) * pairs.length, 1),
    }];
  });
}

/** The share of an image's sides that are told to be of a class. */
const shareTold = (sides: Sides, image: number, told: number): number =>
  mean(sides, (side) => Number(side[image] === told))!;

const pairsOf = (classes: number): (readonly [number, number])[] =>
  Array.from(
    { length: classes },
    (_, a) =>
      Array.from(
        { length: classes - a - 1 },
        (_, k) => [a, a + 1 + k] as const,
      ),
  ).flat();
