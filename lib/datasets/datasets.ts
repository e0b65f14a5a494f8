import { loadMnist } from "./mnist.ts";
import type { ImageSet } from "./types.ts";

/** Images that an experiment makes its pairs from. */
export interface Dataset {
  readonly name: string;
  /** Loads and verifies one split. */
  readonly load: (split: "train" | "test") => Promise<ImageSet>;
}

/** The data sets by name. */
export const datasets = {
  mnist: { name: "mnist", load: loadMnist },
} as const satisfies Readonly<Record<string, Dataset>>;
