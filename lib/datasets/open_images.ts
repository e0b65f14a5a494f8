import { wrongType } from "../runtime/check_option.ts";
import { UserError } from "../runtime/errors.ts";
import { namingFile } from "./byte_stream.ts";
import { openFolderStack, picturesIn } from "./folder_stack.ts";
import { openIdxStack } from "./idx_stack.ts";
import type { ImageStack } from "./image_stack.ts";
import { openNpzStack } from "./npz_stack.ts";

/**
 * Opens images: a NumPy .npz archive with an array `images`, an idx file, or a
 * folder of PNG and JPEG files.
 *
 * @throws UserError when there is nothing of the kind.
 */
export async function openImages(path: string): Promise<ImageStack> {
  if ((await statOf(path)).isDirectory) return await openFolderStack(path);
  await checkIsFile(path);
  return path.endsWith(".npz")
    ? await openNpzStack(path, "images")
    : await openIdxStack(path);
}

/** Two stacks, image i of one belonging to image i of the other. */
export interface StackPair {
  readonly x0: ImageStack;
  readonly xt: ImageStack;
}

/**
 * Opens pairs of images: a NumPy .npz archive with the arrays `x0` and `xt`, a
 * folder with the folders `x0` and `xt` of equally named files, or two idx files.
 *
 * @param paths One path, or two of idx files.
 * @throws UserError when there is nothing of the kind, or the two do not fit.
 * @throws {TypeError} if the paths are no list of texts
 * @throws {RangeError} if the list has not one or two paths
 */
export async function openPairs(paths: readonly string[]): Promise<StackPair> {
  checkPaths(paths);
  const [x0, xt] = await openBoth(paths);
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

function checkPaths(paths: unknown): void {
  const expected = "a list of one path, or of two of idx files";
  if (!Array.isArray(paths)) throw wrongType("openPairs", expected, paths);
  const wrong = paths.find((path) => typeof path !== "string");
  if (wrong !== undefined) throw wrongType("openPairs: paths", "texts", wrong);
  if (paths.length === 1 || paths.length === 2) return;
  throw new RangeError(
    `openPairs: expected ${expected}, found ${paths.length} paths`,
  );
}

/** What the stacks of a pair have in common. */
const asRead = ({ count, height, width, channels, type }: ImageStack) => ({
  count: `${count} image${count === 1 ? "" : "s"}`,
  size: `${height} x ${width} pixels`,
  channels: `${channels} channel${channels === 1 ? "" : "s"}`,
  // Bytes are read as 0 to 1: floating-point numbers may mean anything else.
  type: type === "uint8" ? "uint8" : "floating-point numbers",
});

async function openBoth(
  paths: readonly string[],
): Promise<readonly [ImageStack, ImageStack]> {
  const [path, other] = paths;
  if (other !== undefined) {
    const wrong = paths.find((path) => /\.np[yz]$/i.test(path));
    if (wrong !== undefined) {
      throw new UserError(
        `${wrong}: expected an idx file where there are two paths, found a NumPy file's name; put both arrays into one with numpy.savez(path, x0=..., xt=...)`,
      );
    }
    for (const path of paths) await checkIsFile(path);
    return [await openIdxStack(path), await openIdxStack(other)];
  }
  if ((await statOf(path)).isDirectory) return await openFolders(path);
  await checkIsFile(path);
  return [await openNpzStack(path, "x0"), await openNpzStack(path, "xt")];
}

async function openFolders(
  folder: string,
): Promise<readonly [ImageStack, ImageStack]> {
  const [x0, xt] = [`${folder}/x0`, `${folder}/xt`];
  const [names, others] = [await picturesIn(x0), await picturesIn(xt)];
  checkPartners(names, others, xt, "x0");
  checkPartners(others, names, x0, "xt");
  return [await openFolderStack(x0, names), await openFolderStack(xt, names)];
}

/** Every one of these files has a partner of its name in the other folder. */
function checkPartners(
  names: readonly string[],
  others: readonly string[],
  folder: string,
  of: string,
): void {
  const there = new Set(others);
  const alone = names.find((name) => !there.has(name));
  if (alone === undefined) return;
  const stem = (name: string) => name.replace(/\.\w+$/, "").toLowerCase();
  const like = others.find((other) => stem(other) === stem(alone));
  throw new UserError(
    `${folder}/${alone}: expected a partner of ${of}/${alone}, found ${
      like === undefined
        ? "none"
        : `${like}; give both the same name, ending included`
    }`,
  );
}

/** Pipes and devices cannot be read twice. */
async function checkIsFile(path: string): Promise<void> {
  const { isFile, isDirectory } = await statOf(path);
  if (isFile) return;
  throw new UserError(
    `${path}: expected a file, found ${
      isDirectory ? "a folder" : "a device or a pipe"
    }`,
  );
}

async function statOf(path: string): Promise<Deno.FileInfo> {
  return await namingFile(path, "a file or a folder", () => Deno.stat(path));
}
