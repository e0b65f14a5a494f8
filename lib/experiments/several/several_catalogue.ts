import {
  type TransformationGroup,
  transformationGroups,
} from "../../flow/transformation_groups.ts";
import { type Distribution, uniform } from "../../random/distributions.ts";
import {
  independent,
  type JointDistribution,
  oneAtATime,
} from "../../random/joint_distributions.ts";
import { digits, type Experiment, photos } from "../catalogue.ts";
import { fromDegrees } from "../../lie/degrees.ts";

/** An experiment in which several generators move each pair. */
export interface SeveralExperiment extends
  Pick<
    Experiment,
    "id" | "title" | "figure" | "dataset" | "basis" | "architecture"
  > {
  /** The group; the fit has as many generators as it. */
  readonly group: TransformationGroup;
  /** The joint distribution of the parameters, each in the unit of its generator. */
  readonly distribution: JointDistribution;
}

/** Converts pixels of MNIST's frame to half-frames. */
const pixels = (count: number): number => count / 14;

/**
 * Default distributions of the parameters: rotations of up to 40 degrees, scalings of up
 * to 20 %, shifts of up to 3 pixels of 28, b_x and b_y of up to 0.1.
 */
const usual: Readonly<Record<string, Distribution>> = {
  rotation: uniform(fromDegrees(-40), fromDegrees(40)),
  scaling: uniform(-Math.log(1.2), Math.log(1.2)),
  stretch: uniform(-0.15, 0.15),
  diagonalStretch: uniform(-0.15, 0.15),
  translationX: uniform(pixels(-3), pixels(3)),
  translationY: uniform(pixels(-3), pixels(3)),
  specialConformalX: uniform(-0.1, 0.1),
  specialConformalY: uniform(-0.1, 0.1),
};

const partsOf = ({ generators }: TransformationGroup): Distribution[] =>
  generators.map(({ name }) => usual[name]);

/** Makes pairs that all generators of a group move, with the default distributions. */
const atOnce = (group: TransformationGroup) => ({
  group,
  distribution: independent(partsOf(group)),
  figure: "",
});

const { rigid, similarity, affine, rotationAndScaling, conformal } =
  transformationGroups;

/** Every experiment of several generators. */
export const severalCatalogue: readonly SeveralExperiment[] = [
  {
    id: "mnist-rotation-and-scaling",
    title: "Rotation and scaling, each by an amount of its own",
    ...digits,
    ...atOnce(rotationAndScaling),
  },
  {
    id: "mnist-rotation-or-scaling",
    title: "Rotation or scaling, one per pair",
    ...digits,
    ...atOnce(rotationAndScaling),
    distribution: oneAtATime(partsOf(rotationAndScaling)),
  },
  {
    id: "mnist-rigid",
    title: "Rigid motions: rotation and both shifts",
    ...digits,
    ...atOnce(rigid),
  },
  {
    id: "mnist-similarity",
    title: "Similarities: rotation, scaling and both shifts",
    ...digits,
    ...atOnce(similarity),
  },
  {
    id: "mnist-affine",
    title: "Affine maps: six generators",
    ...digits,
    ...atOnce(affine),
  },
  {
    id: "mnist-conformal",
    title: "Conformal maps: six generators",
    ...digits,
    ...atOnce(conformal),
  },
  {
    id: "cifar10-rigid",
    title: "Rigid motions of photographs",
    ...photos,
    ...atOnce(rigid),
  },
];
