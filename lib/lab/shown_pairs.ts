import type { ImageStack } from "../datasets/image_stack.ts";
import type { StackPair } from "../datasets/stack_pair.ts";
import type { ShownImage, ShownPairs } from "./messages.ts";

/** Pairs that are shown before anything is fitted. */
const MOST_SHOWN = 8;

/** The first pairs, as a browser draws them. */
export async function shownPairs({ x0, xt }: StackPair): Promise<ShownPairs> {
  const { count, height, width } = x0;
  const name = x0.name.replace(/, (array )?x0$/, "");
  const [before, after] = [await firstImages(x0), await firstImages(xt)];
  const draw = drawer([...before, ...after], x0.channels);
  const images = before.map((image, i) =>
    [draw(image), draw(after[i])] as const
  );
  return { name, count, height, width, images };
}

async function firstImages(stack: ImageStack): Promise<Float32Array[]> {
  const size = stack.height * stack.width * stack.channels;
  const wanted = Math.min(MOST_SHOWN, stack.count);
  const images: Float32Array[] = [];
  for await (const piece of stack.pieces()) {
    for (let at = 0; at < piece.length && images.length < wanted; at += size) {
      images.push(piece.slice(at, at + size));
    }
    if (images.length === wanted) break;
  }
  return images;
}

/**
 * Makes a browser's pixels of images of 1 or 3 channels, or of the first of other
 * numbers of channels. Values within 0 and 1 stay; others are scaled to that range.
 */
function drawer(
  images: readonly Float32Array[],
  channels: number,
): (image: Float32Array) => ShownImage {
  let [low, high] = [0, 1];
  for (const image of images) {
    for (const value of image) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return (image) => {
    const pixels = image.length / channels;
    const drawn = new Uint8ClampedArray(4 * pixels).fill(255);
    for (let i = 0; i < pixels; i++) {
      for (let c = 0; c < 3; c++) {
        const value = image[i * channels + (channels === 3 ? c : 0)];
        drawn[4 * i + c] = 255 * (value - low) / (high - low);
      }
    }
    return drawn;
  };
}
