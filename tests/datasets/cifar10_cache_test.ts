import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { readCached } from "#lib/datasets/cifar10_cache.ts";
import { DataError } from "#lib/datasets/data_error.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { UnreadableError } from "#lib/runtime/read_if_there.ts";
import { allclose } from "../allclose.ts";
import { linkInCircle } from "../failing_reader.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { until } from "../until.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import {
  bytesOf,
  sheetOf,
  smallCache,
  writeSmallBatches,
  writeSmallPackage,
} from "./small_cifar.ts";

const cacheTest = (name: string, fn: (folder: string) => Promise<void>) =>
  Deno.test({
    ...needs(temporaryFolder),
    name,
    fn: () => inTemporaryFolder(fn),
  });

/** Everything in the folder of a filled cache. */
const FILLED = [
  "cache",
  "cache/batches",
  "cache/batches.lock",
  "cache/batches/data_batch_1.bin",
  "cache/batches/data_batch_2.bin",
  "cache/batches/test_batch.bin",
];
const EMPTY = ["cache", "cache/batches.lock"];

const unreachable = () => {
  throw new UserError("sheets: expected to fetch it, found no network");
};

const unitsOf = (split: "train" | "test") =>
  Float32Array.from(bytesOf(split), (byte) => Math.fround(byte / 255));

cacheTest(
  "an empty cache is filled once, from the package, into the authors' format",
  async (folder) => {
    const notes: string[] = [];
    const drawn: string[] = [];
    const options = {
      onNote: (line: string) => notes.push(line),
      progress: (total: number, label: string) => ({
        update: (done: number) => drawn.push(`${label} ${done} of ${total}`),
        finish: () => drawn.push("finished"),
      }),
    };
    const cache = smallCache(folder);
    const { pixels } = await readCached(cache, "train", options);
    allclose(pixels, unitsOf("train"), {});
    assertEquals(notes, [
      `CIFAR-10: fetching 20 kB once, into ${cache.folder}`,
    ]);
    assertEquals(drawn, [
      ...[1, 2, 3].map((done) => `CIFAR-10: decoding ${done} of 3`),
      "finished",
    ]);
    assertEquals(await listBelow(folder), FILLED);
    await Deno.mkdir(`${folder}/authors`);
    await writeSmallBatches(`${folder}/authors`);
    for (const file of FILLED.filter((path) => path.endsWith(".bin"))) {
      assertEquals(
        await Deno.readFile(`${folder}/${file}`),
        await Deno.readFile(
          `${folder}/${file.replace("cache/batches", "authors")}`,
        ),
      );
    }
  },
);

cacheTest(
  "a filled cache needs no package and says nothing",
  async (folder) => {
    await readCached(smallCache(folder), "train", {});
    const notes: string[] = [];
    const again = smallCache(folder, unreachable);
    for (const split of ["train", "test"] as const) {
      const { pixels } = await readCached(again, split, {
        onNote: (line) => notes.push(line),
      });
      allclose(pixels, unitsOf(split), {});
    }
    assertEquals(notes, []);
  },
);

cacheTest("a damaged cache is named and made again", async (folder) => {
  const cache = smallCache(folder);
  await readCached(cache, "test", {});
  const file = `${cache.folder}/test_batch.bin`;
  await Deno.writeFile(file, (await Deno.readFile(file)).with(7, 0));
  const notes: string[] = [];
  const { pixels } = await readCached(cache, "test", {
    onNote: (line) => notes.push(line),
  });
  allclose(pixels, unitsOf("test"), {});
  assertEquals(notes.length, 2);
  assert(notes[0].startsWith(`${file}: expected `), notes[0]);
  assert(notes[0].endsWith("; making it again"), notes[0]);
  assertEquals(await listBelow(folder), FILLED);
});

cacheTest(
  "a cache that cannot be read is neither fetched again nor written over",
  async (folder) => {
    await readCached(smallCache(folder), "test", {});
    const cache = smallCache(folder, unreachable);
    const file = `${cache.folder}/data_batch_1.bin`;
    await Deno.remove(file);
    await linkInCircle(file);
    const notes: string[] = [];
    await assertRejects(
      () => readCached(cache, "test", { onNote: (line) => notes.push(line) }),
      UnreadableError,
      `${file}: expected to be able to read it, found ELOOP`,
    );
    assertEquals(notes, []);
    assertEquals(await listBelow(folder), FILLED);
  },
);

cacheTest(
  "if the package cannot be fetched: one line with what to do, and earlier files stay",
  async (folder) => {
    const fails = async () => {
      const { message } = await assertRejects(
        () => readCached(smallCache(folder, unreachable), "test", {}),
        UserError,
        "sheets: expected to fetch it, found no network; ",
      );
      assertMatch(message, /--cifar PATH$/);
      assertMatch(message, /^[^\n]*$/);
    };
    await fails();
    assertEquals(await listBelow(folder), EMPTY);
    const cache = smallCache(folder);
    await readCached(cache, "test", {});
    await Deno.truncate(`${cache.folder}/data_batch_1.bin`, 9);
    await fails();
    assertEquals(await listBelow(folder), FILLED);
  },
);

cacheTest(
  "leftovers of an interrupted run are removed",
  async (folder) => {
    const cache = smallCache(folder);
    for (const name of ["a.part", "b.fetched.part", "c.part.old"]) {
      await Deno.mkdir(`${cache.folder}.${name}/deep`, { recursive: true });
    }
    await Deno.writeTextFile(`${folder}/cache/another.part`, "");
    await readCached(cache, "test", {});
    assertEquals(
      await listBelow(folder),
      [...FILLED, "cache/another.part"].toSorted(),
    );
  },
);

cacheTest("one of two runs fetches, and the other waits", async (folder) => {
  let fetched = 0;
  const notes: string[] = [];
  const otherWaits = () =>
    Promise.resolve(notes.some((note) => note.includes("waiting")));
  const cache = smallCache(folder, async (place) => {
    fetched++;
    await until(otherWaits, "the other one");
    return await writeSmallPackage(place);
  });
  const read = () =>
    readCached(cache, "test", { onNote: (line) => notes.push(line) });
  const [one, other] = await Promise.all([read(), read()]);
  for (const { pixels } of [one, other]) allclose(pixels, unitsOf("test"), {});
  assertEquals(fetched, 1);
  assertEquals(notes.toSorted(), [
    "CIFAR-10: another run is fetching it, waiting for that",
    `CIFAR-10: fetching 20 kB once, into ${cache.folder}`,
  ]);
});

for (const when of ["while it is fetched", "while it is decoded"]) {
  cacheTest(`aborted ${when}, the cache stays empty`, async (folder) => {
    const controller = new AbortController();
    const { signal } = controller;
    const cache = smallCache(folder, async (place) => {
      if (when === "while it is fetched") controller.abort();
      signal.throwIfAborted();
      return await writeSmallPackage(place);
    });
    const progress = () => ({ update: () => controller.abort(), finish() {} });
    const thrown = await readCached(cache, "test", { signal, progress })
      .catch((error) => error);
    assert(thrown === signal.reason, String(thrown));
    assertEquals(await listBelow(folder), EMPTY);
  });
}

/** Packages with one fault each, with the message expected for it. */
const wrong: readonly {
  readonly what: string;
  readonly file: string;
  readonly content: Uint8Array | string | undefined;
  readonly says: string;
}[] = [
  {
    what: "no sheet",
    file: "test_batch.png",
    content: undefined,
    says: "no such file",
  },
  {
    what: "a sheet that is no PNG",
    file: "data_batch_2.png",
    content: "404: not found",
    says: "PNG",
  },
  {
    what: "a sheet of another size",
    file: "data_batch_1.png",
    content: sheetOf(0, 900),
    says: "900 x 3, 3 channels, 8 bits, not 1024 x 3, 3 channels, 8 bits",
  },
  {
    what: "the sheet of another batch",
    file: "data_batch_1.png",
    content: sheetOf(1),
    says: "found SHA-256 ",
  },
  {
    what: "another label",
    file: "test_lables.json",
    content: "[9,2,2]",
    says: "found SHA-256 ",
  },
  {
    what: "labels that are no JSON",
    file: "train_lables.json",
    content: "<html>",
    says: "JSON",
  },
];

for (const { what, file, content, says } of wrong) {
  cacheTest(
    `a package with ${what}: one line, and the cache stays empty`,
    async (folder) => {
      const cache = smallCache(folder, async (place) => {
        const sheets = await writeSmallPackage(place);
        const path = `${sheets}/${file}`;
        if (content === undefined) await Deno.remove(path);
        else if (typeof content === "string") {
          await Deno.writeTextFile(path, content);
        } else await Deno.writeFile(path, content);
        return sheets;
      });
      const { message } = await assertRejects(
        () => readCached(cache, "train", {}),
        DataError,
        says,
      );
      const named = file.replace("test_lables.json", "test_batch.png");
      assertStringIncludes(message, `/sheets/${named}: expected `);
      assertMatch(message, /--cifar PATH$/);
      assertMatch(message, /^[^\n]*$/);
      assertEquals(await listBelow(folder), EMPTY);
    },
  );
}
