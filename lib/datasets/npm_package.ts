import { fileURLToPath } from "node:url";
import { UserError } from "../runtime/errors.ts";

/** A package of the npm registry. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** The packages that it depends on, none of which is fetched. */
  readonly dependencies: readonly string[];
}

/**
 * Fetches the files of an npm package, without its dependencies.
 *
 * It runs `deno install` in a separate folder, which uses the registry and the proxy of
 * the user's .npmrc and environment, and checks the download. This program itself needs
 * no network permission. On a terminal, `deno install` draws its progress.
 *
 * @param folder working folder of the download; the caller deletes it
 * @returns the folder of the package's files, within the other one
 * @throws UserError if the package cannot be fetched
 * @throws the signal's reason, if it is aborted
 */
export async function fetchPackage(
  wanted: NpmPackage,
  folder: string,
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted();
  const { name, version } = wanted;
  const problem = await prepareFolder(wanted, folder)
    .then(() => denoInstall(folder, signal))
    // Causes are the disk, no Deno on the PATH, or no permission to start it.
    .catch((error: Error) => error.message);
  signal?.throwIfAborted();
  if (problem === undefined) return `${folder}/node_modules/${name}`;
  throw new UserError(
    `${name}@${version}: expected to fetch it from the npm registry, found: ${problem}`,
  );
}

/** Makes a project that has the package as its only dependency. */
async function prepareFolder(
  { name, version, dependencies }: NpmPackage,
  folder: string,
): Promise<void> {
  const itself = `npm:${name}@${version}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(
    `${folder}/package.json`,
    JSON.stringify({
      dependencies: { [name]: version },
      // Dependencies are overridden by the package itself, so that no other is fetched.
      overrides: Object.fromEntries(
        dependencies.map((other) => [other, itself]),
      ),
    }),
  );
  if (!import.meta.url.startsWith("file:")) return;
  // Deno reads .npmrc next to package.json and in the home folder.
  const settings = fileURLToPath(new URL("../../.npmrc", import.meta.url));
  try {
    await Deno.copyFile(settings, `${folder}/.npmrc`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Runs `deno install`; returns its error in one line, or undefined. */
async function denoInstall(
  folder: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const onTerminal = Deno.stderr.isTerminal();
  const output = await new Deno.Command("deno", {
    args: ["install", "--no-lock", ...(onTerminal ? [] : ["--quiet"])],
    cwd: folder,
    env: {
      ...LIBRARY_PATHS,
      DENO_DIR: `${folder}/deno`,
      DENO_NO_UPDATE_CHECK: "1",
      ...(onTerminal ? {} : { NO_COLOR: "1" }),
    },
    stdin: "null",
    stdout: "null",
    stderr: onTerminal ? "inherit" : "piped",
    signal,
  }).output();
  if (output.success) return undefined;
  if (onTerminal) return "`deno install` failed, see above";
  return firstPart(new TextDecoder().decode(output.stderr));
}

/** Environment variables that a program with limited run permission may not pass on. */
const LIBRARY_PATHS = {
  LD_LIBRARY_PATH: "",
  LD_PRELOAD: "",
  DYLD_LIBRARY_PATH: "",
  DYLD_INSERT_LIBRARIES: "",
};

/** The error message of `deno`, without its stack. */
function firstPart(stderr: string): string {
  const [said] = stderr.split("Stack backtrace");
  return said.replace(/^error: /, "").replaceAll(/\s+/g, " ").trim() ||
    "`deno install` was stopped";
}
