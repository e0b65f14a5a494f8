import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { loadCifar10 } from "#lib/datasets/cifar10.ts";
import { DataError } from "#lib/datasets/data_error.ts";
import { type Need, needs, projectFiles, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

const cache = fileURLToPath(
  new URL("../../data/cache/cifar-10-batches-bin", import.meta.url),
);

/**
 * CIFAR-10 in the cache. No test fetches its 139 MB; the first experiment on it does.
 */
const cifar10: Need = projectFiles.met
  ? {
    met: await Deno.stat(cache).then(() => true, () => false),
    reason:
      "CIFAR-10 is not in data/cache (`deno task reproduce --only cifar10-scaling` fetches it)",
  }
  : projectFiles;

/**
 * First and last pixels of each split, and mean of each channel.
 *
 * The first pixels are from `od -An -tu1 -jN -N2 data_batch_1.bin` (test_batch.bin)
 * with N = 1, 1025, 2049, where red, green and blue of the first image begin. The last
 * ones are from the same command, for the last image of data_batch_5.bin from pixel
 * 1023 on.
 *
 * The means are widely published for the training images.
 */
const splits = [
  {
    split: "train",
    count: 50_000,
    first: [59, 62, 63, 43, 46, 45],
    last: [163, 163, 161],
    means: [0.4914, 0.48216, 0.44653],
  },
  {
    split: "test",
    count: 10_000,
    first: [158, 112, 49, 159, 111, 47],
    last: undefined,
    means: undefined,
  },
] as const;

for (const { split, count, first, last, means } of splits) {
  Deno.test({
    ...needs(cifar10),
    name: `loadCifar10 gives all ${count} images to ${split}`,
    async fn() {
      const { pixels, ...rest } = await loadCifar10(split);
      assertEquals(rest, {
        name: `cifar10-${split}`,
        count,
        height: 32,
        width: 32,
        channels: 3,
        surroundings: "unknown",
      });
      assertEquals(pixels.length, count * 3072);
      const bytes = (part: Float32Array) => [...part].map((v) => 255 * v);
      bytes(pixels.subarray(0, 6)).forEach((value, i) =>
        assertAlmostEquals(value, first[i], 1e-4)
      );
      if (last === undefined || means === undefined) return;
      bytes(pixels.subarray(-3)).forEach((value, i) =>
        assertAlmostEquals(value, last[i], 1e-4)
      );
      const sums = [0, 0, 0];
      for (let i = 0; i < pixels.length; i += 3) {
        for (let c = 0; c < 3; c++) sums[c] += pixels[i + c];
      }
      sums.forEach((sum, c) =>
        assertAlmostEquals(sum / (count * 1024), means[c], 1e-5)
      );
    },
  });
}

Deno.test({
  ...needs(cifar10),
  name: "a folder of the user's is read in place of the cache",
  async fn() {
    const { name, count } = await loadCifar10("test", { directory: cache });
    assertEquals([name, count], ["cifar10-test", 10_000]);
  },
});

Deno.test({
  ...needs(temporaryFolder),
  name: "a folder of the user's without the files fetches nothing",
  fn: () =>
    inTemporaryFolder(async (directory) => {
      await assertRejects(
        () => loadCifar10("train", { directory }),
        DataError,
        `${directory}/data_batch_1.bin: expected a binary batch of CIFAR-10, 30730000 bytes, found nothing there`,
      );
    }),
});

Deno.test("CIFAR-10 has no other split", async () => {
  await assertRejects(
    () => loadCifar10("validation" as "train"),
    RangeError,
    'found "validation"',
  );
});
