import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { LAB_STYLE } from "../lab/lab_style.ts";
import { UserError } from "../runtime/errors.ts";
import { lastLine, run } from "./programs.ts";

const lab = fileURLToPath(new URL("../lab", import.meta.url));

/** Modules that the page starts by their address. */
const ENTRIES = ["page.ts", "worker.ts"] as const;

/** Decoders of pictures in WebAssembly, which are fetched when they are needed. */
const DECODERS = [
  "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm",
  "@jsquash/webp/codec/dec/webp_dec.wasm",
] as const;

/**
 * Writes the page and all that it loads into a folder that is there.
 *
 * @throws UserError when Deno's bundler fails.
 */
export async function buildLab(folder: string): Promise<void> {
  const ended = await run(Deno.execPath(), [
    ...["bundle", "--quiet", "--platform", "browser", "--code-splitting"],
    ...["--minify", "--outdir", folder],
    ...ENTRIES.map((entry) => `${lab}/${entry}`),
  ], { cwd: lab, env: { NO_COLOR: "1" } });
  if (ended?.code !== 0) throw new UserError(`deno bundle: ${lastLine(ended)}`);
  await Deno.writeTextFile(`${folder}/lab.css`, LAB_STYLE);
  await Deno.copyFile(`${lab}/index.html`, `${folder}/index.html`);
  for (const program of DECODERS) {
    const from = fileURLToPath(import.meta.resolve(program));
    await Deno.copyFile(from, `${folder}/${basename(from)}`);
  }
}
