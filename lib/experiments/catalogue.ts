import {
  type Architecture,
  digitMlp,
  photoMlp,
} from "../model/architectures.ts";
import { type Dataset, datasets } from "../datasets/datasets.ts";
import type { InterpolationName } from "../images/interpolations.ts";
import { oneOf } from "../runtime/errors.ts";
import {
  type Transformation,
  transformations,
} from "../flow/transformations.ts";
import {
  affine,
  type Basis,
  functionBasis,
  projectField,
  quadratic,
} from "../lie/basis.ts";
import { fromDegrees } from "../lie/degrees.ts";
import {
  type Distribution,
  logOfUniform,
  normalModes,
  uniform,
} from "../random/distributions.ts";

/**
 * Target scores of a run at the standard budget, shown with the scores that it reached.
 */
export interface Targets {
  /** Least |cosine| between the estimated and the true generator. */
  readonly absoluteCosine?: number;
  /** Least correlation of the t-network's t with the true t. */
  readonly networkCorrelation?: number;
  /**
   * Largest W1 distance of the t-network's t, divided by the standard deviation of t.
   */
  readonly networkWasserstein?: number;
  /** Largest W1 distance of the refined t, divided by the standard deviation of t. */
  readonly refinedWasserstein?: number;
}

/** One experiment: its data, transformation and model. */
export interface Experiment {
  /** The name on the command line, for example `mnist-rotation-small`. */
  readonly id: string;
  /** The title of its section in the report. */
  readonly title: string;
  /** The paper's figures that it makes, for example `2, 3`; empty beyond the paper. */
  readonly figure: string;
  /** The images that pairs are made from. */
  readonly dataset: Dataset;
  /** The transformation that moves them. */
  readonly transformation: Transformation;
  /** The distribution of t, in the transformation's unit. */
  readonly distribution: Distribution;
  /**
   * The image that xt is moved from: the pair's x0 ("own"); that of another pair, so
   * that no generator relates the two ("others"); or another image of the same class,
   * which is by another writer for a digit ("class").
   */
  readonly partners: "own" | "others" | "class";
  /** The terms of the generator that is learned. */
  readonly basis: Basis;
  /** The sizes of the networks. */
  readonly architecture: Architecture;
  /** The scores that a run at the standard budget is to reach. */
  readonly targets: Targets;
  /** Settings for making the pairs that differ from the defaults. */
  readonly making?: PairMaking;
}

/** Settings for making pairs; all have defaults. */
export interface PairMaking {
  /** Largest number of training pairs; by default one per image. */
  readonly most?: number;
  /** Standard deviation of noise on both images, in units of white; 0 by default. */
  readonly noise?: number;
  /** Interpolation of the moved image, by default bilinear. */
  readonly interpolation?: InterpolationName;
}

const affineTargets: Targets = {
  absoluteCosine: 0.9998,
  networkCorrelation: 0.99,
  networkWasserstein: 0.06,
  refinedWasserstein: 0.03,
};

const conformalTargets: Targets = {
  absoluteCosine: 0.9995,
  networkCorrelation: 0.98,
  networkWasserstein: 0.1,
  refinedWasserstein: 0.03,
};

/** Functions of the user-defined basis; they only have to be linearly independent. */
const freeFunctions: Readonly<
  Record<string, (x: number, y: number) => number>
> = {
  "1": () => 1,
  "x": (x) => x,
  "y": (_x, y) => y,
  "xy": (x, y) => x * y,
  "x³": (x) => x ** 3,
  "y³": (_x, y) => y ** 3,
  "x²y": (x, y) => x * x * y,
  "xy²": (x, y) => x * y * y,
  "cos πx cos πy": (x, y) => Math.cos(Math.PI * x) * Math.cos(Math.PI * y),
};

const freeBasis = functionBasis(
  "free",
  (["x", "y"] as const).flatMap((component) =>
    Object.entries(freeFunctions).map(([name, value]) => ({
      component,
      label: name === "1" ? `∂${component}` : `${name} ∂${component}`,
      value,
    }))
  ),
);

/** Defaults of experiments on MNIST. */
export const digits = {
  dataset: datasets.mnist,
  partners: "own",
  basis: quadratic,
  architecture: digitMlp,
} as const;

/** Defaults of experiments on CIFAR-10. */
export const photos = {
  dataset: datasets.cifar10,
  partners: "own",
  basis: quadratic,
  architecture: photoMlp(16),
} as const;

const photoTargets: Targets = {
  absoluteCosine: 0.999,
  networkCorrelation: 0.9,
  refinedWasserstein: 0.1,
};

/**
 * The experiments of the paper's appendix D: one task at several numbers of latent
 * channels.
 */
export const channelSeries: readonly Experiment[] = [1, 4, 16, 64].map((
  channels,
) => ({
  id: `cifar10-channels-${channels}`,
  title: `Scaling of photographs, ${channels} latent ${
    channels === 1 ? "channel" : "channels"
  }`,
  figure: "",
  ...photos,
  architecture: photoMlp(channels),
  transformation: transformations.scaling,
  distribution: logOfUniform(1.2, 1.8),
  targets: photoTargets,
}));

/** Every experiment, in the paper's order. */
export const catalogue: readonly Experiment[] = [
  {
    id: "mnist-rotation-small",
    title: "Rotation by small angles",
    figure: "2, 3",
    ...digits,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-20), fromDegrees(20)),
    targets: affineTargets,
  },
  {
    id: "mnist-rotation-large",
    title: "Rotation by large angles",
    figure: "2, 3",
    ...digits,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-75), fromDegrees(75)),
    targets: affineTargets,
  },
  {
    id: "mnist-scaling",
    title: "Scaling",
    figure: "2, 3",
    ...digits,
    transformation: transformations.scaling,
    distribution: logOfUniform(0.7, 1.4),
    targets: affineTargets,
  },
  {
    id: "mnist-translation",
    title: "Translation",
    figure: "2, 3",
    ...digits,
    transformation: transformations.translationX,
    distribution: uniform(-0.3, 0.3),
    targets: affineTargets,
  },
  {
    id: "mnist-translation-bimodal",
    title: "Translation, two modes",
    figure: "2, 3",
    ...digits,
    transformation: transformations.translationX,
    distribution: normalModes([-0.2, 0.2], 0.04),
    targets: affineTargets,
  },
  {
    id: "mnist-rotation-bimodal",
    title: "Rotation, two modes",
    figure: "3",
    ...digits,
    transformation: transformations.rotation,
    distribution: normalModes([-35, 35].map(fromDegrees), fromDegrees(5)),
    targets: affineTargets,
  },
  {
    id: "mnist-rotation-four-modal",
    title: "Rotation, four modes",
    figure: "3",
    ...digits,
    transformation: transformations.rotation,
    distribution: normalModes(
      [-60, -20, 20, 60].map(fromDegrees),
      fromDegrees(4),
    ),
    targets: affineTargets,
  },
  {
    id: "mnist-shear",
    title: "Shear",
    figure: "3",
    ...digits,
    transformation: transformations.shear,
    distribution: uniform(-0.5, 0.5),
    targets: affineTargets,
  },
  {
    id: "mnist-spiral",
    title: "Rotation and scaling at once",
    figure: "3",
    ...digits,
    transformation: transformations.spiral,
    distribution: uniform(-0.4, 0.4),
    targets: affineTargets,
  },
  {
    id: "mnist-special-conformal",
    title: "Special conformal flow",
    figure: "4",
    ...digits,
    transformation: transformations.specialConformalX,
    distribution: uniform(-0.8, 0.8),
    targets: conformalTargets,
  },
  {
    id: "mnist-special-conformal-bimodal",
    title: "Special conformal flow, two modes",
    figure: "3",
    ...digits,
    transformation: transformations.specialConformalX,
    distribution: normalModes([-0.4, 0.4], 0.08),
    targets: conformalTargets,
  },
  {
    id: "cifar10-scaling",
    title: "Scaling of photographs",
    figure: "5",
    ...photos,
    transformation: transformations.scaling,
    distribution: logOfUniform(1.2, 1.8),
    targets: photoTargets,
  },
  {
    id: "cifar10-special-conformal-four-modal",
    title: "Special conformal flow of photographs, four modes",
    figure: "6",
    ...photos,
    transformation: transformations.specialConformalX,
    distribution: normalModes([-0.6, -0.2, 0.2, 0.6], 0.04),
    targets: { ...photoTargets, absoluteCosine: 0.99 },
  },
  {
    id: "cifar10-rotation",
    title: "Rotation of photographs",
    figure: "",
    ...photos,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-30), fromDegrees(30)),
    targets: photoTargets,
  },
  ...channelSeries,
  {
    id: "mnist-rotation-full",
    title: "Rotation by any angle",
    figure: "",
    ...digits,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-180), fromDegrees(180)),
    targets: { absoluteCosine: 0.999 },
  },
  {
    id: "mnist-rotation-affine-basis",
    title: "Rotation, in the affine basis",
    figure: "",
    ...digits,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-20), fromDegrees(20)),
    basis: affine,
    targets: affineTargets,
  },
  {
    id: "mnist-rotation-free-basis",
    title: "Rotation, in a basis of the user's own",
    figure: "",
    ...digits,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-20), fromDegrees(20)),
    basis: freeBasis,
    targets: affineTargets,
  },
  {
    id: "mnist-null",
    title: "Digits that have nothing to do with each other",
    figure: "",
    ...digits,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-20), fromDegrees(20)),
    partners: "others",
    targets: {},
  },
  {
    id: "mnist-rotation-other-roots",
    title: "Rotation, between digits of one class by different writers",
    figure: "",
    ...digits,
    transformation: transformations.rotation,
    distribution: uniform(fromDegrees(-40), fromDegrees(40)),
    partners: "class",
    targets: {},
  },
];

/** The name of the transformation that relates the images of a pair. */
export function transformationName(
  { partners, transformation }: Experiment,
): string {
  return partners === "others" ? "none" : transformation.name;
}

/** The name of the distribution of t. */
export function distributionName(
  { partners, distribution }: Experiment,
): string {
  return partners === "others" ? "none" : distribution.name;
}

/**
 * Computes the true generator's coefficients, not normalised.
 *
 * @returns undefined if no transformation relates the images of a pair
 */
export function trueCoefficients(
  { partners, transformation, basis }: Experiment,
): Float64Array | undefined {
  if (partners === "others") return undefined;
  return projectField(transformation.field, basis).coefficients;
}

/**
 * Finds an experiment by its id.
 *
 * @throws UserError for an unknown id; the message lists the known ones.
 */
export function experimentById(id: string): Experiment {
  return oneOf("experiment", catalogue, id, (experiment) => experiment.id);
}
