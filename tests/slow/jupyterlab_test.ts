import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type NotebookEnvironment,
  notebooksFolder,
} from "#lib/cli/notebook_environment.ts";
import { budgets } from "#lib/experiments/budgets.ts";
import { serverArguments } from "#lib/cli/notebook_server.ts";
import { needs } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { browser, chromium } from "./chromium_need.ts";
import { environment, jupyter } from "./jupyter_need.ts";
import type { Seen } from "./jupyterlab_program.ts";

const { basinSteps, taughtSteps } = budgets.quick;
const quickSteps = basinSteps + taughtSteps;

/**
 * Starts a JupyterLab that shows a copy of a notebook, and calls a function with its
 * URL.
 */
async function withJupyterLab<Value>(
  { python, variables }: NotebookEnvironment,
  use: (url: string) => Promise<Value>,
): Promise<Value> {
  // The folder is within the project, so the kernel finds deno.json, and git ignores
  // it.
  const folder = `${projectRoot}/data/cache/test-${crypto.randomUUID()}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.copyFile(
    `${notebooksFolder()}/01_rotation.ipynb`,
    `${folder}/01_rotation.ipynb`,
  );
  const settings = `${folder}/settings/@jupyterlab/notebook-extension`;
  await Deno.mkdir(settings, { recursive: true });
  // With this setting the page has all cells, also those outside the screen.
  await Deno.writeTextFile(
    `${settings}/tracker.jupyterlab-settings`,
    '{ "windowingMode": "none" }',
  );
  const server = new Deno.Command(python, {
    args: [
      ...serverArguments({ folder, browser: false, port: 0 }),
      "--LabApp.expose_app_in_browser=True",
    ],
    env: {
      ...variables,
      JUPYTERLAB_SETTINGS_DIR: `${folder}/settings`,
      JUPYTERLAB_WORKSPACES_DIR: `${folder}/workspaces`,
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  const address = Promise.withResolvers<string>();
  const reading = server.stderr.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({
      write(part) {
        said += part;
        const [url] = said.match(/http:\/\/127\.0\.0\.1:\S+token=\w+/) ?? [];
        if (url !== undefined) address.resolve(url);
      },
    }),
  ).then(() => address.reject(new Error(said)));
  try {
    const url = await address.promise;
    return await use(url);
  } finally {
    server.kill("SIGTERM");
    await server.status;
    await reading;
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  ...needs(...jupyter, chromium),
  name: "JupyterLab: the bar moves, Stop stops, and training goes on after it",
  async fn() {
    const screenshots = Deno.env.get("SCREENSHOTS") ??
      await Deno.makeTempDir({ prefix: "symmetry-test-" });
    const { code, stdout, stderr } = await withJupyterLab(
      environment!,
      (url) =>
        runProgram(Deno.execPath(), [
          "run",
          "--quiet",
          "--allow-all",
          "tests/slow/jupyterlab_program.ts",
          browser!,
          url,
          screenshots,
        ]),
    );
    assertEquals(code, 0, stderr);
    const seen: Seen = JSON.parse(stdout);
    console.log(`screenshots: ${screenshots}`, seen);
    assert(seen.bar.length >= 3);
    assert(seen.pictures >= 1);
    const [steps, history, scored, norm, correlation] = JSON.parse(
      seen.afterStop,
    );
    assert(steps >= seen.bar.at(-1)! && steps < quickSteps, `${steps}`);
    assertEquals([history, scored], [steps, steps]);
    assertAlmostEquals(norm, 1, 1e-5);
    assert(Math.abs(correlation) <= 1, `${correlation}`);
    assert(seen.barAgain >= steps, `${seen.barAgain} after ${steps}`);
    assertEquals(seen.atEnd, `${quickSteps}`);
    assert(seen.picturesAfterStop > seen.pictures);
    assertEquals(seen.picturesAtEnd, seen.picturesAfterStop);
    assertEquals(seen.errorsAtEnd, []);
    assertEquals(seen.tooWide, []);
  },
});
