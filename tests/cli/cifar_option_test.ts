import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { reproduceCommand } from "#lib/cli/reproduce.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { program } from "../programs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import { assertUserError, reproduce } from "./reproduce_command.ts";
import { runCommand } from "./run_command.ts";

const BATCHES = [
  ...[1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`),
  "test_batch.bin",
];

/** Writes a folder with empty batches of the right length, as sparse files. */
async function writeLengths(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  for (const name of BATCHES) {
    await Deno.create(`${folder}/${name}`).then((file) => file.close());
    await Deno.truncate(`${folder}/${name}`, 30_730_000);
  }
}

const faults: readonly {
  readonly what: string;
  readonly change: (folder: string) => Promise<void>;
  readonly says: string;
}[] = [
  {
    what: "names no folder",
    change: (folder) => Deno.remove(folder, { recursive: true }),
    says: ": expected a folder with the binary batches of CIFAR-10, found ",
  },
  {
    what: "lacks a file",
    change: (folder) => Deno.remove(`${folder}/test_batch.bin`),
    says: "/test_batch.bin: expected a binary batch of CIFAR-10, ",
  },
  {
    what: "has a file cut short",
    change: (folder) => Deno.truncate(`${folder}/data_batch_4.bin`, 30_729_999),
    says:
      "/data_batch_4.bin: expected a binary batch of CIFAR-10, 30730000 bytes, found 30729999 bytes",
  },
];

for (const { what, change, says } of faults) {
  Deno.test({
    ...needs(temporaryFolder),
    name: `reproduce, where --cifar ${what}: one line, and nothing is written`,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        const batches = `${folder}/batches`;
        await writeLengths(batches);
        await change(batches);
        const ended = await runCommand(reproduceCommand, [
          ...["--cifar", batches, "--out", `${folder}/results`],
        ]);
        assertStringIncludes(assertUserError(ended), `${batches}${says}`);
        assertEquals(ended.stdout, "");
        assertEquals((await listBelow(folder)).includes("results"), false);
      }),
  });
}

Deno.test({
  ...needs(temporaryFolder, program("deno")),
  name: "damaged data fail only the run that uses them, and the others go on",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const batches = `${folder}/batches`, results = `${folder}/results`;
      await writeLengths(batches); // all zeros
      const { code, stdout, stderr } = await reproduce([
        ...["--cifar", batches, "--out", results, "--backend", "wasm"],
        ...["--only", "cifar10-scaling,smiley-special-conformal"],
      ]);
      assertEquals(code, 1, stderr);
      assertMatch(stderr, /^cifar10-scaling, seed 0: .*SHA-256.*\n$/);
      assertStringIncludes(stdout, "smiley-special-conformal: ");
      const summary = await Deno.readTextFile(`${results}/summary.json`);
      assertEquals(
        JSON.parse(summary).map(({ status }: { status: string }) => status),
        ["failed", "done"],
      );
      const alone = await runCommand(reproduceCommand, [
        ...["--cifar", batches, "--out", results, "--backend", "wasm"],
        ...["--only", "cifar10-scaling"],
      ]);
      assertStringIncludes(assertUserError(alone), "SHA-256");
    }),
});
