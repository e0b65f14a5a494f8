import { naming } from "../runtime/files.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import { UserError } from "../runtime/errors.ts";
import { interruption } from "./interruption.ts";
import { buildLab } from "./lab_build.ts";
import { labHelp, labOptions } from "./lab_options.ts";
import { labResponse } from "./lab_server.ts";
import { main } from "./main.ts";
import { removeTemporaryFolder } from "./temporary_folder.ts";

async function lab(args: readonly string[]): Promise<number> {
  try {
    const { help, build, port } = labOptions(args);
    if (help) {
      console.log(labHelp);
      return 0;
    }
    if (build === undefined) return await serveLab(port);
    await inHeldFolder(build, () => writeLab(build));
    console.log(`lab: ${build}/index.html, for any web server`);
    return 0;
  } finally {
    // Narrowing the permissions makes this folder, whatever the command.
    await removeTemporaryFolder();
  }
}

/** Names that the bundler gives to code that several modules share. */
const PART = /-[A-Z0-9]{8}\.js$/;

/**
 * Writes the page into a folder. Shared code of an earlier page is removed; other files
 * stay.
 */
async function writeLab(folder: string): Promise<void> {
  const files = await buildLab();
  await naming(folder, async () => {
    for await (const { name } of Deno.readDir(folder)) {
      if (PART.test(name)) await Deno.remove(`${folder}/${name}`);
    }
    for (const [name, content] of files) {
      await Deno.writeFile(`${folder}/${name}`, content);
    }
  });
}

/** Serves the page until the process receives a signal that ends it. */
async function serveLab(port: number): Promise<number> {
  const { signal, exitCode } = interruption();
  const files = await buildLab();
  try {
    const server = Deno.serve({
      hostname: "127.0.0.1",
      port,
      signal,
      onListen: ({ port }) =>
        console.log(`lab: http://127.0.0.1:${port}/ (Ctrl+C ends it)`),
    }, (request) => labResponse(files, request));
    await server.finished;
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new UserError(`--port: expected a free port, found ${port} in use`);
  }
  return exitCode();
}

if (import.meta.main) await main(lab);
