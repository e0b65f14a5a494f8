import type { Figure } from "../figures/figure.ts";
/** Scores of estimated against true parameters; null or left out: unknown. */
export interface ReportScores {
  readonly slope?: number | null;
  readonly correlation?: number | null;
  /** In the parameter's unit. */
  readonly meanAbsoluteError?: number | null;
  /** Pairs whose error is more than half a standard deviation of the truth. */
  readonly failed?: number | null;
  readonly wassersteinOverStd?: number | null;
  /** Distance of transformations, pixels, where several generators act. */
  readonly displacement?: { readonly mean?: number };
}

/** What the report reads of a run's metrics.json; the rest is let be. */
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

/** A picture of the report, a file beside it. */
export interface ReportFigure
  extends Pick<Figure, "name" | "caption" | "numbers"> {
  /** Path relative to the report, with forward slashes, not escaped. */
  readonly src: string;
}

/** Bounds that a run is held to; one that is missed is marked. */
export interface ReportTargets {
  /** At least. */
  readonly absoluteCosine?: number;
  /** At least. */
  readonly networkCorrelation?: number;
  /** At most. */
  readonly networkWasserstein?: number;
  /** At most. */
  readonly refinedWasserstein?: number;
}

/** One run as the report shows it. */
export interface ReportRun {
  readonly id: string;
  readonly title: string;
  /** The paper's figures that it makes, for example `2, 3`. */
  readonly figure?: string;
  readonly seed?: number;
  readonly preset?: string;
  readonly status: "done" | "failed" | "pending";
  /** The command that makes this run again. */
  readonly command: string;
  /** Wall time. */
  readonly seconds?: number;
  readonly targets?: ReportTargets;
  readonly metrics?: ReportMetrics;
  /** What came out, in one line. */
  readonly summary?: string;
  readonly figures: readonly ReportFigure[];
  /** One line, where the run failed. */
  readonly error?: string;
}

/** A comparison of works by their properties. */
export interface ReportComparison {
  readonly properties: readonly string[];
  readonly works: readonly {
    readonly work: string;
    /** One a property, for example "yes". */
    readonly claims: readonly string[];
  }[];
}
