import { checkInteger, wrongType } from "../runtime/check_option.ts";
import { UserError } from "../runtime/errors.ts";
import { firstBytes, namingFile } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import { contentOf } from "./file_content.ts";
import type { FileStore, StoredEntry } from "./file_store.ts";
import { openFolders } from "./folder_pairs.ts";
import { openFolderStack } from "./folder_stack.ts";
import { openIdxStack } from "./idx_stack.ts";
import { framePairs, type FrameStack } from "./frame_pairs.ts";
import { openFrameFolder } from "./frame_folder.ts";
import { gifFrames } from "./gif_picture.ts";
import { pngFrames } from "./png_frames.ts";
import { openAnimation } from "./animation_stack.ts";
import type { OpenOptions, PairOptions } from "./image_axes.ts";
import { type ImageStack, MOST_IMAGES } from "./image_stack.ts";
import { openNpyFrames, openNpyStack } from "./npy_stack.ts";
import { openNpzFrames, openNpzStack } from "./npz_stack.ts";
import { scaleInWords } from "./value_type.ts";
import type { StackPair } from "./stack_pair.ts";

/**
 * Opens images: a NumPy .npz archive with an array `images`, a .npy file, an idx
 * file, or a folder of picture files.
 *
 * @param options channels: the axis of the channels in an array of four axes, "first" or
 * "last"; only needed if its shape is ambiguous.
 * @throws UserError if the path contains none of these.
 */
export async function openImages(
  path: string,
  options: OpenOptions = {},
  files: FileStore = disk,
): Promise<ImageStack> {
  if ((await statOf(path, files)).isDirectory) {
    checkNoChannels(options, path, "a folder");
    return await openFolderStack(path, undefined, files);
  }
  await checkIsFile(path, files);
  const kind = await kindOf(path, files);
  const isOne = kind === "idx" || kind === "npy";
  if (kind === "zip" || path.endsWith(".npz") && !isOne) {
    return await openNpzStack(path, "images", options, files);
  }
  return await openOne(path, options, files);
}

/** Opens a file that holds one array of images: .npy or idx. */
async function openOne(
  path: string,
  options: OpenOptions,
  files: FileStore,
): Promise<ImageStack> {
  const kind = await kindOf(path, files);
  if (kind === "npy" || path.endsWith(".npy") && kind !== "idx") {
    return await openNpyStack(path, options, files);
  }
  const stack = await openIdxStack(path, files);
  checkNoChannels(options, path, "an idx file");
  return stack;
}

/** Identifies the kind of a file by its first bytes; undefined if it is not known. */
async function kindOf(path: string, files: FileStore) {
  const begin = await namingFile(path, "a file", () => firstBytes(path, files));
  return contentOf(begin)?.kind;
}

/** Checks that the option `channels` is given only for arrays. */
function checkNoChannels(
  { channels }: OpenOptions,
  path: string,
  found: string,
): void {
  if (channels === undefined) return;
  throw new UserError(
    `--channels: expected a NumPy file, whose arrays may have their channels ${channels}, found ${found}, ${path}; leave --channels out (in code, the option channels)`,
  );
}

/**
 * Opens pairs of images: a NumPy .npz archive with the arrays `x0` and `xt`, a folder
 * with the folders `x0` and `xt` of equally named files, or two .npy or idx files. It
 * also opens sequences, whose frames i and i + lag are the pairs: an .npy file, an .npz
 * archive with the array `frames` or only one array, a folder of numbered frames, a
 * folder of such folders, or an animated GIF or PNG file.
 *
 * @param paths One path, or two of .npy or idx files.
 * @param options channels: the axis of the channels in arrays of four axes, "first" or
 * "last"; only needed if their shape is ambiguous. lag: distance of a pair's frames in
 * sequences, by default 1.
 * @throws UserError if the paths contain none of these, the two do not fit, or a lag is
 * given without a sequence.
 * @throws {TypeError} if the paths are not a list of strings
 * @throws {RangeError} if the list does not have one or two paths
 */
export async function openPairs(
  paths: readonly string[],
  options: PairOptions = {},
  files: FileStore = disk,
): Promise<StackPair> {
  checkPaths(paths);
  const { lag } = options;
  if (lag !== undefined) checkInteger("openPairs: lag", lag, 1, MOST_IMAGES);
  const frames = paths.length === 1
    ? await framesIn(paths[0], options, files)
    : undefined;
  if (frames !== undefined) return framePairs(frames, lag ?? 1);
  if (lag !== undefined) {
    throw new UserError(
      `--lag: expected a sequence of frames, found pairs, ${
        paths.join(" and ")
      }; leave --lag out (in code, the option lag)`,
    );
  }
  const [x0, xt] = await openBoth(paths, options, files);
  const of = { x0: asRead(x0), xt: asRead(xt) };
  for (const what of Object.keys(of.x0) as (keyof typeof of.x0)[]) {
    if (of.x0[what] === of.xt[what]) continue;
    throw new UserError(
      `${xt.name}: expected ${of.x0[what]} as in ${x0.name}, found ${
        of.xt[what]
      }; images belong together in order`,
    );
  }
  return { x0, xt };
}

/** Opens the sequences of frames at a path; undefined if there are none. */
async function framesIn(
  path: string,
  options: PairOptions,
  files: FileStore,
): Promise<FrameStack | undefined> {
  if ((await statOf(path, files)).isDirectory) {
    const areSequences = options.lag !== undefined;
    const frames = await openFrameFolder(path, areSequences, files);
    if (frames !== undefined) checkNoChannels(options, path, "a folder");
    return frames;
  }
  await checkIsFile(path, files);
  switch (await kindOf(path, files)) {
    case "npy":
      return await openNpyFrames(path, options, files);
    case "zip":
      return await openNpzFrames(path, options, files);
    case "gif":
      checkNoChannels(options, path, "a GIF file");
      return await openAnimation(path, "a whole GIF file", gifFrames, files);
    case "png": {
      const frames = await openAnimation(
        path,
        "a whole PNG file",
        pngFrames,
        files,
      );
      if (frames !== undefined) checkNoChannels(options, path, "a PNG file");
      return frames;
    }
    default:
      return undefined;
  }
}

function checkPaths(paths: unknown): void {
  const expected = "a list of one path, or of two of .npy or idx files";
  if (!Array.isArray(paths)) throw wrongType("openPairs", expected, paths);
  const wrong = paths.find((path) => typeof path !== "string");
  if (wrong !== undefined) throw wrongType("openPairs: paths", "texts", wrong);
  if (paths.length === 1 || paths.length === 2) return;
  throw new RangeError(
    `openPairs: expected ${expected}, found ${paths.length} paths`,
  );
}

/** The properties in which the stacks of a pair must agree. */
const asRead = (
  { count, height, width, channels, type, scaledFrom }: ImageStack,
) => ({
  count: `${count} image${count === 1 ? "" : "s"}`,
  size: `${scaledFrom?.height ?? height} x ${
    scaledFrom?.width ?? width
  } pixels`,
  channels: `${channels} channel${channels === 1 ? "" : "s"}`,
  // Types with equal scaling can be compared.
  type: scaleInWords(type),
});

async function openBoth(
  paths: readonly string[],
  options: OpenOptions,
  files: FileStore,
): Promise<readonly [ImageStack, ImageStack]> {
  const [path, other] = paths;
  if (other !== undefined) {
    for (const path of paths) await checkHoldsOne(path, files);
    return [
      await openOne(path, options, files),
      await openOne(other, options, files),
    ];
  }
  if ((await statOf(path, files)).isDirectory) {
    checkNoChannels(options, path, "a folder");
    return await openFolders(path, files);
  }
  await checkIsFile(path, files);
  return [
    await openNpzStack(path, "x0", options, files),
    await openNpzStack(path, "xt", options, files),
  ];
}

/** @throws UserError for a path that cannot be one of two. */
async function checkHoldsOne(
  path: string,
  files: FileStore,
): Promise<void> {
  await checkIsFile(path, files, TWO_FOLDERS);
  if (await kindOf(path, files) !== "zip") return;
  throw new UserError(
    `${path}: expected a .npy or an idx file where there are two paths, found a zip archive; put both arrays into one with numpy.savez(path, x0=..., xt=...)`,
  );
}

/** Advice for two paths of which one is a folder. */
const TWO_FOLDERS =
  "; of two folders, give the one above them alone, and call them x0 and xt";

/**
 * Checks that a path is a regular file, because pipes and devices cannot be read twice.
 */
async function checkIsFile(
  path: string,
  files: FileStore,
  ofFolder = "",
): Promise<void> {
  const { isFile, isDirectory } = await statOf(path, files);
  if (isFile) return;
  throw new UserError(
    `${path}: expected a file, found ${
      isDirectory
        ? `a folder${ofFolder}`
        : "a device or a pipe; write what it gives to a file first"
    }`,
  );
}

async function statOf(path: string, files: FileStore): Promise<StoredEntry> {
  return await namingFile(path, "a file or a folder", () => files.stat(path));
}
