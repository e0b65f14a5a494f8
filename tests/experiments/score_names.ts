/** What metrics.json says of the estimates of t. */
export const scoreNames = [
  "slope",
  "correlation",
  "meanAbsoluteError",
  "medianAbsoluteError",
  "failed",
  "wasserstein",
  "wassersteinOverStd",
] as const;
