import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UserError } from "#lib/runtime/errors.ts";
import { isThere } from "#lib/runtime/files.ts";
import {
  ifThere,
  readIfThere,
  readTextIfThere,
  UnreadableError,
} from "#lib/runtime/read_if_there.ts";
import { failingReader, systemError } from "../failing_reader.ts";
import { testsInFolder } from "../tests_in_folder.ts";

const inFolder = testsInFolder();

inFolder(
  "an existing file is read, a missing one gives undefined",
  async (folder) => {
    await Deno.writeTextFile(`${folder}/a`, "å");
    assertEquals(await readTextIfThere(`${folder}/a`), "å");
    assertEquals(await readIfThere(`${folder}/a`), Uint8Array.of(0xc3, 0xa5));
    for (const path of [`${folder}/none`, `${folder}/a/below-a-file`]) {
      assertEquals(await readIfThere(path), undefined);
      assertEquals(await readTextIfThere(path), undefined);
      assertEquals(await isThere(path), false);
    }
  },
);

/** Errors of the system, with the words and the advice expected in the message. */
const refusals: readonly (readonly [Error, string, string])[] = [
  [
    systemError(Deno.errors.PermissionDenied, "EACCES", 13),
    "EACCES",
    "give this user the right to read it",
  ],
  [systemError(Error, "EIO", 5), "EIO", "check the disk"],
  [systemError(Error, "EMFILE", 24), "EMFILE", "ulimit -n"],
  [systemError(Error, "ESTALE", 116), "ESTALE", "check the disk"],
  [
    new Deno.errors.NotCapable("Requires read access"),
    "NotCapable",
    "--allow-read",
  ],
  [
    systemError(Deno.errors.IsADirectory, "EISDIR", 21),
    "EISDIR",
    "move the folder away",
  ],
];

for (const [error, kind, advice] of refusals) {
  Deno.test(`${kind} is a refusal, not an absence`, async () => {
    const { message, cause } = await assertRejects(
      () => readIfThere("some/file", failingReader(error)),
      UnreadableError,
      `some/file: expected to be able to read it, found ${kind}: `,
    );
    assertMatch(message, /^[^\n]+$/);
    assertEquals(message.includes(advice), true, message);
    assertEquals(cause, error);
  });
}

inFolder("the system's own refusals are told from absence", async (folder) => {
  const { message } = await assertRejects(
    () => readIfThere(folder),
    UserError,
    `${folder}: expected to be able to read it, found EISDIR: `,
  );
  assertMatch(message, /^[^\n]+$/);
  // No file can have such a long name, so nothing was looked up.
  const long = `${folder}/${"a".repeat(5000)}`;
  await assertRejects(
    () => readTextIfThere(long),
    UnreadableError,
    "ENAMETOOLONG",
  );
  assertEquals(await isThere(long), true);
});

Deno.test({
  name: "without the permission to read, nothing is taken for absent",
  permissions: { read: false },
  async fn() {
    await assertRejects(
      () => readTextIfThere("/anything"),
      UnreadableError,
      "--allow-read",
    );
    assertEquals(await isThere("/anything"), true);
  },
});

Deno.test("a fault of the program is passed on unchanged", async () => {
  const fault = new TypeError("a fault");
  const found = await assertRejects(
    () => ifThere("some/file", () => Promise.reject(fault)),
    TypeError,
  );
  assertEquals(found, fault);
});
