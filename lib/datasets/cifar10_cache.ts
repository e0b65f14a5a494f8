import { basename, dirname } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { ensureWritable, isThere, writeFolderWhole } from "../runtime/files.ts";
import { alone } from "./alone.ts";
import { readBatches } from "./cifar10_batches.ts";
import type { BatchFiles } from "./cifar10_files.ts";
import { sheetsToBatches } from "./cifar10_sheets.ts";
import { DataError } from "./data_error.ts";
import type { LoadOptions } from "./load_options.ts";
import type { ImageSet } from "./types.ts";

/** The source of the batches, and the folder that keeps them. */
export interface BatchCache {
  readonly files: BatchFiles;
  /** The folder of the batches; unfinished ones are next to it. */
  readonly folder: string;
  /** Size of the download, for a note to the user, for example "139 MB". */
  readonly size: string;
  /** Fetches the package with the sheets into a folder, and returns its path. */
  readonly fetch: (folder: string, signal?: AbortSignal) => Promise<string>;
}

/** Advice for batches that were damaged after they were written. */
const AGAIN = "the disk may be full or damaged; start again";

/**
 * Reads the images of one split from the cache. The cache is filled first if it
 * is missing, or if its content was read and is wrong.
 *
 * @throws {DataError} if it cannot be filled; it is then unchanged
 * @throws {UnreadableError} if it cannot be read for another reason; it is then
 * unchanged
 * @throws the signal's reason, if it is aborted
 */
export async function readCached(
  cache: BatchCache,
  split: "train" | "test",
  options: LoadOptions,
): Promise<ImageSet> {
  return await readIfSound(cache, split) ??
    await advising(() => fillAndRead(cache, split, options), options.signal);
}

async function fillAndRead(
  cache: BatchCache,
  split: "train" | "test",
  options: LoadOptions,
): Promise<ImageSet> {
  const { onNote } = options;
  await ensureWritable(dirname(cache.folder));
  return await alone(
    `${cache.folder}.lock`,
    async () => {
      // Another process may have filled it meanwhile.
      const made = await readIfSound(cache, split, onNote);
      if (made !== undefined) return made;
      await fill(cache, options);
      return await readBatches(cache.folder, split, cache.files, AGAIN);
    },
    () => onNote?.("CIFAR-10: another run is fetching it, waiting for that"),
  );
}

async function readIfSound(
  { folder, files }: BatchCache,
  split: "train" | "test",
  onNote?: (line: string) => void,
): Promise<ImageSet | undefined> {
  try {
    return await readBatches(folder, split, files, "making it again");
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    if (await isThere(folder)) onNote?.(error.message);
    return undefined;
  }
}

async function fill(cache: BatchCache, options: LoadOptions): Promise<void> {
  const { folder, files, size, fetch } = cache;
  const fetched = `${folder}.${crypto.randomUUID()}.fetched.part`;
  await removeUnfinished(folder);
  options.onNote?.(`CIFAR-10: fetching ${size} once, into ${folder}`);
  try {
    const sheets = await fetch(fetched, options.signal);
    await writeFolderWhole(
      folder,
      (temporary) => sheetsToBatches(sheets, temporary, files, options),
    );
  } finally {
    await removeQuietly(fetched);
  }
}

/** Removes unfinished folders of interrupted runs. */
async function removeUnfinished(folder: string): Promise<void> {
  const parent = dirname(folder);
  for await (const { name } of Deno.readDir(parent)) {
    const unfinished = /\.part(\.old)?$/.test(name);
    if (!unfinished || !name.startsWith(basename(folder))) continue;
    await removeQuietly(`${parent}/${name}`);
  }
}

/** Removes a folder, and ignores errors, because a leftover folder only takes space. */
async function removeQuietly(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}

/** Adds advice to an error of the download. */
async function advising<T>(
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (!(error instanceof UserError) || error instanceof DataError) {
      throw error;
    }
    throw new DataError({
      cause: error,
      advice:
        "mend that and start again, or give a folder with CIFAR-10's binary batches: --cifar PATH",
    });
  }
}
