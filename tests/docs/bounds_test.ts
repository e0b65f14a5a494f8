import { assert, assertEquals } from "@std/assert";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";
import { markdownFiles } from "./documents.ts";

/** Lines and bytes of the README, at most. */
const README_LINES = 150, README_BYTES = 9_000;

/** Bytes of a page of docs/, at most; results.md holds all large tables. */
const PAGE_BYTES = 12_000;

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;

Deno.test({
  ...needs(projectFiles),
  name: "the README can be read in one go",
  async fn() {
    const text = await Deno.readTextFile(`${projectRoot}/README.md`);
    const lines = text.split("\n").length - 1;
    assert(lines <= README_LINES, `${lines} lines`);
    assert(sizeOf(text) <= README_BYTES, `${sizeOf(text)} bytes`);
    assertEquals(text.match(/^!\[/gm)?.length, 1, "pictures");
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "no page of docs/ is long, but that of all results",
  async fn() {
    const pages = (await markdownFiles())
      .filter((path) => path.startsWith("docs/"));
    assert(pages.length > 20, `${pages}`);
    const sizes = await Promise.all(
      pages.map(async (path) => ({
        path,
        bytes: sizeOf(await Deno.readTextFile(`${projectRoot}/${path}`)),
      })),
    );
    const long = sizes.filter(({ bytes }) => bytes > PAGE_BYTES);
    assertEquals(long.map(({ path }) => path), ["docs/results.md"]);
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "every page of docs/ can be reached by links from the README",
  async fn() {
    const all = await markdownFiles();
    const reached = new Set(["README.md"]);
    for (const path of reached) {
      const text = await Deno.readTextFile(`${projectRoot}/${path}`);
      for (
        const [, target] of text.matchAll(/\]\(([\w./-]+\.md)(?:#[^)]*)?\)/g)
      ) {
        const file = new URL(target, `file:///${path}`).pathname.slice(1);
        if (all.includes(file)) reached.add(file);
      }
    }
    const pages = all.filter((path) => path.startsWith("docs/"));
    assertEquals(pages.filter((path) => !reached.has(path)), []);
  },
});
