import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { LAB_STYLE } from "../lab/lab_style.ts";
import { UserError } from "../runtime/errors.ts";
import { lastLine, run } from "./programs.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** Contents of files by their names. */
export type LabFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const lab = fileURLToPath(new URL("../lab", import.meta.url));

/** Modules that the page starts by their address. */
const ENTRIES = ["page.ts", "worker.ts"] as const;

/** Decoders of pictures in WebAssembly, which are fetched when they are needed. */
const DECODERS = [
  "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm",
  "@jsquash/webp/codec/dec/webp_dec.wasm",
].map((program) => import.meta.resolve(program));

/** The backend that networks are trained with where there is no graphics card. */
const BACKEND = new URL(
  "tfjs-backend-wasm-simd.wasm",
  import.meta.resolve("@tensorflow/tfjs-backend-wasm"),
).href;

/**
 * Builds the page and all that it loads, in a temporary folder that is then removed.
 * The page itself comes last, so that all it names is there where they are written.
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
    for (const program of [...DECODERS, BACKEND]) {
      const path = fileURLToPath(program);
      files.set(basename(path), await Deno.readFile(path));
    }
    files.set("lab.css", new TextEncoder().encode(LAB_STYLE));
    files.set("index.html", await Deno.readFile(`${lab}/index.html`));
    return files;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function bundle(folder: string): Promise<void> {
  const ended = await run("deno", [
    ...["bundle", "--quiet", "--platform", "browser", "--code-splitting"],
    ...["--minify", "--outdir", folder],
    ...ENTRIES.map((entry) => `${lab}/${entry}`),
  ], { cwd: lab, env: { NO_COLOR: "1" } });
  if (ended?.code !== 0) throw new UserError(`deno bundle: ${lastLine(ended)}`);
}
