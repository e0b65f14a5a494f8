import { loadMnist, loadMnistLabels } from "#lib/datasets/mnist.ts";
import { liftImages } from "#lib/experiments/constraint/move_images.ts";
import { type BenchClassifier, benchClassifiers } from "./classifiers.ts";
import {
  CLASSES,
  createClassifier,
  rotationWindow,
  SIDE,
} from "./create_classifier.ts";
import { writeFloats } from "./step_state.ts";

/** Number of images per step. */
const BATCH = 128;

/** Learning rate of Adam. */
const LEARNING_RATE = 1e-3;

/**
 * Classifiers in a folder, from which all peers time the same step.
 *
 * The folder contains `classifiers.json` and files of float32: `targets` of shape
 * `[batch, classes]`, and for every classifier N its parameters in `N-parameters` and
 * its images in `N-images`, of shape `[batch, 784]`, or `[batch, points, 784]` for a
 * lifted classifier.
 */
export interface ClassifierStates {
  readonly batch: number;
  readonly learningRate: number;
  readonly classifiers: readonly ClassifierState[];
}

/** A classifier and the shapes of its parameters, in the order of its layers. */
export interface ClassifierState extends BenchClassifier {
  readonly shapes: readonly (readonly number[])[];
}

/**
 * Writes all classifiers into a folder, with images of MNIST. The images are moved to
 * the points bilinearly. The experiments on classifiers use `moveToPoints`, which takes
 * seconds to make its matrices; the time of a step does not depend on the choice.
 */
export async function writeClassifiers(
  { folder }: { readonly folder: string },
): Promise<ClassifierStates> {
  const { pixels } = await loadMnist("train");
  const labels = await loadMnistLabels("train");
  const images = pixels.subarray(0, BATCH * SIDE ** 2);
  const targets = new Float32Array(BATCH * CLASSES);
  for (let i = 0; i < BATCH; i++) targets[i * CLASSES + labels[i]] = 1;
  await writeFloats(folder, "targets", targets);
  const classifiers: ClassifierState[] = [];
  for (const classifier of benchClassifiers) {
    classifiers.push(await writeClassifier(folder, classifier, images));
  }
  const states = { batch: BATCH, learningRate: LEARNING_RATE, classifiers };
  await Deno.writeTextFile(
    `${folder}/classifiers.json`,
    JSON.stringify(states),
  );
  return states;
}

async function writeClassifier(
  folder: string,
  classifier: BenchClassifier,
  images: Float32Array,
): Promise<ClassifierState> {
  const { name, points } = classifier;
  const { variables, dispose } = createClassifier(classifier);
  const values = variables.map((variable) => variable.dataSync<"float32">());
  await writeFloats(folder, `${name}-parameters`, ...values);
  const seen = points === null
    ? images
    : liftImages(rotationWindow(points), SIDE)(images);
  await writeFloats(folder, `${name}-images`, seen);
  const shapes = variables.map(({ shape }) => shape);
  dispose();
  return { ...classifier, shapes };
}

export async function readClassifiers(
  folder: string,
): Promise<ClassifierStates> {
  return JSON.parse(await Deno.readTextFile(`${folder}/classifiers.json`));
}
