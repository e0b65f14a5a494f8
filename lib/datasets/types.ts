/**
 * The surroundings of an image: "black", as around a digit on a sheet, or "unknown", if
 * a scene continues beyond the image.
 */
export type Surroundings = "black" | "unknown";

/** All kinds of surroundings. */
export const SURROUNDINGS: readonly Surroundings[] = ["black", "unknown"];

/** Shape of an image, values row-major, channels innermost. */
export interface ImageShape {
  /** Height, pixels. */
  readonly height: number;
  /** Width, pixels. */
  readonly width: number;
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
}

/** Images of equal size, row-major, channels last, values in [0, 1]. */
export interface ImageSet {
  /** The name that messages show. */
  readonly name: string;
  /** Number of images. */
  readonly count: number;
  /** Height of an image, pixels. */
  readonly height: number;
  /** Width of an image, pixels. */
  readonly width: number;
  /** Values per pixel: 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  /** The surroundings of the images, by default black. */
  readonly surroundings?: Surroundings;
  /** `count * height * width * channels` values. */
  readonly pixels: Float32Array;
}

/**
 * The input of training and detection: image pairs (x0, xt), and nothing else.
 *
 * Both arrays hold `count * height * width * channels` values in [0, 1],
 * row-major, channels last; pair `i` is the i-th image of each.
 */
export interface Pairs {
  /** Number of pairs. */
  readonly count: number;
  /** Height of an image, pixels. */
  readonly height: number;
  /** Width of an image, pixels. */
  readonly width: number;
  /** Values per pixel: 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  /**
   * The surroundings of the images. If left out, training takes black, and detection
   * derives them from the images' edges.
   */
  readonly surroundings?: Surroundings;
  /** The images before they move. */
  readonly x0: Float32Array;
  /** The moved images. */
  readonly xt: Float32Array;
}
