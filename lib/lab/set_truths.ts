import type { SetName } from "./set_names.ts";

/** How the pairs of each built-in set were made: shown after the answer, never before. */
export const SET_TRUTHS: Readonly<Record<SetName, string>> = {
  "1":
    "Each drawing was turned about the point (0.20, −0.10), by angles around −17.2 and 25.8 degrees.",
  "2":
    "Each drawing was shifted along x by up to 0.25 half-frames either way, evenly distributed.",
  "3":
    "Each drawing was scaled about the point (−0.15, 0.10), by factors from 0.74 to 1.35.",
  "4":
    "Each drawing was turned by up to 28.6 degrees and shifted by up to 0.20 half-frames along x and along y, all three drawn independently.",
  "5":
    "Each drawing is paired with another, turned one: nothing relates the two images of a pair.",
};
