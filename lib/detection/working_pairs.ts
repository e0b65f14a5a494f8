import type { SequencePlaces } from "../datasets/sequence_places.ts";
import type { Size } from "../images/area_average.ts";
import type { Frame } from "../matching/frame.ts";
import type { Frames } from "../matching/frames.ts";
import type { Source } from "./detection.ts";
import type { Finding } from "./diagnose.ts";
import type { Shares } from "./shares.ts";

/** Pairs as detection works on them. */
export interface WorkingPairs extends Frames {
  /** The files that the pairs come from. */
  readonly source: Source;
  /** The ends of the images in the frame, half-frames from its middle. */
  readonly extent: Frame["extent"];
  /** Number of every pair in the files, from 0. */
  readonly indices: Uint32Array;
  /** The pairs that are fitted to, and those that judge the fit. */
  readonly shares: Shares;
  /** Findings made while they were read. */
  readonly findings: readonly Finding[];
  /** The sequences that the pairs are from, if they are frames of any. */
  readonly sequences?: SequencePlaces;
  /**
   * Some of the pairs on finer frames, where the images have more pixels: the first
   * ones of both shares.
   */
  readonly finer?: WorkingPairs;
}

/**
 * Fewest pairs of large images, and of small ones; between the two, pairs have at
 * least as many pixels together as the latter of 28 x 28.
 */
export const LEAST_PAIRS = 8, LEAST_SMALL_PAIRS = 50;
const LEAST_PIXELS = LEAST_SMALL_PAIRS * 28 ** 2;

/** Fewest pairs of images of a size that are looked at. */
export const leastPairs = ({ height, width }: Size): number =>
  Math.min(
    Math.max(Math.ceil(LEAST_PIXELS / (height * width)), LEAST_PAIRS),
    LEAST_SMALL_PAIRS,
  );
