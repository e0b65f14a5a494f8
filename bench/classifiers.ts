/** A classifier whose training step is timed. */
export interface BenchClassifier {
  readonly name: string;
  /** Number of points along the flow; null for the plain classifier. */
  readonly points: number | null;
}

/** The plain classifier, and the lifted classifiers to compare with it. */
export const benchClassifiers: readonly BenchClassifier[] = [
  { name: "plain", points: null },
  { name: "lifted-9", points: 9 },
  { name: "lifted-12", points: 12 },
];
