import { zipSync } from "fflate";
import type { ImageStack } from "../datasets/image_stack.ts";
import { encodeNpy } from "../datasets/npy.ts";
import { type StreamedArray, writeNpz } from "../datasets/npz_writer.ts";
import { openImages } from "../datasets/open_images.ts";
import type { TransformationGroup } from "../flow/transformation_groups.ts";
import { warp } from "../images/warp.ts";
import { randomStream } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import { writeWhole } from "../runtime/files.ts";
import { ifThere } from "../runtime/read_if_there.ts";
import { interruption } from "./interruption.ts";
import { main } from "./main.ts";
import { makePairsHelp, makePairsOptions } from "./make_pairs_options.ts";

export async function makePairsCommand(
  args: readonly string[],
): Promise<number> {
  const options = makePairsOptions(args);
  if (options === undefined) {
    console.log(makePairsHelp);
    return 0;
  }
  const { transformation, distribution, seed, channels, out } = options;
  await checkIsAnother(`${out}.npz`, options.images);
  const images = await openImages(options.images, { channels });
  const stream = randomStream(seed, "pairs");
  const { generators } = transformation;
  const size = generators.length;
  const t = new Float64Array(images.count * size);
  for (let i = 0; i < images.count; i++) {
    t.set(distribution.sample(stream), i * size);
  }
  const { signal, exitCode } = interruption();
  try {
    await writeNpz(`${out}.npz`, [
      arrayOf("x0", images, signal, (piece) => piece),
      arrayOf("xt", images, signal, (piece, first) => {
        return moved(images, piece, transformation, t.subarray(first * size));
      }),
    ]);
  } catch (error) {
    if (!signal.aborted) throw error;
    console.error("stopped; nothing is written");
    return exitCode();
  }
  const made = {
    images: images.name,
    transformation: transformation.name,
    ...size === 1 ? { unit: generators[0].unit } : {
      generators: generators.map(({ name, unit }) => ({ name, unit })),
    },
    distribution: distribution.name,
    seed,
  };
  await writeWhole(
    `${out}.truth.npz`,
    zipSync({
      "t.npy": encodeNpy({
        shape: size === 1 ? [t.length] : [images.count, size],
        values: t,
      }),
      "truth.json": new TextEncoder().encode(JSON.stringify(made, null, 2)),
    }, { mtime: new Date(1980, 0, 1) }),
  );
  for (const note of images.notes ?? []) console.log(note);
  console.log(
    `${out}.npz: ${images.count} pairs of ${images.height} x ${images.width}, ${transformation.name}, t in ${
      generators.map(({ unit }) => unit).join(", ")
    } from ${distribution.name}; t itself is in ${out}.truth.npz`,
  );
  return 0;
}

/** Checks that the output would not overwrite the images. */
async function checkIsAnother(out: string, images: string): Promise<void> {
  const [there, read] = await Promise.all(
    [out, images].map((path) => ifThere(path, () => Deno.realPath(path))),
  );
  if (there === undefined || there !== read) return;
  throw new UserError(`--out: expected another file than IMAGES, found ${out}`);
}

/** Makes an array of the images' own type that is written piece by piece. */
function arrayOf(
  name: string,
  images: ImageStack,
  signal: AbortSignal,
  make: (piece: Float32Array, first: number) => Float32Array,
): StreamedArray {
  const { count, height, width, channels, type } = images;
  const size = height * width * channels;
  return {
    name,
    shape: [count, height, width, ...channels === 1 ? [] : [channels]],
    type: type === "uint8" ? "|u1" : "<f4",
    async *bytes() {
      let first = 0;
      for await (const piece of images.pieces()) {
        signal.throwIfAborted();
        const values = make(piece, first);
        yield type === "uint8" ? bytesOf(values) : new Uint8Array(
          values.buffer,
          values.byteOffset,
          values.byteLength,
        );
        first += piece.length / size;
      }
    },
  };
}

/** Converts values from 0 to 1 to the nearest bytes. */
function bytesOf(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round(255 * values[i]);
  return bytes;
}

/** Moves every image by its own parameters, which are in `t`. */
function moved(
  { height, width, channels }: ImageStack,
  piece: Float32Array,
  { generators, flowOf }: TransformationGroup,
  t: Float64Array,
): Float32Array {
  const size = height * width * channels;
  const out = new Float32Array(piece.length);
  for (let i = 0; i < piece.length / size; i++) {
    const [from, to] = [i * size, (i + 1) * size];
    const count = generators.length;
    warp(
      piece.subarray(from, to),
      height,
      width,
      channels,
      flowOf(t.subarray(i * count, (i + 1) * count)),
      1,
      out.subarray(from, to),
    );
  }
  return out;
}

if (import.meta.main) await main(makePairsCommand);
