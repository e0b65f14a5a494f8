import { assert, assertEquals, assertRejects } from "@std/assert";
import { zipSync } from "fflate";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import type { GivenFile } from "#lib/lab/messages.ts";
import { openGiven } from "#lib/lab/open_given.ts";
import { UserError } from "#lib/runtime/errors.ts";
import {
  asPng,
  npysOf,
  npzOf,
  picturesOf,
  turnedDrawings,
  turningGif,
} from "../slow/lab_data.ts";

const pairs = turnedDrawings(60);

const given = (files: Readonly<Record<string, Uint8Array>>): GivenFile[] =>
  Object.entries(files).map(([path, bytes]) => ({
    path,
    blob: new Blob([Uint8Array.from(bytes)]),
  }));

/** The first images of the pairs in files, as detection reads them. */
async function framesOf(files: Readonly<Record<string, Uint8Array>>) {
  const stacks = await openGiven(given(files));
  const { x0, xt, source } = await readPairs(stacks, 5000, 0);
  return { frames: [x0, xt], source };
}

/** Pairs with values rounded to 8 bits, as pictures hold them. */
const rounded = {
  ...pairs,
  x0: pairs.x0.map((value) => Math.round(255 * value) / 255),
  xt: pairs.xt.map((value) => Math.round(255 * value) / 255),
};

const expected = async (of: typeof pairs) => {
  const { x0, xt } = await readPairs(memoryStacks(of), 5000, 0);
  return [x0, xt];
};

const FOLDERS: readonly (readonly [string, string])[] = [
  ["x0", "xt"],
  ["before", "later"],
  ["all/x0", "all/xt"],
];

Deno.test("openGiven reads arrays unchanged", async () => {
  const exact = await expected(pairs);
  assertEquals((await framesOf({ "pairs.npz": npzOf(pairs) })).frames, exact);
  assertEquals((await framesOf(npysOf(pairs))).frames, exact);
  const hidden = { ".DS_Store": new Uint8Array(3), "pairs.npz": npzOf(pairs) };
  assertEquals((await framesOf(hidden)).frames, exact);
});

for (const folders of FOLDERS) {
  Deno.test(`openGiven reads the folders ${folders}, zipped or not`, async () => {
    const files = picturesOf(pairs, folders, asPng, "png");
    const wanted = await expected(rounded);
    const open = await framesOf(files);
    assertEquals(open.frames, wanted);
    const zipped = await framesOf({ "all.zip": zipSync(files) });
    assertEquals(zipped.frames, wanted);
    const notes = (folder: string) =>
      folders[0] === "before"
        ? [`${folder}: the folder before is read as x0, the folder later as xt`]
        : undefined;
    assertEquals(open.source.notes, notes("your files"));
    assertEquals(zipped.source.notes, notes("all.zip"));
  });
}

Deno.test("openGiven reads frames: pictures, a folder of them, an animation", async () => {
  const pictures = Object.fromEntries(
    Object.entries(picturesOf(pairs, ["a", "b"], asPng, "png"))
      .filter(([path]) => path.startsWith("a/"))
      .map(([path, bytes]) => [path.slice(2), bytes]),
  );
  for (const folder of ["", "film/"]) {
    const files = Object.fromEntries(
      Object.entries(pictures).map(([name, bytes]) => [folder + name, bytes]),
    );
    const { x0, sequences } = await openGiven(given(files), 2);
    assertEquals([x0.count, sequences?.lag], [58, 2]);
  }
  const gif = await openGiven(given({ "a.gif": turningGif(72, 24) }));
  assertEquals([gif.x0.count, gif.x0.height], [23, 72]);
});

const refused = async (
  files: readonly GivenFile[],
  message: string,
): Promise<void> => {
  const error = await assertRejects(() => openGiven(files), UserError);
  assert(error.message.startsWith(message), error.message);
};

Deno.test("openGiven refuses other files in one line", async () => {
  await refused([], "your files: expected at least one, found none");
  await refused(
    given({ "x0/1.png": new Uint8Array(9) }),
    "x0: expected the two folders x0 and xt, found one of them",
  );
  const large = { size: 200 * 2 ** 20 } as Blob;
  await refused(
    [{ path: "large.npz", blob: large }],
    "large.npz: expected at most 128 MiB in the browser, found 200 MiB; deno task detect",
  );
  await refused(
    [{ path: "a.npy", blob: large }, { path: "b.npy", blob: large }],
    "your files: expected at most 128 MiB in the browser, found 400 MiB",
  );
  const text = new TextEncoder().encode("<html>");
  await refused(given({ "a.npz": text }), "a.npz");
  await refused(given({ "__proto__.npz": text }), "__proto__.npz");
  await refused(
    given({ "out.zip": zipSync({ "../out.png": text }) }),
    "out.zip: expected",
  );
  await refused(
    given({ "bomb.zip": zipSync({ "a/1.png": new Uint8Array(2 ** 28 + 1) }) }),
    "bomb.zip: expected a zip archive of pictures, found: more than the 256 MiB",
  );
});
