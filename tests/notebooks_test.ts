import { assert, assertEquals } from "@std/assert";
import { needs, projectFiles } from "./needs.ts";
import { codeCells, type Notebook, readNotebooks } from "./notebooks.ts";

const named = (...lines: string[]): Notebook => ({
  cells: [{ cell_type: "code", source: lines, outputs: [] }],
});

/** Named functions and classes of a notebook's cells. */
function definitions(notebook: Notebook): string[] {
  const form =
    /\b(?:function\s*\*?\s*\w+|class\s+\w+)|\b(?:const|let|var)\s+\w+\s*(?::[^=;]+)?=\s*(?:async\s*)?(?:function\b|(?:\([^()]*\)|\w+)\s*(?::[^=;]+)?=>)/g;
  return codeCells(notebook)
    .map((source) => source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""))
    .flatMap((source) => source.match(form) ?? []);
}

Deno.test("definitions finds functions and classes, and no calls or comments", () => {
  const notebook = named(
    "function one() {}\n",
    "class Two {}\n",
    "const three = (a: number) => a;\n",
    "const four = async (a: number): Promise<number> => a;\n",
    "let five = x => x;\n",
    "const six = function () {};\n",
    "// function none() {}\n",
    "const seven = items.map((item) => item.name);\n",
    "const eight = await train(run, { onStep: (step) => show(step) });\n",
  );
  assertEquals(definitions(notebook).length, 6);
});

Deno.test({
  ...needs(projectFiles),
  name: "notebooks are committed without outputs and execution counts",
  async fn() {
    const notebooks = await readNotebooks();
    assert(notebooks.size > 0);
    for (const [path, { cells }] of notebooks) {
      for (const { cell_type, outputs, execution_count } of cells) {
        if (cell_type !== "code") continue;
        assertEquals(outputs, [], path);
        assertEquals(execution_count, null, path);
      }
    }
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "notebooks define no function and no class",
  async fn() {
    for (const [path, notebook] of await readNotebooks()) {
      assertEquals(definitions(notebook), [], path);
    }
  },
});

Deno.test({
  ...needs(projectFiles),
  name:
    "notebooks import from the library alone, and run under the kernel deno",
  async fn() {
    for (const [path, notebook] of await readNotebooks()) {
      const imports = codeCells(notebook)
        .flatMap((source) => [...source.matchAll(/\bfrom\s+"([^"]+)"/g)])
        .map(([, specifier]) => specifier);
      assertEquals(new Set(imports), new Set(["#lib/mod.ts"]), path);
      assertEquals(notebook.metadata?.kernelspec?.name, "deno", path);
    }
  },
});
