import { assert, assertEquals } from "@std/assert";
import { gemmBinary, readKept } from "#lib/runtime/gemm_build.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";

const FOLDER = new URL("../../lib/runtime/kernels/built/", import.meta.url);

/** The one that no other test asks for. */
const build = { relaxed: false, shared: false };

const keptFiles = async (): Promise<URL[]> => {
  const entries = await Array.fromAsync(Deno.readDir(FOLDER));
  return entries.filter(({ name }) => /^gemm-plain-local-/.test(name))
    .map(({ name }) => new URL(name, FOLDER));
};

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name: "a kept kernel that is damaged is passed over and made again",
  async fn() {
    const right = await gemmBinary(build);
    assertEquals([...right.subarray(0, 4)], [0, 0x61, 0x73, 0x6d]);
    const files = await keptFiles();
    assert(files.length > 0);
    const damages: ((bytes: Uint8Array) => Uint8Array)[] = [
      (bytes) => bytes.with(bytes.length - 9, bytes[bytes.length - 9] ^ 1),
      (bytes) => bytes.with(5, bytes[5] ^ 1),
      () => new Uint8Array(),
      (bytes) => bytes.subarray(0, bytes.length / 2),
    ];
    const whole = await Promise.all(files.map((file) => Deno.readFile(file)));
    for (const damage of damages) {
      for (const [i, file] of files.entries()) {
        await Deno.writeFile(file, damage(whole[i]));
        assertEquals(await readKept(file), undefined);
      }
    }
    assertEquals(await gemmBinary(build), right);
    const now = await Promise.all(files.map((file) => Deno.readFile(file)));
    assert(now.some((bytes, i) => bytes.toHex() === whole[i].toHex()));
    for (const [i, file] of files.entries()) {
      await Deno.writeFile(file, whole[i]);
    }
  },
});
