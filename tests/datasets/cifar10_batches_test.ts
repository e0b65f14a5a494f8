import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { checkBatches, readBatches } from "#lib/datasets/cifar10_batches.ts";
import { DataError } from "#lib/datasets/data_error.ts";
import { allclose } from "../allclose.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { bytesOf, smallFiles, writeSmallBatches } from "./small_cifar.ts";

const batchTest = (name: string, fn: (folder: string) => Promise<void>) =>
  Deno.test({
    ...needs(temporaryFolder),
    name,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        await writeSmallBatches(folder);
        await fn(folder);
      }),
  });

for (
  const { split, count } of [
    { split: "train", count: 6 },
    { split: "test", count: 3 },
  ] as const
) {
  batchTest(`binary batches give the images to ${split}`, async (folder) => {
    const { pixels, ...rest } = await readBatches(folder, split, smallFiles);
    assertEquals(rest, {
      name: `cifar10-${split}`,
      count,
      height: 32,
      width: 32,
      channels: 3,
      surroundings: "unknown",
    });
    const expected = bytesOf(split).map((byte) => Math.fround(byte / 255));
    allclose(pixels, expected, {});
  });
}

/** Faults of a folder of batches, with the messages expected for them. */
const faults: readonly {
  readonly what: string;
  readonly change: (folder: string, file: string) => Promise<void>;
  readonly names: "file" | "folder";
  readonly says: RegExp;
  /** Whether the fault shows only when the files are read. */
  readonly hidden?: true;
}[] = [
  {
    what: "no folder",
    change: (folder) => Deno.remove(folder, { recursive: true }),
    names: "folder",
    says: /expected a folder with .*, found nothing there;/,
  },
  {
    what: "a file in place of the folder",
    async change(folder) {
      await Deno.remove(folder, { recursive: true });
      await Deno.writeTextFile(folder, "");
    },
    names: "folder",
    says: /expected a folder with .*, found a file;/,
  },
  {
    what: "no such file",
    change: (_, file) => Deno.remove(file),
    names: "file",
    says: /expected a binary batch .* 9219 bytes, found nothing there;/,
  },
  {
    what: "a folder in place of the file",
    async change(_, file) {
      await Deno.remove(file);
      await Deno.mkdir(file);
    },
    names: "file",
    says: /9219 bytes, found no file;/,
  },
  {
    what: "a file cut short",
    change: (_, file) => Deno.truncate(file, 9218),
    names: "file",
    says: /9219 bytes, found 9218 bytes;/,
  },
  {
    what: "a file that goes on",
    change: (_, file) =>
      Deno.writeFile(file, new Uint8Array(1), { append: true }),
    names: "file",
    says: /9219 bytes, found 9220 bytes;/,
  },
  {
    what: "a file with one other byte",
    change: async (_, file) =>
      Deno.writeFileSync(file, (await Deno.readFile(file)).with(5000, 1)),
    names: "file",
    says: /data_batch_2.bin of CIFAR-10 with SHA-256 \w{64}, found SHA-256 \w/,
    hidden: true,
  },
];

for (const { what, change, names, says, hidden } of faults) {
  batchTest(`${what}: one line that names it`, async (parent) => {
    const folder = `${parent}/batches`;
    await Deno.mkdir(folder);
    await writeSmallBatches(folder);
    const file = `${folder}/data_batch_2.bin`;
    await change(folder, file);
    const check = () => checkBatches(folder, smallFiles);
    const read = () => readBatches(folder, "train", smallFiles);
    if (hidden) await check();
    for (const fails of hidden ? [read] : [check, read]) {
      const { message } = await assertRejects(
        fails,
        DataError,
        `${names === "file" ? file : folder}: expected `,
      );
      assertMatch(message, says);
      assertMatch(message, /; name the folder .* or leave --cifar out$/);
      assertMatch(message, /^[^\n]*$/);
    }
  });
}
