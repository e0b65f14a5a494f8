import type { Figure } from "../figures/figure.ts";
/** Scores of estimated against true parameters; null or absent if they are unknown. */
export interface ReportScores {
  readonly slope?: number | null;
  readonly correlation?: number | null;
  /** Mean absolute error, in the parameter's unit. */
  readonly meanAbsoluteError?: number | null;
  /** Number of pairs whose error is more than half a standard deviation of the truth. */
  readonly failed?: number | null;
  readonly wassersteinOverStd?: number | null;
  /** Distance of transformations, pixels, if several generators act. */
  readonly displacement?: { readonly mean?: number };
}

/** The part of a run's metrics.json that the report reads. */
export interface ReportMetrics {
  readonly dataset?: string;
  readonly transformation?: string;
  readonly distribution?: string;
  readonly budget?: string;
  readonly preset?: string;
  readonly backend?: string;
  readonly version?: string;
  readonly generator?: {
    readonly basis?: string;
    readonly terms?: readonly string[];
    readonly estimated?: readonly number[];
    readonly true?: readonly number[] | null;
    readonly absoluteCosine?: number | null;
    readonly angleDegrees?: number | null;
    readonly name?: string | null;
  };
  readonly parameter?: {
    readonly unit?: string;
    readonly pairs?: number;
    readonly network?: ReportScores | null;
    readonly refined?: ReportScores | null;
    readonly baselines?: {
      readonly normal?: ReportScores | null;
      readonly uniform?: ReportScores | null;
    } | null;
  };
  /** Mean squared errors per pixel. */
  readonly reconstruction?: {
    readonly transformed?: number | null;
    readonly autoencoder?: number | null;
    readonly identity?: number | null;
    readonly meanImage?: number | null;
  } | null;
  readonly flow?: { readonly explained?: number | null } | null;
  readonly training?: {
    readonly steps?: number;
    readonly pairsSeen?: number;
    readonly seconds?: number;
  };
}

/** A picture of the report, in a file in its folder. */
export interface ReportFigure
  extends Pick<Figure, "name" | "caption" | "numbers"> {
  /** Path relative to the report, with forward slashes, not escaped. */
  readonly src: string;
}

/** Target scores of a run; one that is missed is marked. */
export interface ReportTargets {
  /** Least |cosine| between the estimated and the true generator. */
  readonly absoluteCosine?: number;
  /** Least correlation of the t-network's t with the true t. */
  readonly networkCorrelation?: number;
  /** Largest W1 of the t-network's t, divided by the standard deviation of t. */
  readonly networkWasserstein?: number;
  /** Largest W1 of the refined t, divided by the standard deviation of t. */
  readonly refinedWasserstein?: number;
}

/** One run in the report. */
export interface ReportRun {
  readonly id: string;
  readonly title: string;
  /** The paper's figures that it makes, for example `2, 3`. */
  readonly figure?: string;
  readonly seed?: number;
  readonly preset?: string;
  readonly status: "done" | "failed" | "pending";
  /** The command that repeats this run. */
  readonly command: string;
  /** Wall time, seconds. */
  readonly seconds?: number;
  readonly targets?: ReportTargets;
  readonly metrics?: ReportMetrics;
  /** The result in one line. */
  readonly summary?: string;
  readonly figures: readonly ReportFigure[];
  /** The error in one line, if the run failed. */
  readonly error?: string;
}

/** A comparison of works by their properties. */
export interface ReportComparison {
  readonly properties: readonly string[];
  readonly works: readonly {
    readonly work: string;
    /** The claims, one per property, for example "yes". */
    readonly claims: readonly string[];
  }[];
}
