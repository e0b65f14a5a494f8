import { assert, assertEquals, assertRejects } from "@std/assert";
import { unzipSync } from "fflate";
import { decodeNpy, npyHeader } from "#lib/datasets/npy.ts";
import { openNpzStack } from "#lib/datasets/npz_stack.ts";
import { type StreamedArray, writeNpz } from "#lib/datasets/npz_writer.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { listBelow } from "../temporary_folder.ts";
import {
  inFolder,
  readAll,
  readBytes,
  refuses,
  valuesOf,
} from "./image_files.ts";

const shape = [5, 8, 9];
const bytes = Uint8Array.from(valuesOf(360));
const floats = Float32Array.from(bytes, (value) => value / 8 - 3);
const doubles = Float64Array.from(floats);

/** Arrays of all types, in parts of 7 bytes. */
const arrays: readonly StreamedArray[] = ([
  ["a", "|u1", bytes],
  ["b", "<f4", floats],
  ["c", "<f8", doubles],
] as const).map(([name, type, values]) => ({
  name,
  shape,
  type,
  async *bytes() {
    const stored = new Uint8Array(values.buffer);
    for (let at = 0; at < stored.length; at += 7) {
      yield await Promise.resolve(stored.subarray(at, at + 7));
    }
  },
}));

inFolder("writeNpz: openNpzStack reads what it writes", async (folder) => {
  const path = `${folder}/a.npz`;
  await writeNpz(path, arrays);
  assertEquals(await readBytes(await openNpzStack(path, "a")), [...bytes]);
  for (const [name, values] of [["b", floats], ["c", doubles]] as const) {
    const read = await readAll(await openNpzStack(path, name));
    assertEquals(read.values, [...values]);
  }
});

inFolder("writeNpz: fflate reads what it writes, in order", async (folder) => {
  await writeNpz(`${folder}/a.npz`, arrays);
  const files = unzipSync(await Deno.readFile(`${folder}/a.npz`));
  assertEquals(Object.keys(files), ["a.npy", "b.npy", "c.npy"]);
  const header = npyHeader(files["a.npy"], "a")!;
  assertEquals(header, {
    shape,
    type: "|u1",
    fortranOrder: false,
    start: 128,
  });
  assertEquals(files["a.npy"].slice(128), bytes);
  assertEquals(decodeNpy(files["b.npy"], "b"), { shape, values: floats });
  assertEquals(decodeNpy(files["c.npy"], "c"), { shape, values: doubles });
});

inFolder("writeNpz: the same arrays give the same file", async (folder) => {
  await writeNpz(`${folder}/a.npz`, arrays);
  await writeNpz(`${folder}/b.npz`, arrays);
  assertEquals(
    await Deno.readFile(`${folder}/a.npz`),
    await Deno.readFile(`${folder}/b.npz`),
  );
  const header = await Deno.readFile(`${folder}/a.npz`);
  // Date and time are midnight of 1 January 1980, in MS-DOS's two numbers.
  assertEquals([...header.subarray(10, 14)], [0, 0, 0x21, 0]);
});

inFolder(
  "writeNpz: an array that fails half-way leaves the earlier file, and no file open",
  async (folder) => {
    const path = `${folder}/a.npz`;
    await Deno.writeTextFile(path, "earlier");
    for (
      const error of [new UserError("x.png: broke"), new RangeError("broke")]
    ) {
      const failing: StreamedArray = {
        ...arrays[0],
        name: "d",
        async *bytes() {
          yield await Promise.resolve(bytes);
          throw error;
        },
      };
      const found = await assertRejects(() =>
        writeNpz(path, [...arrays, failing])
      );
      assertEquals(found, error);
      assertEquals(await listBelow(folder), ["a.npz"]);
      assertEquals(await Deno.readTextFile(path), "earlier");
    }
  },
);

inFolder("writeNpz: a missing folder is named", async (folder) => {
  const path = `${folder}/none/a.npz`;
  await refuses(
    new RegExp(
      `^${path}: expected to be able to write there, found: No such file`,
    ),
    () => writeNpz(path, arrays),
  );
});

inFolder(
  "writeNpz asks for the next part only when the last one is written, and openNpzStack hands out pieces",
  async (folder) => {
    const path = `${folder}/a.npz`;
    const [parts, part] = [128, 2 ** 20]; // 128 MiB
    let [asked, ahead] = [0, 0];
    await writeNpz(path, [{
      name: "x0",
      shape: [parts * 4, 512, 512],
      type: "|u1",
      async *bytes() {
        for (; asked < parts; asked++) {
          const [name] = await listBelow(folder);
          const { size } = await Deno.stat(`${folder}/${name}`);
          ahead = Math.max(ahead, asked * part - size);
          yield new Uint8Array(part).fill(asked);
        }
      },
    }]);
    assert(ahead <= 8 * part, `${ahead}`);
    assertEquals((await Deno.stat(path)).size > parts * part, true);
  },
);

inFolder(
  "writeNpz: an archive that may exceed 4 GiB is written as zip64, and read",
  async (folder) => {
    const path = `${folder}/a.npz`;
    // The array has fewer bytes than its shape states. The shape decides on zip64.
    const huge: StreamedArray = {
      ...arrays[0],
      name: "huge",
      shape: [1e6, 256, 256],
    };
    await writeNpz(path, [arrays[0], huge]);
    const bytes64 = await Deno.readFile(path);
    await writeNpz(path, [arrays[0]]);
    const bytes32 = await Deno.readFile(path);
    const signature = "PK\x06\x06"; // of a zip64 directory's end
    const has = (file: Uint8Array) =>
      new TextDecoder("latin1").decode(file).includes(signature);
    assertEquals([has(bytes64), has(bytes32)], [true, false]);
    await Deno.writeFile(path, bytes64);
    assertEquals(await readBytes(await openNpzStack(path, "a")), [...bytes]);
  },
);
