import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fetchPackage } from "#lib/datasets/npm_package.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { environment, needs, temporaryFolder } from "../needs.ts";
import { program } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";

const sheets = {
  name: "sheets",
  version: "1.0.0",
  dependencies: ["not-there"],
};

const REGISTRY = "NPM_CONFIG_REGISTRY";

/** Sets the registry in npm's settings, as a user behind a mirror does. */
async function withRegistry(
  url: string,
  use: () => Promise<void>,
): Promise<void> {
  const before = Deno.env.get(REGISTRY);
  Deno.env.set(REGISTRY, url);
  try {
    await use();
  } finally {
    if (before === undefined) Deno.env.delete(REGISTRY);
    else Deno.env.set(REGISTRY, before);
  }
}

/** Runs a registry of one package; returns the requests that it got. */
async function withFakeRegistry(
  how: readonly string[],
  use: () => Promise<void>,
): Promise<string[]> {
  const registry = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1"],
      ...["tests/datasets/fake_registry.ts", ...how],
    ],
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
    stdout: "piped",
  }).spawn();
  const [port, said] = await firstLine(registry.stdout);
  try {
    await withRegistry(`http://127.0.0.1:${port}/`, use);
  } finally {
    registry.kill();
    await registry.status;
  }
  return (await said()).split("\n").filter((line) => line !== "");
}

/** The first line of a stream, and a function that reads the rest. */
async function firstLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<[line: string, rest: () => Promise<string>]> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const more = async () => {
    const { done, value } = await reader.read();
    text += value ?? "";
    return !done;
  };
  while (!text.includes("\n") && await more());
  const [line] = text.split("\n");
  return [line, async () => {
    while (await more());
    return text.slice(line.length + 1);
  }];
}

const packageTest = (name: string, fn: (folder: string) => Promise<void>) =>
  Deno.test({
    ...needs(temporaryFolder, environment, program("deno")),
    name,
    fn: () => inTemporaryFolder(fn),
  });

packageTest(
  "a package comes from the registry that npm's settings name, without its dependencies",
  async (folder) => {
    const place = `${folder}/new/place`;
    const asked = await withFakeRegistry([], async () => {
      const files = await fetchPackage(sheets, place);
      assert(files.startsWith(`${place}/`), files);
      assertEquals(await listBelow(files), ["package.json", "sheet.txt"]);
      assertEquals(await Deno.readTextFile(`${files}/sheet.txt`), "a sheet");
    });
    assertEquals(asked, ["/sheets", "/sheets/-/sheets-1.0.0.tgz"]);
    assertEquals(await listBelow(folder).then((all) => all.slice(0, 2)), [
      "new",
      "new/place",
    ]);
  },
);

const fails = async (folder: string, says: RegExp) => {
  const { message } = await assertRejects(
    () => fetchPackage(sheets, folder),
    UserError,
    "sheets@1.0.0: expected to fetch it from the npm registry, found: ",
  );
  assertMatch(message, says);
  assertMatch(message, /^[^\n]*$/);
};

packageTest(
  "a package that arrives damaged is refused",
  (folder) =>
    withFakeRegistry(["damaged"], () => fails(folder, /sheets/)).then(() => {}),
);

packageTest(
  "a registry that does not answer is one line",
  (folder) =>
    withRegistry("http://127.0.0.1:9/", () => fails(folder, /127\.0\.0\.1:9/)),
);

packageTest("an aborted fetch writes nothing", async (folder) => {
  const reason = new Error("given up");
  const thrown = await fetchPackage(
    sheets,
    `${folder}/new`,
    AbortSignal.abort(reason),
  ).catch((error) => error);
  assertEquals(thrown, reason);
  assertEquals(await listBelow(folder), []);
});
