import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UserError } from "#lib/runtime/errors.ts";
import {
  ensureWritable,
  writeFolderWhole,
  writeWhole,
} from "#lib/runtime/files.ts";
import { type Need, needs, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import { testsInFolder } from "../tests_in_folder.ts";

/** Asserts that the call fails with one line for the user that begins with the path. */
async function refuses(
  path: string,
  call: () => Promise<unknown>,
): Promise<void> {
  const { message } = await assertRejects(
    call,
    UserError,
    `${path}: expected to be able to write there, found: `,
  );
  assert(message.startsWith(path), message);
  assertMatch(message, /^[^\n]+$/);
}

const inFolder = testsInFolder();

inFolder("writeWhole writes text and bytes, and replaces", async (folder) => {
  const path = `${folder}/a.txt`;
  await writeWhole(path, "å\n");
  assertEquals(await Deno.readTextFile(path), "å\n");
  await writeWhole(path, Uint8Array.of(0, 255));
  assertEquals(await Deno.readFile(path), Uint8Array.of(0, 255));
  assertEquals(await listBelow(folder), ["a.txt"]);
});

inFolder(
  "writeWhole in a missing folder: the error names the file",
  async (folder) => {
    await refuses(
      `${folder}/none/a.txt`,
      () => writeWhole(`${folder}/none/a.txt`, "new"),
    );
    assertEquals(await listBelow(folder), []);
  },
);

inFolder(
  "a rename that fails leaves the earlier folder, and no .part",
  async (folder) => {
    const path = `${folder}/taken`; // a folder with something in it
    await Deno.mkdir(path);
    await Deno.writeTextFile(`${path}/kept.txt`, "earlier");
    await refuses(path, () => writeWhole(path, "new"));
    assertEquals(await listBelow(folder), ["taken", "taken/kept.txt"]);
  },
);

inFolder(
  "a write that fails leaves the earlier content, and no .part",
  async (folder) => {
    const path = `${folder}/${"a".repeat(240)}`; // the temporary name is too long
    await Deno.writeTextFile(path, "earlier");
    await refuses(path, () => writeWhole(path, "new"));
    assertEquals(await Deno.readTextFile(path), "earlier");
    assertEquals((await listBelow(folder)).length, 1);
  },
);

inFolder(
  "writeFolderWhole makes the folders above, fills, and replaces",
  async (folder) => {
    const path = `${folder}/run/seed-0`;
    const fill = (name: string) => (temporary: string) =>
      Deno.writeTextFile(`${temporary}/${name}`, name);
    await writeFolderWhole(path, fill("a.txt"));
    assertEquals(await listBelow(path), ["a.txt"]);
    await writeFolderWhole(path, fill("b.txt"));
    assertEquals(await listBelow(folder), [
      "run",
      "run/seed-0",
      "run/seed-0/b.txt",
    ]);
  },
);

const failures = [
  { what: "an error of its own", error: new RangeError("no such figure") },
  {
    what: "a full disk",
    error: Object.assign(new Error("No space left on device"), {
      code: "ENOSPC",
    }),
  },
];

for (const { what, error } of failures) {
  inFolder(
    `writeFolderWhole, half-way ${what}: the earlier folder stays`,
    async (folder) => {
      const path = `${folder}/seed-0`;
      await Deno.mkdir(path);
      await Deno.writeTextFile(`${path}/metrics.json`, "earlier");
      const write = () =>
        writeFolderWhole(path, async (temporary) => {
          await Deno.writeTextFile(`${temporary}/metrics.json`, "half");
          throw error;
        });
      if ("code" in error) await refuses(path, write);
      else assertEquals(await assertRejects(write), error);
      assertEquals(await listBelow(folder), ["seed-0", "seed-0/metrics.json"]);
      assertEquals(await Deno.readTextFile(`${path}/metrics.json`), "earlier");
    },
  );
}

inFolder("below a regular file nothing can be written", async (folder) => {
  await Deno.writeTextFile(`${folder}/file`, "earlier");
  const path = `${folder}/file/below`;
  await refuses(path, () => writeWhole(path, "new"));
  await refuses(path, () => writeFolderWhole(path, () => Promise.resolve()));
  await refuses(path, () => ensureWritable(path));
  await refuses(`${folder}/file`, () => ensureWritable(`${folder}/file`));
  assertEquals(await listBelow(folder), ["file"]);
  assertEquals(await Deno.readTextFile(`${folder}/file`), "earlier");
});

inFolder(
  "ensureWritable makes what is missing, and leaves no probe",
  async (folder) => {
    await ensureWritable(`${folder}/a/b`);
    await ensureWritable(`${folder}/a/b`);
    assertEquals(await listBelow(folder), ["a", "a/b"]);
  },
);

inFolder(
  "ensureWritable removes only what it has made",
  async (folder) => {
    await Deno.mkdir(`${folder}/mine`);
    for (const name of ["mine", "made", "mine/a/b", "made/a/b/c"]) {
      await (await ensureWritable(`${folder}/${name}`))();
      assertEquals(await listBelow(folder), ["mine"], name);
    }
    const takeAway = await ensureWritable(`${folder}/mine/a/b/c`);
    await Deno.writeTextFile(`${folder}/mine/a/result`, "");
    await takeAway();
    assertEquals(await listBelow(folder), ["mine", "mine/a", "mine/a/result"]);
  },
);

/**
 * Whether a folder can be closed to this process, which it cannot to an administrator.
 */
async function modesForbid(): Promise<boolean> {
  if (Deno.build.os === "windows") return false;
  return await inTemporaryFolder(async (folder) => {
    await Deno.chmod(folder, 0o555);
    return await Deno.writeTextFile(`${folder}/a`, "").then(
      () => false,
      () => true,
    );
  });
}

const closedFolders: Need = temporaryFolder.met
  ? {
    met: await modesForbid(),
    reason:
      "a folder's mode does not keep this process out (it runs as an administrator)",
  }
  : temporaryFolder;

Deno.test({
  ...needs(closedFolders),
  name: "a read-only folder is named",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/a.txt`, "earlier");
      await Deno.chmod(folder, 0o555);
      await refuses(folder, () => ensureWritable(folder));
      await refuses(`${folder}/a.txt`, () => writeWhole(`${folder}/a.txt`, ""));
      await refuses(
        `${folder}/new`,
        () => writeFolderWhole(`${folder}/new`, () => Promise.resolve()),
      );
      await Deno.chmod(folder, 0o755);
      assertEquals(await listBelow(folder), ["a.txt"]);
    }),
});
