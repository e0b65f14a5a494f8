import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { UserError } from "#lib/runtime/errors.ts";
import { holdFolder } from "#lib/runtime/lock.ts";
import { UnreadableError } from "#lib/runtime/read_if_there.ts";
import { needs, programs, temporaryFolder } from "../needs.ts";
import { startTogether } from "../torture/starts.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";

const lockTest = (name: string, fn: (folder: string) => Promise<void>) =>
  Deno.test({
    ...needs(temporaryFolder, programs),
    name,
    fn: () => inTemporaryFolder(fn),
  });

lockTest(
  "a folder is held once: the second process is told which one holds it, and since when",
  async (folder) => {
    const letGo = await holdFolder(folder);
    const { message } = await assertRejects(
      () => holdFolder(folder),
      UserError,
    );
    assertStringIncludes(
      message,
      `${folder}: expected no other run to write there, found process ${Deno.pid}, started `,
    );
    const [, started] = message.split("started ");
    assertEquals(
      Date.parse(started),
      Math.floor(performance.timeOrigin),
      started,
    );
    await letGo();
    await letGo();
    assertEquals(await listBelow(folder), []);
    await (await holdFolder(folder))();
  },
);

lockTest(
  "a lock whose process is gone is recognised, whatever pid it contains",
  async (folder) => {
    const [running, gone] = [1, 4_194_304];
    for (const pid of [running, gone]) {
      const text = `{"pid":${pid},"started":"2026-01-01T00:00:00.000Z"}\n`;
      await Deno.writeTextFile(`${folder}/.lock`, text);
      const letGo = await holdFolder(folder);
      assertMatch(
        await Deno.readTextFile(`${folder}/.lock`),
        new RegExp(`^\\{"pid":${Deno.pid},`),
      );
      await letGo();
    }
  },
);

lockTest(
  "the entry of a holder that is gone is removed as soon as the folder is locked",
  async (folder) => {
    const path = `${folder}/.lock`;
    const text = `{"pid":1,"started":"2026-01-01T00:00:00.000Z"}\n`;
    await Deno.writeTextFile(path, text);
    // This call comes first after the file is locked.
    const stat = Deno.stat;
    const found: string[] = [];
    Deno.stat = async (looked) => {
      if (looked === path) found.push(await Deno.readTextFile(path));
      return await stat(looked);
    };
    try {
      await (await holdFolder(folder))();
    } finally {
      Deno.stat = stat;
    }
    assertEquals(found[0], "");
  },
);

lockTest("a killed process holds nothing", async (folder) => {
  const [first] = await startTogether(folder, 1);
  assertEquals(first.won, true);
  first.kill("SIGKILL");
  await first.ended;
  assertEquals(await listBelow(folder), [".lock"]);
  const letGo = await holdFolder(folder);
  await letGo();
  assertEquals(await listBelow(folder), []);
});

lockTest("of eight that start together one holds it", async (folder) => {
  const all = await startTogether(folder, 8);
  const [winner, ...others] = all.toSorted((a, b) =>
    Number(b.won) - Number(a.won)
  );
  assertEquals(others.map(({ won }) => won), Array(7).fill(false));
  assertEquals(winner.won, true);
  for (const { said } of others) {
    assertStringIncludes(said, `found process ${winner.pid}, started `);
  }
  await winner.letGo();
  assertEquals(await listBelow(folder), []);
});

lockTest("a missing folder is named in the error", async (folder) => {
  const path = `${folder}/none`;
  await assertRejects(
    () => holdFolder(path),
    UserError,
    `${path}/.lock: expected to be able to write there`,
  );
});

lockTest("many holders in turn, never two at a time", async (folder) => {
  let [holders, turns] = [0, 0];
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all(Array.from({ length: 10 }, async () => {
    for (let own = 0; own < 20;) {
      const letGo = await holdFolder(folder).catch(() => undefined);
      if (letGo !== undefined) {
        assertEquals(++holders, 1);
        await pause();
        holders--;
        await letGo();
        [own, turns] = [own + 1, turns + 1];
      }
      await pause();
    }
  }));
  assertEquals(turns, 200);
});

Deno.test({
  ...needs(temporaryFolder),
  name: "a lock file that cannot be read ends the wait for it",
  // The file can be opened and locked, but its state cannot be read.
  permissions: { read: false, write: "inherit" },
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await assertRejects(
        () => holdFolder(folder),
        UnreadableError,
        `${folder}/.lock: expected to be able to read it`,
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
