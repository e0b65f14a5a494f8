import { arrayNames } from "../datasets/npz_archive.ts";
import { firstBytes, namingFile } from "../datasets/byte_stream.ts";
import { contentOf } from "../datasets/file_content.ts";
import type { FileStore } from "../datasets/file_store.ts";
import {
  entriesOf,
  entryBytes,
  StoredFileReader,
} from "../datasets/zip_entries.ts";

import { joinedBytes } from "../runtime/joined_bytes.ts";
import type { GivenFile } from "./messages.ts";

/** Bytes that an archive may unpack to, and its files. */
const MOST_UNPACKED = 2 ** 28, MOST_ENTRIES = 20_000;

/** Whether a file is a zip archive of something else than arrays. */
export async function isZipOfFiles(
  path: string,
  files: FileStore,
): Promise<boolean> {
  const kind = contentOf(await firstBytes(path, files))?.kind;
  if (kind !== "zip") return false;
  // What cannot be read as an archive is told by its reader.
  const names = await arrayNames(path, files).catch(() => ["damaged"]);
  return names.length === 0;
}

/**
 * The files in a zip archive, their paths below that of the archive.
 *
 * @throws UserError for a damaged archive, one that names files outside of itself, an
 * encrypted one, and one that unpacks to too much.
 */
export function unzipped(
  path: string,
  files: FileStore,
): Promise<GivenFile[]> {
  return namingFile(path, "a zip archive of pictures", async () => {
    const source = new StoredFileReader(path, files);
    const entries = (await entriesOf(path, source)).filter(({ filename }) =>
      // macOS puts a second, hidden file beside each.
      !/(^|\/)(\.|__MACOSX\/)/.test(filename)
    );
    if (entries.length > MOST_ENTRIES) {
      throw new Error(`${entries.length} files, more than ${MOST_ENTRIES}`);
    }
    const found: GivenFile[] = [];
    let left = MOST_UNPACKED;
    for (const entry of entries) {
      if (entry.directory) continue;
      if (entry.encrypted) throw new Error("an encrypted one; unpack it");
      const parts: Uint8Array[] = [];
      for await (const part of entryBytes(entry)) {
        left -= part.length;
        if (left < 0) {
          throw new Error(
            `more than the ${
              MOST_UNPACKED / 2 ** 20
            } MiB that are unpacked here; deno task detect reads folders of any size`,
          );
        }
        parts.push(part);
      }
      const blob = new Blob([joinedBytes(parts)]);
      found.push({ path: `${path}/${entry.filename}`, blob });
    }
    return found;
  });
}
