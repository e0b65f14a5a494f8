import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { LAB_STYLE } from "../lab/lab_style.ts";
import { UserError } from "../runtime/errors.ts";
import { lastLine, run } from "./programs.ts";
import { projectPath } from "./project_path.ts";
import { removeTemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

/** File contents by file name. */
export type LabFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Path of one of the page's source files, or of their folder. */
const pagePath = (name = ""): string => projectPath(`lib/lab/${name}`);

/** Modules that the page loads by their URL. */
const ENTRIES = ["page.ts", "worker.ts"] as const;

/**
 * URLs of WebAssembly modules that the page fetches when it needs them: image decoders,
 * and the backend that trains networks without a graphics card.
 */
const wasmUrls = (): string[] => [
  import.meta.resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"),
  import.meta.resolve("@jsquash/webp/codec/dec/webp_dec.wasm"),
  new URL(
    "tfjs-backend-wasm-simd.wasm",
    import.meta.resolve("@tensorflow/tfjs-backend-wasm"),
  ).href,
];

/**
 * Builds the page and all that it loads, in a temporary folder that is removed at the
 * end. The page itself comes last in the map, so that every file it refers to is
 * written before it.
 *
 * @throws UserError when Deno's bundler fails.
 */
export async function buildLab(): Promise<LabFiles> {
  const folder = temporaryFolder();
  try {
    await bundle(folder);
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for await (const { name } of Deno.readDir(folder)) {
      files.set(name, await Deno.readFile(`${folder}/${name}`));
    }
    for (const program of wasmUrls()) {
      const path = fileURLToPath(program);
      files.set(basename(path), await Deno.readFile(path));
    }
    files.set("lab.css", new TextEncoder().encode(LAB_STYLE));
    files.set("index.html", await Deno.readFile(pagePath("index.html")));
    return files;
  } finally {
    await removeTemporaryFolder();
  }
}

async function bundle(folder: string): Promise<void> {
  const ended = await run("deno", [
    ...["bundle", "--quiet", "--platform", "browser", "--code-splitting"],
    ...["--minify", "--outdir", folder],
    ...ENTRIES.map((entry) => pagePath(entry)),
  ], { cwd: pagePath(), env: { NO_COLOR: "1" } });
  if (ended?.code !== 0) throw new UserError(`deno bundle: ${lastLine(ended)}`);
}
