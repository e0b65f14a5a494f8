import {
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { DataError } from "#lib/datasets/data_error.ts";
import { loadMnist } from "#lib/datasets/mnist.ts";
import { readsFiles } from "../reads_files.ts";

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));

const splits = [
  { split: "train", count: 60_000, mean: 0.1307 },
  { split: "test", count: 10_000, mean: 0.1325 },
] as const;

for (const { split, count, mean } of splits) {
  Deno.test({
    ...readsFiles,
    name: `loadMnist gives all ${count} images to ${split}`,
    async fn() {
      const { pixels, ...rest } = await loadMnist(split);
      assertEquals(rest, {
        name: `mnist-${split}`,
        count,
        height: 28,
        width: 28,
        channels: 1,
      });
      assertEquals(pixels.length, count * 784);
      let least = Infinity, most = -Infinity, sum = 0;
      for (const value of pixels) {
        if (value < least) least = value;
        if (value > most) most = value;
        sum += value;
      }
      assertEquals([least, most], [0, 1]);
      assertAlmostEquals(sum / pixels.length, mean, 1e-4); // as is well known
    },
  });
}

Deno.test({
  ...readsFiles,
  name: "the error on a folder without the files names it, with what to do",
  async fn() {
    const directory = `${fixtures}/nothing-here`;
    const { message } = await assertRejects(
      () => loadMnist("train", { directory }),
      DataError,
      `${directory}/train-images-idx3-ubyte: expected `,
    );
    assertMatch(
      message,
      /found no such file; unpack the \.gz file of this name into the folder, or name no folder$/,
    );
    assertMatch(message, /^[^\n]*$/);
  },
});

Deno.test({
  ...readsFiles,
  name: "a damaged file is named, with both checksums and both lengths",
  async fn() {
    const directory = `${fixtures}/damaged`;
    const { message } = await assertRejects(
      () => loadMnist("test", { directory }),
      DataError,
      `${directory}/t10k-images-idx3-ubyte: expected 7840016 bytes with SHA-256 0fa7898d`,
    );
    assertMatch(message, /found 29 bytes with SHA-256 801f6eaf/);
    assertMatch(
      message,
      /; the file is damaged or another one: unpack the \.gz file of this name into the folder, or name no folder$/,
    );
    assertMatch(message, /^[^\n]*$/);
  },
});

Deno.test("an unknown split is turned away", async () => {
  await assertRejects(
    () => loadMnist("validation" as "train"),
    RangeError,
    'found "validation"',
  );
});
