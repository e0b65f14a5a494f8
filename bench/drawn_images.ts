import type { Dataset } from "#lib/datasets/datasets.ts";
import { randomStream } from "#lib/random/streams.ts";
import { textures } from "../tests/textures.ts";

/** Pixels per side of an image. */
const SIDE = 32;

/** Number of images: four batches for training, and the largest batch that is timed. */
const COUNT = { train: 2048, test: 1024 } as const;

/** Smooth colour images of CIFAR-10's size, which need no download. */
export const drawnImages: Dataset = {
  name: "drawn",
  imageSize: SIDE ** 2 * 3,
  load: (split) => {
    const stream = randomStream(0, "bench", "images", split);
    return Promise.resolve(textures(COUNT[split], SIDE, stream));
  },
};
