import type { SequencePlaces } from "../datasets/sequence_places.ts";
import type { Size } from "../images/area_average.ts";
import type { Frame } from "../matching/frame.ts";
import type { Frames } from "../matching/frames.ts";
import type { Source } from "./detection.ts";
import type { Finding } from "./diagnose.ts";
import type { Shares } from "./shares.ts";

/** The prepared pairs of a detection, with their source. */
export interface WorkingPairs extends Frames {
  /** The files that the pairs come from. */
  readonly source: Source;
  /** Distance of the images' edges from the frame's middle, in half-frames. */
  readonly extent: Frame["extent"];
  /** Number of every pair in the files, from 0. */
  readonly indices: Uint32Array;
  /** The fitted and the held-out pairs. */
  readonly shares: Shares;
  /** Findings that were made while the pairs were read. */
  readonly findings: readonly Finding[];
  /** The sequences of the pairs, if these are frames of sequences. */
  readonly sequences?: SequencePlaces;
  /**
   * Some of the pairs on finer frames, if the images have more pixels: the first ones of
   * both parts.
   */
  readonly finer?: WorkingPairs;
}

/**
 * The least number of pairs of large images, and of small images. In between, the pairs
 * have at least as many pixels together as `LEAST_SMALL_PAIRS` pairs of 28 x 28.
 */
export const LEAST_PAIRS = 8, LEAST_SMALL_PAIRS = 50;
const LEAST_PIXELS = LEAST_SMALL_PAIRS * 28 ** 2;

/** The least number of pairs of images of a given size. */
export const leastPairs = ({ height, width }: Size): number =>
  Math.min(
    Math.max(Math.ceil(LEAST_PIXELS / (height * width)), LEAST_PAIRS),
    LEAST_SMALL_PAIRS,
  );
