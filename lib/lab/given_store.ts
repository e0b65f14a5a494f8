import type { FileStore, OpenedFile } from "../datasets/file_store.ts";
import type { GivenFile } from "./messages.ts";

/** Bytes that are read from a file at a time; smaller reads are served from these. */
const WINDOW_BYTES = 2 ** 20;

/** The files that the page was given, with the folders that their paths name. */
export function givenStore(files: readonly GivenFile[]): FileStore {
  const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
  const blobAt = (path: string): Blob => {
    const blob = blobs.get(path);
    if (blob === undefined) throw new Error("no file of this name was given");
    return blob;
  };
  const isFolder = (path: string) =>
    blobs.keys().some((name) => name.startsWith(`${path}/`));
  return {
    // deno-lint-ignore require-await -- an error is to reject
    async stat(path) {
      if (isFolder(path)) return { isFile: false, isDirectory: true, size: 0 };
      return { isFile: true, isDirectory: false, size: blobAt(path).size };
    },
    async *entries(folder) {
      const found = new Map<string, boolean>();
      for (const path of blobs.keys()) {
        if (!path.startsWith(`${folder}/`)) continue;
        const [name, ...below] = path.slice(folder.length + 1).split("/");
        found.set(name, below.length > 0);
      }
      for (const [name, isDirectory] of found) yield { name, isDirectory };
    },
    // deno-lint-ignore require-await -- an error is to reject
    open: async (path) => openedBlob(blobAt(path)),
    whole: async (path) => new Uint8Array(await blobAt(path).arrayBuffer()),
  };
}

/** Reads a file through a window, for each read of a file costs a browser time. */
function openedBlob(blob: Blob): OpenedFile {
  let window = new Uint8Array(), begin = 0;
  return {
    size: blob.size,
    async read(into, at) {
      const end = Math.min(at + into.length, blob.size);
      if (at < begin || end > begin + window.length) {
        const bytes = Math.max(WINDOW_BYTES, into.length);
        window = new Uint8Array(await blob.slice(at, at + bytes).arrayBuffer());
        begin = at;
      }
      const part = window.subarray(at - begin, Math.max(at, end) - begin);
      into.set(part);
      return part.length;
    },
    [Symbol.dispose]: () => {
      window = new Uint8Array();
    },
  };
}
