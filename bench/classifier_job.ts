import * as tf from "@tensorflow/tfjs";
import {
  crossEntropy,
  fitStep,
} from "#lib/experiments/constraint/fit_network.ts";
import { zeroMoments } from "#lib/training/adam.ts";
import { readClassifiers } from "./classifier_state.ts";
import { CLASSES, createClassifier, SIDE } from "./create_classifier.ts";
import { restoreVariables } from "./restore_variables.ts";
import { type TimedSteps, timeSteps } from "./step_clock.ts";
import { arraysOf, readFloats } from "./step_state.ts";

export interface ClassifierRequest {
  /** Path of the folder with the classifiers. */
  readonly folder: string;
  readonly name: string;
  readonly repeats: number;
}

/** Losses before and after a step. Peers that do the same step have equal losses. */
export interface ClassifierValues {
  /** The cross entropy before the step. */
  readonly loss: number;
  /** Cross entropy after Adam's first step, which wrong gradients would change. */
  readonly lossAfter: number;
}

export type ClassifierReply = TimedSteps<ClassifierValues>;

/** A classifier with its initial weights. */
interface LoadedClassifier {
  readonly restore: () => void;
  /** Does one step, and returns the loss before it. */
  readonly step: () => number;
  readonly lossAfter: number;
}

const loaded = new Map<string, LoadedClassifier>();

/** Times the first training step of a classifier, repeatedly from the same weights. */
export async function measureClassifier(
  { folder, name, repeats }: ClassifierRequest,
): Promise<ClassifierReply> {
  const key = `${folder}/${name}`;
  if (!loaded.has(key)) loaded.set(key, await load(folder, name));
  const { restore, step, lossAfter } = loaded.get(key)!;
  return timeSteps(restore, () => ({ loss: step(), lossAfter }), repeats);
}

async function load(folder: string, name: string): Promise<LoadedClassifier> {
  const { batch, learningRate: rate, classifiers } = await readClassifiers(
    folder,
  );
  const state = classifiers.find((classifier) => classifier.name === name)!;
  const network = createClassifier(state);
  const moments = network.variables.map(({ shape }) => zeroMoments(shape));
  const parameters = await readFloats(folder, `${name}-parameters`);
  const values = arraysOf(state.shapes, parameters);
  const seen = state.points === null ? [] : [state.points];
  const images = tf.tensor(
    await readFloats(folder, `${name}-images`),
    [batch, ...seen, SIDE ** 2],
  );
  const targets = tf.tensor2d(
    await readFloats(folder, "targets"),
    [batch, CLASSES],
  );
  const restore = () => restoreVariables(network.variables, values);
  let made = 0;
  const step = () =>
    tf.tidy(() =>
      fitStep(network, { images, targets }, {
        loss: crossEntropy,
        moments,
        rate,
        step: ++made,
      }).dataSync()[0]
    );
  restore();
  step();
  return { restore, step, lossAfter: step() };
}
