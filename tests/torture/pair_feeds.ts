import { assert, assertEquals } from "@std/assert";
import { encode } from "fast-png";
import { writeNpz } from "#lib/datasets/npz_writer.ts";
import { openPairs } from "#lib/datasets/open_images.ts";
import { answerOf } from "#lib/detection/answer.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import type { RandomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { npyOf, written } from "../datasets/image_files.ts";
import { detectionExample } from "../detection/detection_example.ts";
import { endsWell, type Feed } from "./feeds.ts";
import { mutate, pick } from "./mutate.ts";

/** The smallest number of pairs that is allowed, and the side of an image. */
const COUNT = 50, SIDE = 8;

const imageBytes = (random: RandomStream): Uint8Array =>
  Uint8Array.from({ length: SIDE ** 2 }, () => Math.floor(256 * random()));

const stackBytes = (random: RandomStream): Uint8Array =>
  Uint8Array.from({ length: COUNT * SIDE ** 2 }, () => 256 * random());

/**
 * Makes a feed of a user's pairs in which one of the files is damaged: either they are
 * read, or a message of one line says what is wrong.
 *
 * @param paths Paths as the command gets them.
 */
function damagedPairs(
  paths: readonly string[],
  files: readonly string[],
  random: RandomStream,
): () => Promise<void> {
  return async () => {
    const file = pick(random, files);
    const whole = await Deno.readFile(file);
    await Deno.writeFile(file, mutate(whole, random));
    try {
      const pairs = await said(async () =>
        await readPairs(await openPairs(paths), COUNT, 0)
      );
      if (pairs === undefined) return;
      const cells = pairs.count * pairs.side ** 2;
      assertEquals([pairs.x0.length, pairs.xt.length], [cells, cells]);
    } finally {
      await Deno.writeFile(file, whole);
    }
  };
}

/** Result of a call, or undefined if it fails with a message of one line. */
const said = <T>(call: () => T | Promise<T>): Promise<T | undefined> =>
  endsWell(async () => {
    try {
      return await call();
    } catch (error) {
      assert(!(error as Error).message.includes("\n"), `lines: ${error}`);
      throw error;
    }
  }, UserError);

/** An archive of NumPy. */
export const pairsNpz: Feed = async (folder, random) => {
  const path = `${folder}/pairs.npz`;
  await writeNpz(
    path,
    ["x0", "xt"].map((name) => ({
      name,
      shape: [COUNT, SIDE, SIDE],
      type: "|u1",
      async *bytes() {
        yield stackBytes(random);
      },
    })),
  );
  return damagedPairs([path], [path], random);
};

/** Two .npy files, of which one is in Fortran order. */
export const pairsNpy: Feed = async (folder, random) => {
  const paths = ["x0", "xt"].map((name) => `${folder}/${name}.npy`);
  for (const [i, path] of paths.entries()) {
    const npy = npyOf([COUNT, SIDE, SIDE], stackBytes(random));
    const text = new TextDecoder("latin1").decode(npy.subarray(0, 128));
    const order = text.replace("False", i === 0 ? "False" : "True ");
    npy.set(Uint8Array.from(order, (letter) => letter.charCodeAt(0)));
    await Deno.writeFile(path, npy);
  }
  return damagedPairs(paths, paths, random);
};

/** Pictures of 8 x 9 pixels that Pillow wrote, in all formats but PNG and JPEG. */
const PICTURES = [
  ...["rgb.webp", "rgba.webp", "palette.gif", "plain.gif", "palette.bmp"],
  ...["rgb.bmp", "raw.tif", "lzw.tif", "deflate.tif", "16bit.tif"],
];

/** Two folders of these pictures. */
export const pairsPictures: Feed = async (folder, random) => {
  const files: string[] = [];
  for (const name of ["x0", "xt"]) {
    await Deno.mkdir(`${folder}/${name}`);
    for (let i = 0; i < COUNT; i++) {
      const picture = PICTURES[i % PICTURES.length];
      const file = `${folder}/${name}/${i}-${picture}`;
      await Deno.copyFile(`${written}/${picture}`, file);
      files.push(file);
    }
  }
  return damagedPairs([folder], files, random);
};

/** Two folders of PNG images. */
export const pairsPng: Feed = async (folder, random) => {
  const files: string[] = [];
  for (const name of ["x0", "xt"]) {
    await Deno.mkdir(`${folder}/${name}`);
    for (let i = 0; i < COUNT; i++) {
      const file = `${folder}/${name}/${i}.png`;
      const data = imageBytes(random);
      const image = { width: SIDE, height: SIDE, channels: 1, data } as const;
      await Deno.writeFile(file, encode(image));
      files.push(file);
    }
  }
  return damagedPairs([folder], files, random);
};

/** Two idx files. */
export const pairsIdx: Feed = async (folder, random) => {
  const paths = ["x0", "xt"].map((name) => `${folder}/${name}-idx3-ubyte`);
  for (const path of paths) {
    const file = new Uint8Array(16 + COUNT * SIDE ** 2);
    const header = new DataView(file.buffer);
    [0x803, COUNT, SIDE, SIDE].forEach((word, i) =>
      header.setUint32(4 * i, word)
    );
    file.set(stackBytes(random), 16);
    await Deno.writeFile(path, file);
  }
  return damagedPairs(paths, paths, random);
};

/** An answer of a detection, damaged and read back. */
export const answers: Feed = (_folder, random) => {
  const text = JSON.stringify(answerOf(detectionExample({ worst: 0 })));
  const whole = new TextEncoder().encode(text);
  return Promise.resolve(async () => {
    const damaged = new TextDecoder().decode(mutate(whole, random));
    const found = await said(() => readAnswer(damaged, "answer"));
    if (found === undefined) return;
    assertEquals(found.coefficients.length, found.basis.terms.length);
    assert(found.held.t.every(Number.isFinite));
  });
};
