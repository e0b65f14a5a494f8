import { loadCifar10 } from "./cifar10.ts";
import type { LoadOptions } from "./load_options.ts";
import { loadMnist, loadMnistLabels } from "./mnist.ts";
import type { ImageSet } from "./types.ts";

/** A data set of images that experiments make pairs from. */
export interface Dataset {
  /** The name that messages and reports show. */
  readonly name: string;
  /** Number of values of one image: height * width * channels. */
  readonly imageSize: number;
  /** Loads and verifies one split. */
  readonly load: (
    split: "train" | "test",
    options?: LoadOptions,
  ) => Promise<ImageSet>;
  /** Loads the class of each image of a split, if it is known. */
  readonly labels?: (
    split: "train" | "test",
    options?: LoadOptions,
  ) => Promise<Uint8Array>;
}

/** The data sets by name. */
export const datasets = {
  mnist: {
    name: "mnist",
    imageSize: 784,
    load: loadMnist,
    labels: loadMnistLabels,
  },
  cifar10: { name: "cifar10", imageSize: 3072, load: loadCifar10 },
} as const satisfies Readonly<Record<string, Dataset>>;

/** The folders that data sets are read from, by the data set's name. */
export type DatasetFolders = Readonly<Record<string, string | undefined>>;
