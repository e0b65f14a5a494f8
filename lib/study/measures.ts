/** A number of a run that a study reports. */
export interface Measure {
  /** Name in the CSV files. */
  readonly name: string;
  /** Path within metrics.json; after `memory.`, path within memory.json. */
  readonly path: string;
  /** Head of its column. */
  readonly title: string;
  readonly decimals: number;
  readonly unit: string;
}

const distance = (of: string): string => `parameter.${of}.wassersteinOverStd`;

/**
 * Measures that have the same value on every machine and at every repetition. Those of
 * runs of several generators are among `severalScores`, too.
 */
export const scores: readonly Measure[] = [
  {
    name: "angle",
    path: "generator.angleDegrees",
    title: "angle",
    decimals: 2,
    unit: "°",
  },
  {
    name: "|cos|",
    path: "generator.absoluteCosine",
    title: "|cos|",
    decimals: 6,
    unit: "",
  },
  {
    name: "network W1/std",
    path: distance("network"),
    title: "t-network: W₁/std",
    decimals: 4,
    unit: "",
  },
  {
    name: "network correlation",
    path: "parameter.network.correlation",
    title: "correlation",
    decimals: 4,
    unit: "",
  },
  {
    name: "refined W1/std",
    path: distance("refined"),
    title: "refined t: W₁/std",
    decimals: 4,
    unit: "",
  },
  {
    name: "refined correlation",
    path: "parameter.refined.correlation",
    title: "correlation",
    decimals: 4,
    unit: "",
  },
  {
    name: "normal W1/std",
    path: "parameter.baselines.normal.wassersteinOverStd",
    title: "normal guess: W₁/std",
    decimals: 4,
    unit: "",
  },
  {
    name: "uniform W1/std",
    path: "parameter.baselines.uniform.wassersteinOverStd",
    title: "uniform guess: W₁/std",
    decimals: 4,
    unit: "",
  },
  {
    name: "explained by the flow",
    path: "flow.explained",
    title: "explained by the flow",
    decimals: 4,
    unit: "",
  },
  {
    name: "transformed error",
    path: "reconstruction.transformed",
    title: "error: transformed",
    decimals: 4,
    unit: "",
  },
  {
    name: "autoencoder error",
    path: "reconstruction.autoencoder",
    title: "autoencoder",
    decimals: 4,
    unit: "",
  },
  {
    name: "identity error",
    path: "reconstruction.identity",
    title: "nothing done",
    decimals: 4,
    unit: "",
  },
];

const displacement = (of: string): string => `parameter.${of}.displacement`;

/**
 * Measures that only runs of several generators have. Distances are between the
 * positions to which the estimated and the true transformation of a held-out pair move
 * the pixels.
 */
export const severalScores: readonly Measure[] = [
  {
    name: "generators",
    path: "generator.principalAnglesDegrees.length",
    title: "generators",
    decimals: 0,
    unit: "",
  },
  {
    name: "median refined distance",
    path: `${displacement("refined")}.median`,
    title: "matched: median distance, px",
    decimals: 4,
    unit: "",
  },
  {
    name: "95 % refined distance",
    path: `${displacement("refined")}.ninetyFifth`,
    title: "95 % within, px",
    decimals: 3,
    unit: "",
  },
  {
    name: "median network distance",
    path: `${displacement("network")}.median`,
    title: "t-network: median distance, px",
    decimals: 2,
    unit: "",
  },
  {
    name: "median distance without motion",
    path: "parameter.withoutMotion.median",
    title: "without motion, px",
    decimals: 2,
    unit: "",
  },
  {
    name: "left by a mixture",
    path: "mixture.left",
    title: "left by a mixture",
    decimals: 3,
    unit: "",
  },
];

/** Measures that depend on the machine. */
export const costs: readonly Measure[] = [
  {
    name: "training seconds",
    path: "training.seconds",
    title: "training, s",
    decimals: 0,
    unit: "",
  },
  {
    name: "milliseconds a step",
    path: "training.millisecondsPerStep",
    title: "ms per step",
    decimals: 0,
    unit: "",
  },
  {
    name: "megabytes at most",
    path: "memory.peakMegabytes",
    title: "MB at most",
    decimals: 0,
    unit: "",
  },
  {
    name: "megabytes of tensors",
    path: "training.megabytesPerStep",
    title: "MB of tensors",
    decimals: 0,
    unit: "",
  },
];

/** All measures; their names are unique. */
export const measures: readonly Measure[] = [
  ...scores,
  ...severalScores,
  ...costs,
];

/**
 * Whether the values of a run, or of the seeds of a condition, are those of several
 * generators.
 */
export const areOfSeveral = (
  values: Readonly<Record<string, readonly unknown[]>>,
): boolean => values.generators.some((value) => value !== null);
