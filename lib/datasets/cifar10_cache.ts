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

/** Where batches come from, and where they are kept. */
export interface BatchCache {
  readonly files: BatchFiles;
  /** Keeps the batches; what is unfinished lies beside it meanwhile. */
  readonly folder: string;
  /** Said before fetching, for example "139 MB". */
  readonly size: string;
  /** Puts the package with the sheets below a folder, and says where. */
  readonly fetch: (folder: string, signal?: AbortSignal) => Promise<string>;
}

/** Advice for damaged batches that were whole when they were written. */
const AGAIN = "the disk may be full or damaged; start again";

/**
 * Reads the images of one split from the cache. The cache is filled first if it
 * is missing, or if its content was read and is wrong.
 *
 * @throws {DataError} if it cannot be filled; it is then as it was before
 * @throws {UnreadableError} if it cannot be read for another reason; it stays as
 * it is
 * @throws the signal's reason, if it is given up
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

/** Takes away what runs left that were ended in the middle. */
async function removeUnfinished(folder: string): Promise<void> {
  const parent = dirname(folder);
  for await (const { name } of Deno.readDir(parent)) {
    const unfinished = /\.part(\.old)?$/.test(name);
    if (!unfinished || !name.startsWith(basename(folder))) continue;
    await removeQuietly(`${parent}/${name}`);
  }
}

/** What cannot be removed takes room, and stops nothing. */
async function removeQuietly(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}

/** Says what to do where the data do not arrive. */
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
