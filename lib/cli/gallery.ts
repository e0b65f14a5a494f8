import { dirname } from "node:path";
import { formatSeconds } from "../display/format_value.ts";
import { writeFolderWhole } from "../runtime/files.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import { galleryHelp, galleryOptions } from "./gallery_options.ts";
import { galleryFiles } from "./gallery_files.ts";
import { type GalleryPage, galleryPage } from "./gallery_page.ts";
import { buildLab } from "./lab_build.ts";
import { main } from "./main.ts";
import {
  type NotebookEnvironment,
  notebookEnvironment,
  notebooksFolder,
} from "./notebook_environment.ts";
import { executeNotebook, NotebookError } from "./notebook_execute.ts";

async function gallery(args: readonly string[]): Promise<number> {
  const options = galleryOptions(args);
  if (options.help) {
    console.log(galleryHelp);
    return 0;
  }
  const { out } = options;
  try {
    await inHeldFolder(out, () => writeGallery(out));
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    console.error(`error: ${error.message}`);
    return 1;
  }
  console.log(`gallery: ${out}/index.html`);
  return 0;
}

async function writeGallery(out: string): Promise<void> {
  const lab = await buildLab();
  const environment = await notebookEnvironment(console.log);
  const pages: GalleryPage[] = [];
  for (const name of await notebookNames()) {
    pages.push(await runAndDraw(environment, name));
  }
  const files = galleryFiles(pages, lab);
  await writeFolderWhole(out, (folder) => writeFiles(folder, files));
}

async function notebookNames(): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(notebooksFolder()));
  return entries.map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).toSorted();
}

async function runAndDraw(
  environment: NotebookEnvironment,
  name: string,
): Promise<GalleryPage> {
  const start = performance.now();
  const notebook = await executeNotebook(environment, name);
  const seconds = (performance.now() - start) / 1000;
  console.log(`${name}: ${formatSeconds(seconds)}`);
  return galleryPage(name.replace(/\.ipynb$/, ""), notebook);
}

async function writeFiles(
  folder: string,
  files: ReturnType<typeof galleryFiles>,
): Promise<void> {
  for (const [name, content] of files) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(dirname(path), { recursive: true });
    await (typeof content === "string"
      ? Deno.writeTextFile(path, content)
      : Deno.writeFile(path, content));
  }
}

if (import.meta.main) await main(gallery);
