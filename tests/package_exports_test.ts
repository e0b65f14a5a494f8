import { assert, assertEquals } from "@std/assert";
import { needs, programs, projectFiles } from "./needs.ts";
import { runProgram } from "./programs.ts";
import { projectRoot } from "./project_files.ts";
import { loadedBy, packageExports, packagesAmong } from "./package_exports.ts";

/** Packages that draw random numbers. */
const RANDOM = ["d3-random", "pure-rand"];

const FIGURES = [
  ...["@observablehq/plot", "d3-array", "d3-color", "d3-format"],
  ...["d3-interpolate", "d3-scale", "d3-scale-chromatic"],
  ...["fast-png", "linkedom"],
];

/** The packages that each entry may load; an entry not listed here may load any. */
const LOADED: Readonly<Record<string, readonly string[]>> = {
  "./lie": [],
  "./images": [],
  "./random": RANDOM,
  "./flow": [],
  "./matching": RANDOM,
  "./detection": ["d3-array", ...RANDOM],
  "./constraint": ["d3-array", ...RANDOM],
  "./figures": FIGURES,
};

const ROOMS =
  "lie images random flow datasets matching detection constraint figures training experiments";

Deno.test("every room that a consumer composes has an entry, its mod.ts", () => {
  assertEquals(
    packageExports,
    Object.fromEntries([
      [".", "./lib/mod.ts"],
      ...ROOMS.split(" ").map((room) => [`./${room}`, `./lib/${room}/mod.ts`]),
    ]),
  );
});

for (const [entry, packages] of Object.entries(LOADED)) {
  Deno.test({
    ...needs(projectFiles, programs),
    name: `${entry} loads ${packages.join(", ") || "no package"}`,
    async fn() {
      const loaded = await loadedBy(packageExports[entry]);
      assert(loaded.size > 3, `${loaded.size} modules`);
      assertEquals(packagesAmong(loaded), packages.toSorted());
    },
  });
}

Deno.test({
  ...needs(projectFiles, programs),
  name:
    "tfjs, Node's modules and readers of files are among the loaded packages",
  async fn() {
    const training = packagesAmong(
      await loadedBy(packageExports["./training"]),
    );
    assert(training.includes("@tensorflow/tfjs"), `${training}`);
    const readers = packagesAmong(await loadedBy(packageExports["./datasets"]));
    assert(readers.includes("node:path"), `${readers}`);
    assert(readers.includes("@zip.js/zip.js"), `${readers}`);
    assert(!readers.includes("@tensorflow/tfjs"), `${readers}`);
  },
});

/**
 * Runs `deno doc --lint`, which demands docs for everything public and a name for every
 * type.
 */
const documented = (...paths: readonly string[]) =>
  runProgram(Deno.execPath(), [
    ...["doc", "--lint", "--quiet"],
    ...paths.map((path) => `${projectRoot}/${path}`),
  ]);

Deno.test({
  ...needs(projectFiles, programs),
  name: "all entries are documented, and every type of them can be named",
  async fn() {
    const { code, stderr } = await documented(...Object.values(packageExports));
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    // One room alone fails, for it lacks the types of the rooms that it builds on.
    assertEquals((await documented(packageExports["./figures"])).code, 1);
  },
});
