import { assert, assertEquals } from "@std/assert";
import { gemmBinary } from "#lib/runtime/gemm_binary.ts";
import { buildGemm, gemmBuilds } from "#lib/runtime/gemm_build.ts";
import { needs, programs, projectFiles } from "../needs.ts";
import { loadedBy, packageExports, packagesAmong } from "../package_exports.ts";

for (const build of gemmBuilds) {
  Deno.test({
    ...needs(projectFiles),
    name: `the kernels ${
      JSON.stringify(build)
    } that are shipped are what their sources build`,
    async fn() {
      const shipped = await gemmBinary(build);
      assert(WebAssembly.validate(shipped));
      const built = await buildGemm(build);
      const advice = "run `deno task kernels`";
      assertEquals(shipped.toHex(), built.toHex(), advice);
    },
  });
}

Deno.test("the four builds differ", async () => {
  const all = await Promise.all(gemmBuilds.map(gemmBinary));
  assertEquals(new Set(all.map((binary) => binary.toHex())).size, 4);
});

Deno.test({
  ...needs(projectFiles, programs),
  name: "no entry of the package loads the compiler",
  async fn() {
    const loaded = await loadedBy(packageExports["."]);
    const compiler = [...loaded].filter((url) =>
      /gemm_(?:build|compile)/.test(url)
    );
    assertEquals(compiler, []);
    assert(!packagesAmong(loaded).includes("assemblyscript"));
    const builds = packagesAmong(await loadedBy("lib/runtime/gemm_compile.ts"));
    assertEquals(builds, ["node:worker_threads"]);
  },
});
