import { evenPoints } from "../../constraint/flow_axis.ts";
import { gatherImages } from "../../datasets/gather_images.ts";
import type { LoadOptions } from "../../datasets/load_options.ts";
import { makePairs } from "../../datasets/pairs.ts";
import { someImages } from "../../datasets/some_images.ts";
import type { ImageSet } from "../../datasets/types.ts";
import { warp } from "../../images/warp.ts";
import { numbersTo } from "../../matching/frames.ts";
import { randomStream, shuffled } from "../../random/streams.ts";
import { MOST_SPREAD } from "./classifier_cells.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";
import type { ConstraintSettings } from "./constraint_settings.ts";

/** Images with their classes, `labels.length * side^2` values. */
export interface Labelled {
  /** The images, one after another. */
  readonly images: Float32Array;
  /** One class per image. */
  readonly labels: Uint8Array;
}

/** All images of a run. */
export interface ConstraintData {
  /** Cells per side of an image. */
  readonly side: number;
  /** Number of classes. */
  readonly classes: number;
  /**
   * Upright training images. Any number of first ones has each class about equally
   * often.
   */
  readonly labelled: Labelled;
  /** Upright images of another part of the training split. */
  readonly unlabelled: ImageSet;
  /**
   * Upright images that labels are spread over, one after another: the first 1,000 of the
   * labelled ones, and others of the training split, whose labels are not known.
   */
  readonly graph: Float32Array;
  /** Upright images of the test split. */
  readonly test: Labelled & {
    /** The test images moved by t of the distribution. */
    readonly moved: Float32Array;
  };
  /** Test images that are all moved by the same t, for several t. */
  readonly along: readonly {
    /** The t, in the transformation's unit. */
    readonly t: number;
    readonly test: Labelled;
  }[];
}

/** Share of the training split that is used without labels: 10,000 images of MNIST. */
const UNLABELLED = 1 / 6;

/**
 * Loads the data set and moves the test images.
 *
 * @throws DataError if the data set is missing or damaged.
 */
export async function loadConstraintData(
  experiment: ConstraintExperiment,
  settings: ConstraintSettings,
  seed: number,
  options: LoadOptions,
): Promise<ConstraintData> {
  const { dataset, transformation, distribution } = experiment;
  const { tested, along } = settings;
  const train = await dataset.load("train", options);
  const trainLabels = await dataset.labels!("train", options);
  const test = await dataset.load("test", options);
  const testLabels = await dataset.labels!("test", options);
  const first = Math.round(train.count * (1 - UNLABELLED));
  const size = train.height * train.width;
  const order = balanced(trainLabels.subarray(0, first), seed);
  const count = Math.min(tested, test.count);
  const some = someOf(test, count);
  const stream = randomStream(seed, "constraint", "test");
  const { pairs } = makePairs(some, transformation, distribution, stream);
  const labels = testLabels.slice(0, count);
  const unlabelled = Math.min(settings.unlabelled, train.count - first);
  const inGraph = graphMembers(order, first, unlabelled, settings.graph);
  return {
    side: train.height,
    classes: 1 + trainLabels.reduce((most, label) => Math.max(most, label), 0),
    labelled: {
      images: gatherImages(train.pixels, size, order),
      labels: Uint8Array.from(order, (image) => trainLabels[image]),
    },
    unlabelled: someOf({
      ...train,
      count: train.count - first,
      pixels: train.pixels.subarray(first * size),
    }, unlabelled),
    graph: gatherImages(train.pixels, size, inGraph),
    test: { images: some.pixels, labels, moved: pairs.xt },
    along: timesAlong(experiment, along.points).map((t) => ({
      t,
      test: movedAll(
        some,
        labels,
        experiment,
        Math.min(along.images, count),
        t,
      ),
    })),
  };
}

/**
 * Numbers of the images in the graph: the first labelled ones, the unlabelled ones, and
 * of the others the first ones in the file's order, whatever their class is.
 *
 * @param order The labelled images.
 * @param first The first unlabelled image.
 */
function graphMembers(
  order: Uint32Array,
  first: number,
  unlabelled: number,
  most: number,
): number[] {
  const known = order.subarray(0, MOST_SPREAD);
  const isKnown = new Set(known);
  const others = numbersTo(first).filter((image) => !isKnown.has(image));
  const held = numbersTo(unlabelled).map((image) => first + image);
  return [...known, ...held, ...others].slice(0, most);
}

/** The first images of a set. */
const someOf = (images: ImageSet, count: number): ImageSet => ({
  ...images,
  count,
  pixels: images.pixels.subarray(0, count * images.height * images.width),
});

/** Computes evenly spaced t over the support of the distribution, both ends included. */
export function timesAlong(
  { distribution: { support: [low, high] } }: ConstraintExperiment,
  points: number,
): number[] {
  return evenPoints(low, high, points);
}

function movedAll(
  { pixels, height, width }: ImageSet,
  labels: Uint8Array,
  { transformation: { flow } }: ConstraintExperiment,
  count: number,
  t: number,
): Labelled {
  const size = height * width;
  const images = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const [from, to] = [i * size, (i + 1) * size];
    warp(
      pixels.subarray(from, to),
      height,
      width,
      1,
      flow,
      t,
      images.subarray(from, to),
    );
  }
  return { images, labels: labels.subarray(0, count) };
}

/** Makes a random order in which the classes alternate while each has an image left. */
function balanced(labels: Uint8Array, seed: number): Uint32Array {
  const order = shuffled(
    labels.length,
    randomStream(seed, "constraint", "labels"),
  );
  const turns = new Map<number, number>();
  const turnOf = Array.from(order, (image) => {
    const turn = turns.get(labels[image]) ?? 0;
    turns.set(labels[image], turn + 1);
    return turn;
  });
  const places = [...order.keys()].toSorted((a, b) => turnOf[a] - turnOf[b]);
  return Uint32Array.from(places, (place) => order[place]);
}

/** The unlabelled images that the flow is found from. */
export const imagesOfPairs = (
  { unlabelled }: ConstraintData,
  { pairs }: ConstraintSettings,
  seed: number,
): ImageSet =>
  someImages(
    unlabelled,
    pairs,
    randomStream(seed, "constraint", "some images"),
  );
