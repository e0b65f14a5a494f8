import { assertEquals, assertRejects } from "@std/assert";
import { removeLeftovers } from "#lib/runtime/leftovers.ts";
import { UnreadableError } from "#lib/runtime/read_if_there.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";

const leftoverTest = (name: string, fn: (folder: string) => Promise<void>) =>
  Deno.test({
    ...needs(temporaryFolder),
    name,
    fn: () => inTemporaryFolder(fn),
  });

const uuid = () => crypto.randomUUID();

leftoverTest(
  "unfinished files of a killed process are removed, all others stay",
  async (folder) => {
    const mine = ["notes.part", "a.1234.part", `${uuid()}.txt`, "run.npz"];
    const begun = [
      `run.npz.${uuid()}.part`,
      `index.html.${uuid()}.part`,
      `.probe-${uuid()}.part`,
    ];
    for (const name of [...mine, ...begun]) {
      await Deno.writeTextFile(`${folder}/${name}`, "half");
    }
    await Deno.mkdir(`${folder}/seed-0.${uuid()}.part/model`, {
      recursive: true,
    });
    await removeLeftovers(folder);
    assertEquals(await listBelow(folder), mine.toSorted());
  },
);

leftoverTest(
  "a folder that was renamed aside gets its name back, if none has it",
  async (folder) => {
    const aside = async (name: string, content: string) => {
      const path = `${folder}/${name}.${uuid()}.part.old`;
      await Deno.mkdir(path);
      await Deno.writeTextFile(`${path}/metrics.json`, content);
    };
    await aside("seed-0", "earlier");
    await aside("seed-1", "earlier");
    await Deno.mkdir(`${folder}/seed-1`);
    await Deno.writeTextFile(`${folder}/seed-1/metrics.json`, "later");
    await removeLeftovers(folder);
    const read = (seed: number) =>
      Deno.readTextFile(`${folder}/seed-${seed}/metrics.json`);
    assertEquals([await read(0), await read(1)], ["earlier", "later"]);
    assertEquals((await listBelow(folder)).length, 4);
  },
);

leftoverTest(
  "a missing folder counts as clean",
  async (folder) => {
    await removeLeftovers(`${folder}/none`);
    assertEquals(await listBelow(folder), []);
  },
);

Deno.test({
  ...needs(temporaryFolder),
  name: "a folder that cannot be read is not taken for a clean one",
  permissions: { read: false, write: "inherit" },
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await assertRejects(
        () => removeLeftovers(folder),
        UnreadableError,
        `${folder}: expected to be able to read it`,
      );
    } finally {
      await Deno.remove(folder);
    }
  },
});
