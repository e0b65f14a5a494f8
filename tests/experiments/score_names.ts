/** Names of the scores of t in metrics.json. */
export const scoreNames = [
  "slope",
  "correlation",
  "meanAbsoluteError",
  "medianAbsoluteError",
  "failed",
  "wasserstein",
  "wassersteinOverStd",
] as const;
