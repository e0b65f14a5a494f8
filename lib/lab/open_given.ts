import type { FileStore } from "../datasets/file_store.ts";
import { openPairs } from "../datasets/open_images.ts";
import type { StackPair } from "../datasets/stack_pair.ts";
import { UserError } from "../runtime/errors.ts";
import { givenStore } from "./given_store.ts";
import type { GivenFile } from "./messages.ts";
import { isZipOfFiles, unzipped } from "./unzipped.ts";

/** Bytes of all given files together, at most. */
const MOST_BYTES = 128 * 2 ** 20;

/** The folder that several given files are taken to be in, in messages. */
const TOGETHER = "your files";

/** The folders of pairs, in the order of the images. */
const PAIR_FOLDERS = ["x0", "xt"];

/**
 * Opens the pairs in files that the page was given: what `openPairs` reads, two
 * folders, of which the first by name holds the first images, several pictures that
 * are the frames of one sequence, or a zip archive of these.
 *
 * @param lag Frames from the first image of a pair to the second one, of sequences.
 * @throws UserError that names the file, what was expected and found.
 */
export async function openGiven(
  files: readonly GivenFile[],
  lag?: number,
): Promise<StackPair> {
  const visible = files.filter(({ path }) => !/(^|\/)\./.test(path));
  checkSize(visible);
  const names = topNames(visible, "");
  const store = givenStore(visible);
  if (names.length !== 1) return await openTogether(visible, TOGETHER, lag);
  const [{ name, isFolder }] = names;
  if (isFolder && PAIR_FOLDERS.includes(name)) {
    throw new UserError(
      `${name}: expected the two folders x0 and xt, found one of them; drop both, or the folder above them`,
    );
  }
  if (isFolder || !await isZipOfFiles(name, store)) {
    return await openPairs([name], { lag }, store);
  }
  return await openArchived(name, store, lag);
}

/** @throws UserError for files that are too large together, or none. */
function checkSize(files: readonly GivenFile[]): void {
  const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
  if (files.length === 0) {
    throw new UserError("your files: expected at least one, found none");
  }
  if (bytes <= MOST_BYTES) return;
  const name = files.length === 1 ? files[0].path : TOGETHER;
  const MiB = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  throw new UserError(
    `${name}: expected at most ${MiB(MOST_BYTES)} in the browser, found ${
      MiB(bytes)
    }; deno task detect reads larger files`,
  );
}

interface TopName {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The names right below a folder, in order. */
function topNames(files: readonly GivenFile[], folder: string): TopName[] {
  const found = new Map<string, boolean>();
  for (const { path } of files) {
    const [name, ...below] = path.slice(folder.length).split("/");
    found.set(name, below.length > 0);
  }
  return Array.from(found, ([name, isFolder]) => ({ name, isFolder }))
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Opens the content of a zip archive; of a single folder in it, that of the folder. */
async function openArchived(
  archive: string,
  store: FileStore,
  lag: number | undefined,
): Promise<StackPair> {
  const files = await unzipped(archive, store);
  const names = topNames(files, `${archive}/`);
  const [only] = names;
  if (names.length === 1 && !PAIR_FOLDERS.includes(only.name)) {
    return await openPairs(
      [`${archive}/${only.name}`],
      { lag },
      givenStore(files),
    );
  }
  const inside = files.map(({ path, blob }) => ({
    path: path.slice(archive.length + 1),
    blob,
  }));
  return await openTogether(inside, archive, lag);
}

/** Opens several files or folders that belong together, as if they were in a folder. */
async function openTogether(
  files: readonly GivenFile[],
  folder: string,
  lag: number | undefined,
): Promise<StackPair> {
  const names = topNames(files, "");
  const areTwo = names.length === 2;
  if (areTwo && names.every(({ isFolder }) => isFolder)) {
    return await openTwoFolders(files, folder, names, lag);
  }
  if (areTwo && names.every(({ name }) => !isPicture(name))) {
    const paths = names.map(({ name }) => name);
    return await openPairs(paths, { lag }, givenStore(files));
  }
  const moved = files.map(({ path, blob }) => ({
    path: `${folder}/${path}`,
    blob,
  }));
  return await openPairs([folder], { lag }, givenStore(moved));
}

const isPicture = (name: string): boolean =>
  /\.(png|jpe?g|webp|gif|bmp|tiff?)$/i.test(name);

/** Two folders of any names: that of the first images comes first by name. */
async function openTwoFolders(
  files: readonly GivenFile[],
  folder: string,
  names: readonly TopName[],
  lag: number | undefined,
): Promise<StackPair> {
  const [first, second] = names.map(({ name }) => name);
  const renamed = files.map(({ path, blob }) => {
    const [name, ...below] = path.split("/");
    const role = PAIR_FOLDERS[name === first ? 0 : 1];
    return { path: [folder, role, ...below].join("/"), blob };
  });
  const pairs = await openPairs([folder], { lag }, givenStore(renamed));
  if (first === "x0" && second === "xt") return pairs;
  const note =
    `${folder}: the folder ${first} is read as x0, the folder ${second} as xt`;
  return {
    ...pairs,
    x0: { ...pairs.x0, notes: [...pairs.x0.notes ?? [], note] },
  };
}
