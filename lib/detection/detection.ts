import type { Mode } from "../evaluation/modes.ts";
import type { FiniteMap } from "../matching/finite_map.ts";
import type { Basis } from "../lie/basis.ts";
import type { Description } from "./describe.ts";
import type { LabelTest } from "./label_test.ts";
import type { Evidence, Finding, Verdict } from "./diagnose.ts";

/** The answer of a detection: the transformation that relates the images of pairs. */
export interface Detection {
  /** The files that the pairs come from. */
  readonly source: Source;
  /** The terms that the coefficients multiply. */
  readonly basis: Basis;
  /** One per term of the basis; unit norm, the largest one positive. */
  readonly coefficients: readonly Coefficient[];
  /** The generator in words, and t in a common unit. */
  readonly description: Description;
  /** Whether there is a generator. */
  readonly verdict: Verdict;
  /** The measures that decide the verdict. */
  readonly evidence: Evidence;
  /** The finite map that relates the pairs; null if there is none. */
  readonly finiteMap: FiniteMap | null;
  /** Further properties of the pairs. */
  readonly findings: readonly Finding[];
  /** The held-out pairs. */
  readonly held: HeldPairs;
  /** Peaks of the distribution of t. */
  readonly modes: readonly Mode[];
  /** The scores of the answer and of other methods on the held-out pairs. */
  readonly methods: readonly MethodScore[];
  /** Images that show how the answer fits. */
  readonly pictures: Pictures;
  /**
   * Several generators that move the pairs, if one leaves much of the change. The
   * coefficients, the description's parameter, t and its modes are then those of the
   * first one.
   */
  readonly several?: SeveralGenerators;
  /** Whether the symmetry keeps labels, per generator; absent if none were given. */
  readonly labels?: readonly LabelTest[];
}

/** Generators that span a space of fields, and the parameters of each held-out pair. */
export interface SeveralGenerators {
  /** Whether each pair is moved by one of them alone; else all act at once. */
  readonly areMixed: boolean;
  /** The generators, in the order of the parameters. */
  readonly generators: readonly SpanningGenerator[];
  /** The Lie algebra that they span. */
  readonly algebra: SpannedAlgebra;
  /**
   * `held-out pairs * generators`: x0 moved by exp(-sum_k t_k G_k) matches xt, in the
   * time of unit generators.
   */
  readonly parameters: Float64Array;
  /**
   * The number of the generator that moves each held-out pair, from 0, if they are
   * mixed.
   */
  readonly moving: Uint8Array;
}

/** One of several generators. */
export interface SpanningGenerator {
  /** The generator in words, and its t in a common unit. */
  readonly description: Description;
  /** One per term of the basis; unit norm. */
  readonly coefficients: readonly Coefficient[];
}

/** The Lie algebra that several generators span, exactly or approximately. */
export interface SpannedAlgebra {
  /**
   * The nearest known space, for example "rigid motions se(2)"; null if none is near.
   */
  readonly space: string | null;
  /** The largest principal angle to that space, degrees; null if there is none. */
  readonly angleDegrees: number | null;
  /** The name of the abstract algebra, for example "se(2)", or a description. */
  readonly name: string;
  /** Whether the space is closed under brackets, within `BOUNDS.closed`. */
  readonly isClosed: boolean;
  /** Share of the brackets that lies outside of the space, 0 to 1. */
  readonly closureDefect: number;
  /** c[i][j][k] of the unit generators: [G_i, G_j] = sum_k c[i][j][k] G_k. */
  readonly structureConstants: readonly (readonly (readonly number[])[])[];
  /** Dimensions of the derived series. */
  readonly derivedSeries: readonly number[];
  /** Positive, negative and zero directions of the Killing form. */
  readonly killingSignature: readonly number[];
}

/** The source of the pairs. */
export interface Source {
  /** The paths that the user gave. */
  readonly name: string;
  /** Number of the pairs in the files. */
  readonly count: number;
  /** Number of the pairs that were used. */
  readonly used: number;
  /** Height of the images in the files, pixels. */
  readonly height: number;
  /** Width of the images in the files, pixels. */
  readonly width: number;
  /** Values per pixel of the images in the files. */
  readonly channels: number;
  /** Decisions made when the files were read; absent if there were none. */
  readonly notes?: readonly string[];
}

/**
 * A coefficient of the unit generator and its interval. All intervals together contain
 * the truth in 95 of 100 cases.
 */
export interface Coefficient {
  /** Label of the basis' term, for example `y ∂x`. */
  readonly term: string;
  /** The estimate. */
  readonly value: number;
  /** The lower end of the interval. */
  readonly low: number;
  /** The upper end of the interval. */
  readonly high: number;
}

/** Held-out pairs, one entry per pair. */
export interface HeldPairs {
  /** Numbers of the pairs in the files, from 0. */
  readonly indices: Uint32Array;
  /**
   * The matched t, in units of the unit generator, with half-frames along the longer
   * side.
   */
  readonly t: Float64Array;
  /** The t of the best network; NaN if none was trained. */
  readonly networkT: Float64Array;
  /** Share of each pair's change that the flow explains, at most 1. */
  readonly explained: Float64Array;
}

/** The score of a method on the held-out pairs. */
export interface MethodScore {
  /** The method's name. */
  readonly method: string;
  /** Share of the change that the method explains, at most 1. */
  readonly explained: number;
  /** Angle between its generator and the answer, degrees; null if it has none. */
  readonly angleDegrees: number | null;
  /** The time that the method took, seconds. */
  readonly seconds: number;
}

/** Pictures of an answer: square frames of one channel, background 0. */
export interface Pictures {
  /** Cells per side; the frame spans -1 to 1 half-frames both ways. */
  readonly side: number;
  /**
   * Distance of the images' edges from the middle, in half-frames: 1 along the longer
   * side.
   */
  readonly extent: { readonly x: number; readonly y: number };
  /** Mean of all x0, `side^2`. */
  readonly mean: Float32Array;
  /** Held-out pairs that are explained worst, the worst first. */
  readonly worst: readonly PairPicture[];
}

/** A pair, and its x0 moved along the found flow; `side^2` values each. */
export interface PairPicture {
  /** Number of the pair in the files, from 0. */
  readonly index: number;
  /** The image before it moves. */
  readonly x0: Float32Array;
  /** x0 moved by t along the found flow. */
  readonly moved: Float32Array;
  /** The moved image of the pair. */
  readonly xt: Float32Array;
  /** The t of the best match, in the unit generator's time. */
  readonly t: number;
  /** The t of every generator, if several act. */
  readonly parameters?: readonly number[];
  /** Share of the pair's change that the flow explains, at most 1. */
  readonly explained: number;
}
