import { assertEquals, assertMatch } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { program, runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { browser, chromium } from "./chromium_need.ts";

/**
 * A program for Node that makes images of bars, turns them and detects the rotation.
 */
const PROGRAM = `
import { detect } from "${config.name}/detection";
import { transformations } from "${config.name}/flow";
import { warp } from "${config.name}/images";
import { randomStream, uniform } from "${config.name}/random";

const [count, side] = [100, 16], cells = side * side, next = randomStream(0, "bars");
const x0 = new Float32Array(count * cells), xt = new Float32Array(count * cells);
const { flow } = transformations.rotation, { sample } = uniform(-0.5, 0.5);
for (let i = 0; i < count; i++) {
  const [row, column, length] = [0, 0, 0].map(() => 4 + Math.floor(5 * next()));
  for (let k = 3; k < length + 3; k++) {
    x0[i * cells + row * side + k] = 1;
    x0[i * cells + k * side + column] = 1;
  }
  const image = x0.subarray(i * cells, (i + 1) * cells);
  xt.set(warp(image, side, side, 1, flow, sample(next)), i * cells);
}
const pairs = { count, height: side, width: side, channels: 1, x0, xt };
const { verdict, description } = await detect(pairs, { networks: false });
console.log(verdict.kind, description.name);
`;

/** Unpacks the tarball as npm does, with the project's packages as its dependencies. */
async function install(tarball: string, folder: string): Promise<void> {
  const place = `${folder}/node_modules/${config.name}`;
  await Deno.mkdir(place, { recursive: true });
  const args = ["xzf", tarball, "-C", place, "--strip-components=1"];
  assertEquals((await runProgram("tar", args)).code, 0);
  await Deno.symlink(`${projectRoot}/node_modules`, `${place}/node_modules`);
}

/** Calls a function with the folder of a project that has main.js and the package. */
const withPackage = (check: (folder: string) => Promise<void>) =>
  inTemporaryFolder(async (folder) => {
    const tarball = `${folder}/package.tgz`;
    const packed = await runProgram(Deno.execPath(), [
      ...["task", "--quiet", "npm", "--out", tarball],
    ]);
    assertEquals(packed, {
      code: 0,
      stdout: `${tarball} is written\n`,
      stderr: "",
    });
    await install(tarball, folder);
    await Deno.writeTextFile(`${folder}/package.json`, '{"type": "module"}');
    await Deno.writeTextFile(`${folder}/main.js`, PROGRAM);
    await check(folder);
  });

const basics = [projectFiles, temporaryFolder, program("tar")];

Deno.test({
  ...needs(...basics, chromium),
  name: "deno task npm: a page detects a rotation with the bundled package",
  fn: () =>
    withPackage(async (folder) => {
      const out = `${folder}/bundle`;
      const bundled = await runProgram(Deno.execPath(), [
        ...["bundle", "--quiet", "--platform", "browser", "--code-splitting"],
        ...["--node-modules-dir=manual", "--no-lock", "--outdir", out],
        `${folder}/main.js`,
      ]);
      assertEquals(bundled, { code: 0, stdout: "", stderr: "" });
      const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
        ...["run", "--quiet", "-A", "tests/slow/bundle_program.ts"],
        ...[browser!, out, "main.js"],
      ]);
      assertEquals({ code, stderr }, { code: 0, stderr: "" });
      assertMatch(stdout, /^found rotation/);
    }),
});

Deno.test({
  ...needs(...basics, program("node")),
  name:
    "deno task npm: Node detects a rotation with the package, whose types hold",
  fn: () =>
    withPackage(async (folder) => {
      const { code, stdout, stderr } = await runProgram("node", [
        `${folder}/main.js`,
      ]);
      assertEquals({ code, stderr }, { code: 0, stderr: "" });
      assertMatch(stdout, /^found rotation/);

      const check = async (source: string) => {
        await Deno.writeTextFile(`${folder}/main.ts`, source);
        return await runProgram(Deno.execPath(), [
          ...["check", "--quiet", "--node-modules-dir=manual", "--no-lock"],
          `${folder}/main.ts`,
        ]);
      };
      assertEquals(await check(PROGRAM), { code: 0, stdout: "", stderr: "" });
      const wrong = await check(PROGRAM.replace("networks: false", "nets: 1"));
      assertMatch(wrong.stderr, /'nets' does not exist in type/);
    }),
});
