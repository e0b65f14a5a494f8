import {
  type InterpolationName,
  interpolations,
  usualInterpolation,
} from "../images/interpolations.ts";
import {
  type DerivativeName,
  derivativeOperators,
  usualDerivative,
} from "../lie/derivative_operators.ts";
import { withDerivative } from "../model/architectures.ts";
import { scaled } from "../random/distributions.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import type { LossWeights, TrainingSettings } from "../training/settings.ts";
import type { Experiment } from "./catalogue.ts";

/** The values that a setting may be given. */
type Allowed =
  | {
    readonly kind: "number";
    readonly least: number;
    readonly most: number;
    readonly whole?: boolean;
  }
  | { readonly kind: "word"; readonly words: readonly string[] };

/** An experiment and its settings without a variation. */
export interface Unvaried {
  readonly experiment: Experiment;
  /** The settings of the training; absent if no network is trained. */
  readonly settings?: TrainingSettings;
}

/** A setting of experiments or presets that can be varied. */
export interface Variation {
  readonly name: string;
  /** Name of the page that shows it. */
  readonly page: string;
  /** Label of the axis of its values. */
  readonly label: string;
  /** Scale of that axis. */
  readonly scale: "log" | "linear" | "words";
  readonly allowed: Allowed;
  /**
   * Whether the angle is expected to fall as a power of the value, which is then fitted.
   */
  readonly falls?: boolean;
  /** Its value without a variation; absent if it depends on the data set. */
  readonly usual?: (run: Unvaried) => number | string | undefined;
  readonly experiment?: (varied: Experiment, value: string) => Experiment;
  readonly settings?: (
    settings: TrainingSettings,
    value: string,
  ) => TrainingSettings;
}

const weight = (name: keyof LossWeights, label: string): Variation => ({
  name: `weight-${name}`,
  page: "loss weights",
  label: `weight of the ${label}`,
  scale: "log",
  allowed: { kind: "number", least: 0, most: 1e6 },
  usual: ({ settings }) => settings?.weights[name],
  settings: (settings, value) => ({
    ...settings,
    weights: { ...settings.weights, [name]: Number(value) },
  }),
});

/** All variations; a new entry needs no other change. */
export const variations: readonly Variation[] = [
  weight("latent", "latent match"),
  weight("reconstruction", "plain reconstruction"),
  weight("matching", "generator match"),
  weight("sparsity", "LASSO"),
  {
    name: "batch-size",
    page: "batch size",
    label: "pairs in a batch",
    scale: "log",
    allowed: { kind: "number", least: 1, most: 8192, whole: true },
    usual: ({ settings }) => settings?.batchSize,
    settings: (settings, value) => ({ ...settings, batchSize: Number(value) }),
  },
  {
    name: "latent-size",
    page: "latent size",
    label: "cells along a side of the latent code",
    scale: "linear",
    // The derivative of 1 or 2 cells is 0, so no flow could move them.
    allowed: { kind: "number", least: 3, most: 16, whole: true },
    usual: ({ experiment }) => experiment.architecture.latentSize,
    experiment: (experiment, value) => ({
      ...experiment,
      architecture: { ...experiment.architecture, latentSize: Number(value) },
    }),
  },
  {
    name: "derivative",
    page: "derivative operator",
    label: "derivative operator of the latent generator",
    scale: "words",
    allowed: { kind: "word", words: Object.keys(derivativeOperators) },
    usual: ({ experiment }) =>
      experiment.architecture.derivative ?? usualDerivative,
    experiment: (experiment, value) => ({
      ...experiment,
      architecture: withDerivative(
        experiment.architecture,
        value as DerivativeName,
      ),
    }),
  },
  {
    name: "pairs",
    page: "number of pairs",
    label: "pairs to learn from",
    scale: "log",
    falls: true,
    allowed: { kind: "number", least: 2, most: 60_000, whole: true },
    experiment: (experiment, value) => ({
      ...experiment,
      making: { ...experiment.making, most: Number(value) },
    }),
    settings: (settings, value) => ({
      ...settings,
      batchSize: Math.min(settings.batchSize, Number(value)),
    }),
  },
  {
    name: "t-range",
    page: "range of t",
    label: "t, as a multiple of the experiment's own",
    scale: "log",
    allowed: { kind: "number", least: 0.01, most: 20 },
    usual: () => 1,
    experiment: (experiment, value) => ({
      ...experiment,
      distribution: scaled(experiment.distribution, Number(value)),
    }),
  },
  {
    name: "noise",
    page: "image noise",
    label: "standard deviation of the noise (white is 1)",
    scale: "linear",
    allowed: { kind: "number", least: 0, most: 1 },
    usual: ({ experiment }) => experiment.making?.noise ?? 0,
    experiment: (experiment, value) => ({
      ...experiment,
      making: { ...experiment.making, noise: Number(value) },
    }),
  },
  {
    name: "interpolation",
    page: "interpolation",
    label: "how the moved image was made",
    scale: "words",
    allowed: { kind: "word", words: Object.keys(interpolations) },
    usual: ({ experiment }) =>
      experiment.making?.interpolation ?? usualInterpolation,
    experiment: (experiment, value) => ({
      ...experiment,
      making: {
        ...experiment.making,
        interpolation: value as InterpolationName,
      },
    }),
  },
];

/** Compares values of a variation: numbers ascending, words in the variation's order. */
export function compareValues(
  { allowed }: Variation,
): (a: string, b: string) => number {
  const place = allowed.kind === "number"
    ? Number
    : (word: string) => allowed.words.indexOf(word);
  return (a, b) => place(a) - place(b);
}

/** A variation with a checked value. */
export interface Applied {
  /** The variation's name. */
  readonly name: string;
  /** Its value, as text. */
  readonly value: string;
  /** Applies the value to an experiment. */
  readonly experiment: (experiment: Experiment) => Experiment;
  /** Applies the value to the training's settings. */
  readonly settings: (settings: TrainingSettings) => TrainingSettings;
}

/**
 * Finds a variation by its name, and gives it a value.
 *
 * @param where Source of name and value, for the message.
 * @throws UserError for an unknown name or an invalid value.
 */
export function variationOf(
  name: string,
  value: string,
  where = "--vary",
): Applied {
  const found = oneOf(where, variations, name, (entry) => entry.name);
  checkValue(`${where}: ${name}`, found.allowed, value);
  const { experiment = same, settings = same } = found;
  return {
    name,
    value,
    experiment: (varied) => experiment(varied, value),
    settings: (varied) => settings(varied, value),
  };
}

const same = <T>(value: T): T => value;

function checkValue(where: string, allowed: Allowed, value: string): void {
  if (allowed.kind === "word") {
    oneOf(where, allowed.words, value);
    return;
  }
  const { least, most, whole = false } = allowed;
  const number = Number(value);
  const plain = /^\d+(\.\d+)?$/.test(value);
  if (
    plain && number >= least && number <= most &&
    (!whole || Number.isInteger(number))
  ) return;
  throw new UserError(
    `${where}: expected ${
      whole ? "an integer" : "a number"
    } from ${least} to ${most}, found ${JSON.stringify(value)}`,
  );
}
