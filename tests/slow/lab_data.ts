import { encode as encodePng } from "fast-png";
import { zipSync } from "fflate";
import { encode as encodeJpeg } from "jpeg-js";
import { GifWriter } from "omggif";
import { encodeNpy } from "#lib/datasets/npy.ts";
import { makePairs, withNoise } from "#lib/datasets/pairs.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { aboutPoint, transformations } from "#lib/flow/transformations.ts";
import { drawings } from "#lib/lab/drawings.ts";
import { normalModes } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { joinedBytes } from "#lib/runtime/joined_bytes.ts";

/** Sides of the pictures of pairs, pixels. */
const SIDE = 28;

/** Drawings turned about (0.2, -0.1), with a little noise. */
export function turnedDrawings(count: number): Pairs {
  const stream = randomStream(7, "test of the page");
  const { pairs } = makePairs(
    drawings(count, SIDE, stream),
    aboutPoint(transformations.rotation, 0.2, -0.1),
    normalModes([-0.3, 0.45], 0.08),
    stream,
  );
  return withNoise(pairs, 0.02, stream);
}

/** An array as a .npy file. */
export const npyOf = (
  shape: readonly number[],
  values: Float32Array,
): Uint8Array => encodeNpy({ shape, values });

const shapeOf = ({ count, height, width }: Pairs) => [count, height, width];

/** The pairs as an .npz archive. */
export const npzOf = (pairs: Pairs): Uint8Array =>
  zipSync({
    "x0.npy": npyOf(shapeOf(pairs), pairs.x0),
    "xt.npy": npyOf(shapeOf(pairs), pairs.xt),
  });

/** The pairs as two .npy files. */
export const npysOf = (
  pairs: Pairs,
): Record<"x0.npy" | "xt.npy", Uint8Array> => ({
  "x0.npy": npyOf(shapeOf(pairs), pairs.x0),
  "xt.npy": npyOf(shapeOf(pairs), pairs.xt),
});

/** Encodes a gray picture of so many pixels a side. */
type Encoder = (gray: Uint8Array, side: number) => Uint8Array;

export const asPng: Encoder = (data, side) =>
  encodePng({ width: side, height: side, channels: 1, data });

export const asJpeg: Encoder = (gray, side) => {
  const data = new Uint8Array(4 * gray.length).fill(255);
  gray.forEach((value, i) => data.fill(value, 4 * i, 4 * i + 3));
  return encodeJpeg({ width: side, height: side, data }, 95).data;
};

/** The pairs as pictures: their paths in two folders, and the files. */
export function picturesOf(
  { count, height, x0, xt }: Pairs,
  [before, after]: readonly [string, string],
  encode: Encoder,
  ending: string,
): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  const size = height * height;
  for (let i = 0; i < count; i++) {
    for (const [folder, images] of [[before, x0], [after, xt]] as const) {
      const gray = images.subarray(i * size, (i + 1) * size)
        .map((value) => Math.round(255 * value));
      const name = String(i).padStart(4, "0");
      files[`${folder}/${name}.${ending}`] = encode(
        Uint8Array.from(gray),
        height,
      );
    }
  }
  return files;
}

/** Writes files below a folder. */
export async function writeBelow(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const place = `${folder}/${path}`;
    await Deno.mkdir(place.slice(0, place.lastIndexOf("/")), {
      recursive: true,
    });
    await Deno.writeFile(place, content);
  }
}

/** Blots of the turning picture: place in half-frames, radius, brightness. */
const BLOTS = [
  [0.35, 0.05, 0.16, 0.9],
  [-0.25, 0.3, 0.2, 0.6],
  [-0.1, -0.4, 0.13, 0.8],
  [0.1, 0.45, 0.1, -0.5],
  [-0.45, -0.15, 0.12, 0.7],
  [0.05, 0.02, 0.09, -0.4],
] as const;

/** Gray values from 0 to 1 of a picture that is turned about the middle. */
export function turnedPicture(
  width: number,
  height: number,
  radians: number,
): Float64Array {
  const picture = new Float64Array(width * height);
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const half = Math.min(width, height) / 2;
  for (let i = 0; i < picture.length; i++) {
    const px = (i % width + 0.5 - width / 2) / half;
    const py = (Math.floor(i / width) + 0.5 - height / 2) / half;
    const [x, y] = [px * cos + py * sin, py * cos - px * sin];
    const light = BLOTS.reduce(
      (sum, [bx, by, radius, value]) =>
        sum + value * Math.exp(-((x - bx) ** 2 + (y - by) ** 2) / radius ** 2),
      0.1,
    );
    picture[i] = Math.min(1, Math.max(0, light));
  }
  return picture;
}

const bytesOf = (picture: Float64Array): Uint8Array =>
  Uint8Array.from(picture, (value) => Math.round(255 * value));

/** An animated GIF of the turning picture. */
export function turningGif(
  side: number,
  frames: number,
): Uint8Array {
  const bytes = new Uint8Array(frames * (2 * side * side + 2000));
  const palette = Array.from({ length: 256 }, (_, i) => 0x010101 * i);
  const writer = new GifWriter(bytes, side, side, { palette });
  for (let k = 0; k < frames; k++) {
    writer.addFrame(
      0,
      0,
      side,
      side,
      bytesOf(turnedPicture(side, side, filmAngle(k))),
    );
  }
  return bytes.slice(0, writer.end());
}

/** Frames of the film, after which it begins anew. */
export const FILM_FRAMES = 120;

/** The angle of a frame of the film, radians: it turns to and fro unevenly. */
export function filmAngle(frame: number): number {
  const phase = 2 * Math.PI * frame / FILM_FRAMES;
  return 0.35 * Math.sin(3 * phase) + 0.12 * Math.sin(7 * phase);
}

/** A camera's film in YUV4MPEG2, 5 frames per second, of the turning picture. */
export function turningFilm(width: number, height: number): Uint8Array {
  const text = new TextEncoder();
  const colours = new Uint8Array(width * height / 2).fill(128);
  const parts: Uint8Array[] = [
    text.encode(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`),
  ];
  for (let k = 0; k < FILM_FRAMES; k++) {
    const angle = filmAngle(k);
    parts.push(
      text.encode("FRAME\n"),
      bytesOf(turnedPicture(width, height, angle)),
      colours,
    );
  }
  return joinedBytes(parts);
}
