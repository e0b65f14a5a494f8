import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type Need,
  needs,
  programs,
  projectFiles,
  temporaryFolder,
} from "./needs.ts";
import { runProgram } from "./programs.ts";
import { filesBelow, projectRoot } from "./project_files.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** Bundles a file for a browser; returns the bundler's exit code and errors. */
async function bundleWith(...options: readonly string[]) {
  const { code, stderr } = await runProgram(Deno.execPath(), [
    ...["bundle", "--quiet", "--platform", "browser"],
    ...["--config", `${projectRoot}/deno.json`, ...options],
  ]);
  return { code, stderr };
}

const bundled = (entry: string, out: string) => bundleWith("-o", out, entry);

/** Deno's bundler, a separate program that the first `deno bundle` fetches. */
async function bundler(): Promise<Need> {
  const reason = "no bundler of Deno's in its cache, and no network";
  const before = [projectFiles, programs, temporaryFolder]
    .find(({ met }) => !met);
  if (before !== undefined) return before;
  let met = false;
  await inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/nothing.ts`, "console.log(1);\n");
    const { code } = await bundled(
      `${folder}/nothing.ts`,
      `${folder}/nothing.js`,
    );
    met = code === 0;
  });
  return { met, reason };
}

/** Names that a browser does not have. */
const FOREIGN = [/\bDeno\b/, /\bprocess\./, /from\s*"node:/, /\brequire\(/];

Deno.test({
  ...needs(await bundler()),
  name: "all of lib/flow, lib/matching and lib/constraint runs in a browser",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const files = (await filesBelow("lib"))
        .filter((path) =>
          /^lib\/(flow|matching|constraint)\/.*\.ts$/.test(path)
        );
      assert(files.length > 20, `${files.length} files`);
      const [entry, out] = [`${folder}/entry.ts`, `${folder}/out.js`];
      const write = (lines: readonly string[]) =>
        Deno.writeTextFile(entry, lines.join("\n"));
      const imports = files.map((path, i) =>
        `export * as file${i} from "${new URL(`../${path}`, import.meta.url)}";`
      );
      await write(imports);
      assertEquals(await bundled(entry, out), { code: 0, stderr: "" });
      const code = await Deno.readTextFile(out);
      for (const file of ["orbit_table", "register_pairs", "lifted_dense"]) {
        assertMatch(code, new RegExp(`/${file}\\.ts`));
      }
      for (const form of FOREIGN) {
        const found = code.match(form);
        assertEquals(found?.[0], undefined, `${form}`);
      }

      // The check fails for a bundle that uses Deno.
      await write([...imports, "Deno.exit(0);"]);
      await bundled(entry, out);
      assertMatch(await Deno.readTextFile(out), FOREIGN[0]);
    }),
});

/**
 * The files of a code-split bundle that are loaded with its entry, through its static
 * imports and theirs. Files loaded by `import()` are left out.
 */
async function loadedWith(folder: string, entry: string): Promise<string[]> {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    const code = await Deno.readTextFile(`${folder}/${file}`);
    for (const [, name] of code.matchAll(/\bfrom\s*"\.\/([^"]+)"/g)) {
      loaded.add(name);
    }
  }
  return [...loaded];
}

/** Sizes of files of a folder, each compressed by gzip; bytes. */
async function gzipBytes(
  folder: string,
  files: readonly string[],
): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => {
    const { body } = new Response(await Deno.readFile(`${folder}/${file}`));
    const packed = body!.pipeThrough(new CompressionStream("gzip"));
    return (await new Response(packed).bytes()).length;
  }));
  return sizes.reduce((sum, size) => sum + size);
}

/**
 * Largest allowed size of detection in a browser without its networks; bytes of gzip.
 */
const MOST_BYTES = 100_000;

Deno.test({
  ...needs(await bundler()),
  name: "detection without its networks is under 100 KB of gzip in a browser",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      assertEquals(
        await bundleWith(
          ...["--minify", "--code-splitting", "--outdir", folder],
          `${projectRoot}/lib/detection/mod.ts`,
        ),
        { code: 0, stderr: "" },
      );
      const first = await loadedWith(folder, "mod.js");
      const all = await Array.fromAsync(Deno.readDir(folder));
      const later = all.map(({ name }) => name)
        .filter((name) => !first.includes(name));
      const bytes = await gzipBytes(folder, first);
      assert(bytes < MOST_BYTES, `${bytes} bytes`);
      // The networks and TensorFlow.js are loaded later, on demand.
      assert(later.some((name) => name.startsWith("networks-")), `${later}`);
      assert(await gzipBytes(folder, later) > MOST_BYTES, `${later}`);
    }),
});
