import { UserError } from "../runtime/errors.ts";
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
 */
export async function openPairs(paths: readonly string[]): Promise<StackPair> {
  const stacks = await openBoth(paths);
  const [x0, xt] = stacks;
  for (const what of ["count", "height", "width", "channels"] as const) {
    if (x0[what] !== xt[what]) {
      throw new UserError(
        `${xt.name}: expected the ${what} of ${x0.name}, ${x0[what]}, found ${
          xt[what]
        }`,
      );
    }
  }
  return { x0, xt };
}

async function openBoth(
  paths: readonly string[],
): Promise<readonly [ImageStack, ImageStack]> {
  const [path, other] = paths;
  if (other !== undefined) {
    return [await openIdxStack(path), await openIdxStack(other)];
  }
  if ((await statOf(path)).isDirectory) {
    await checkPartners(path);
    return [
      await openFolderStack(`${path}/x0`),
      await openFolderStack(`${path}/xt`),
    ];
  }
  return [await openNpzStack(path, "x0"), await openNpzStack(path, "xt")];
}

/** Every image of `x0` has a partner of its name in `xt`, and the other way. */
async function checkPartners(folder: string): Promise<void> {
  const [x0, xt] = await Promise.all(
    ["x0", "xt"].map(async (part) => {
      if (!(await statOf(`${folder}/${part}`)).isDirectory) {
        throw new UserError(
          `${folder}/${part}: expected a folder, found a file`,
        );
      }
      return await picturesIn(`${folder}/${part}`);
    }),
  );
  for (
    const [names, others, part] of [[x0, xt, "xt"], [xt, x0, "x0"]] as const
  ) {
    const there = new Set(others);
    const alone = names.find((name) => !there.has(name));
    if (alone !== undefined) {
      throw new UserError(
        `${folder}/${part}/${alone}: expected a partner of ${
          part === "xt" ? "x0" : "xt"
        }/${alone}, found none`,
      );
    }
  }
}

async function statOf(path: string): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    throw new UserError(
      `${path}: expected a file or a folder, found: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}
