import type { GivenFile } from "./messages.ts";

/** Files that are taken from folders, at most. */
const MOST_FILES = 20_000;

/**
 * The files and folders that were dropped on the page. It must be called while the
 * event is handled: what was dropped cannot be seen later.
 *
 * @throws RangeError for more than 20,000 files.
 */
export async function droppedFiles(
  { items, files }: DataTransfer,
): Promise<GivenFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return listedFiles(files);
  const found: GivenFile[] = [];
  for (const entry of entries) await gather(entry, found);
  return found;
}

/** The files of a file dialog, with their paths below a folder that was chosen. */
export const listedFiles = (files: FileList): GivenFile[] =>
  [...files].map((file) => ({
    path: file.webkitRelativePath || file.name,
    blob: file,
  }));

async function gather(
  entry: FileSystemEntry,
  found: GivenFile[],
): Promise<void> {
  if (found.length > MOST_FILES) {
    throw new RangeError(
      `${entry.fullPath}: expected at most ${MOST_FILES} files, found more`,
    );
  }
  if (entry.isDirectory) {
    for await (const below of entriesOf(entry as FileSystemDirectoryEntry)) {
      await gather(below, found);
    }
  } else {
    const blob = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject)
    );
    found.push({ path: entry.fullPath.replace(/^\//, ""), blob });
  }
}

/** A folder's entries, which a browser gives a hundred at a time. */
async function* entriesOf(
  folder: FileSystemDirectoryEntry,
): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (some.length === 0) return;
    yield* some;
  }
}
