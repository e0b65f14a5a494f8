import { UserError } from "../runtime/errors.ts";
import { writeFolderWhole } from "../runtime/files.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import { interruption } from "./interruption.ts";
import { buildLab } from "./lab_build.ts";
import { labHelp, labOptions } from "./lab_options.ts";
import { labResponse } from "./lab_server.ts";
import { main } from "./main.ts";

async function lab(args: readonly string[]): Promise<number> {
  const { help, build, port } = labOptions(args);
  if (help) {
    console.log(labHelp);
    return 0;
  }
  if (build === undefined) return await serveLab(port);
  await inHeldFolder(build, () => writeFolderWhole(build, buildLab));
  console.log(`lab: ${build}/index.html; it needs a web server`);
  return 0;
}

/** Serves the page until the process is asked to end. */
async function serveLab(port: number): Promise<number> {
  const { signal, exitCode } = interruption();
  const files = await builtFiles();
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  try {
    const server = Deno.serve({
      hostname: "127.0.0.1",
      port,
      signal,
      onListen: ({ port }) => {
        console.log(`lab: http://127.0.0.1:${port}/ (Ctrl+C ends it)`);
        resolve();
      },
    }, (request) => labResponse(files, request));
    await Promise.all([listening, server.finished]);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new UserError(`--port: expected a free port, found ${port} in use`);
  }
  return exitCode();
}

/** The files of the page, built in a temporary folder that is then removed. */
async function builtFiles(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const folder = await Deno.makeTempDir({ prefix: "symmetry-lab-" });
  try {
    await buildLab(folder);
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for await (const { name } of Deno.readDir(folder)) {
      files.set(name, await Deno.readFile(`${folder}/${name}`));
    }
    return files;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await main(lab);
