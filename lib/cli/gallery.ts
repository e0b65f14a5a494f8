import { dirname } from "node:path";
import { formatSeconds } from "../display/format_value.ts";
import { writeFolderWhole } from "../runtime/files.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import {
  type ChosenEntries,
  chosenEntries,
  galleryHelp,
  galleryOptions,
} from "./gallery_options.ts";
import { docsPages } from "./gallery_docs.ts";
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
import { projectTexts } from "./project_texts.ts";

async function gallery(args: readonly string[]): Promise<number> {
  const options = galleryOptions(args);
  if (options.help) {
    console.log(galleryHelp);
    return 0;
  }
  const { out, only } = options;
  const chosen = chosenEntries(only, await notebookNames());
  try {
    await inHeldFolder(out, () => writeGallery(out, chosen));
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    console.error(`error: ${error.message}`);
    return 1;
  }
  console.log(`gallery: ${out}/index.html`);
  return 0;
}

async function writeGallery(
  out: string,
  { lab, docs, notebooks }: ChosenEntries,
): Promise<void> {
  const files = galleryFiles({
    ...lab && { lab: await buildLab() },
    ...docs && { docs: docsPages(await projectTexts()) },
    notebooks: await notebookPages(notebooks),
  });
  await writeFolderWhole(out, (folder) => writeFiles(folder, files));
}

/** Runs notebooks, one after another. Without any, no environment is needed. */
async function notebookPages(names: readonly string[]): Promise<GalleryPage[]> {
  const pages: GalleryPage[] = [];
  if (names.length === 0) return pages;
  const environment = await notebookEnvironment(console.log);
  for (const name of names) pages.push(await runAndDraw(environment, name));
  return pages;
}

/** The names of all notebooks, without their ending. */
async function notebookNames(): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(notebooksFolder()));
  return entries.map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => name.replace(/\.ipynb$/, "")).toSorted();
}

async function runAndDraw(
  environment: NotebookEnvironment,
  name: string,
): Promise<GalleryPage> {
  const start = performance.now();
  const notebook = await executeNotebook(environment, `${name}.ipynb`);
  const seconds = (performance.now() - start) / 1000;
  console.log(`${name}: ${formatSeconds(seconds)}`);
  return galleryPage(name, notebook);
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
