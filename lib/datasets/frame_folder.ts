import { UserError } from "../runtime/errors.ts";
import { namingFile } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import type { FrameStack } from "./frame_pairs.ts";
import { openFolderStack, pictureNames, picturesIn } from "./folder_stack.ts";

/** Names of folders of pairs of images, which are not sequences. */
const PAIR_FOLDERS = ["x0", "xt"];

/**
 * Opens a folder of numbered frames as one sequence, or a folder of such folders as one
 * sequence each. Frames are in the order of the numbers in their names.
 *
 * @returns Undefined for a folder that contains neither, or contains a folder x0 or xt.
 * @param areSequences Whether two folders of equally named pictures are known to be
 * sequences.
 * @throws UserError for a folder that contains both, for two folders that may be pairs,
 * for names that differ in more than one number, and for a missing number.
 */
export async function openFrameFolder(
  folder: string,
  areSequences: boolean,
  files: FileStore = disk,
): Promise<FrameStack | undefined> {
  const folders = await foldersIn(folder, files);
  if (folders.some((name) => PAIR_FOLDERS.includes(name))) return undefined;
  const pictures = await pictureNames(folder, files);
  if (pictures.length > 0 && folders.length > 0) {
    throw new UserError(
      `${folder}: expected either frames or folders of frames, found ${
        pictures[0]
      } and the folder ${folders[0]}; put the frames into a folder, too`,
    );
  }
  if (pictures.length > 0) {
    const frames = inOrder(folder, pictures);
    return {
      stack: await openFolderStack(folder, frames, files),
      lengths: [frames.length],
    };
  }
  const inside: string[][] = [];
  for (const name of folders) {
    inside.push(await picturesIn(`${folder}/${name}`, files));
  }
  if (!areSequences) checkNotAmbiguous(folder, folders, inside);
  const names: string[] = [], lengths: number[] = [];
  folders.forEach((name, i) => {
    const frames = inOrder(`${folder}/${name}`, inside[i]);
    lengths.push(frames.length);
    for (const frame of frames) names.push(`${name}/${frame}`);
  });
  if (names.length === 0) return undefined;
  return { stack: await openFolderStack(folder, names, files), lengths };
}

/**
 * Checks that two folders do not hold equally named pictures: these may be pairs, or two
 * sequences.
 *
 * @throws UserError that says how to tell which is meant.
 */
function checkNotAmbiguous(
  folder: string,
  folders: readonly string[],
  pictures: readonly (readonly string[])[],
): void {
  if (folders.length !== 2) return;
  const [first, second] = pictures;
  const isOther = (name: string, i: number) => name !== second[i];
  if (first.length !== second.length || first.some(isOther)) return;
  throw new UserError(
    `${folder}: expected pairs or sequences, found two folders of equally named pictures, ${
      folders.join(" and ")
    }, which may be either; call the folders x0 and xt if they hold pairs, or give --lag 1 (in code, the option lag) if each is a sequence`,
  );
}

/** Lists the names of a folder's folders, in order, without hidden ones. */
async function foldersIn(
  folder: string,
  files: FileStore,
): Promise<string[]> {
  const folders: string[] = [];
  await namingFile(folder, "a folder", async () => {
    for await (const { name, isDirectory } of files.entries(folder)) {
      if (isDirectory && !name.startsWith(".")) folders.push(name);
    }
  });
  return folders.sort();
}

/** A frame's name, split into its last number and the texts before and after it. */
interface FrameName {
  readonly name: string;
  readonly number: number;
  readonly around: string;
}

/**
 * Sorts names of frames by their numbers.
 *
 * @throws UserError if the names differ in more than a number, or the numbers do not
 * increase by a constant step.
 */
function inOrder(folder: string, names: readonly string[]): string[] {
  const frames = names.map((name) => frameName(folder, name));
  const [first] = frames;
  const other = frames.find(({ around }) => around !== first.around);
  if (other !== undefined) {
    throw new UserError(
      `${folder}: expected names of frames that differ in one number only, found ${first.name} and ${other.name}; put each sequence into a folder of its own`,
    );
  }
  frames.sort((a, b) => a.number - b.number);
  const steps = frames.slice(1).map(({ number }, i) =>
    number - frames[i].number
  );
  const step = steps.reduce((least, step) => Math.min(least, step), Infinity);
  const at = steps.findIndex((found) => found !== step || step === 0);
  if (at < 0) return frames.map(({ name }) => name);
  const [before, after] = [frames[at], frames[at + 1]];
  throw new UserError(
    step === 0
      ? `${folder}: expected one frame of each number, found ${before.name} and ${after.name}`
      : `${folder}: expected frame ${
        before.number + step
      } after ${before.name}, found ${after.name}; add what is missing, or put the frames from there on into another folder`,
  );
}

function frameName(folder: string, name: string): FrameName {
  const parts = /^(.*?)(\d{1,15})(\D*\.\w+)$/.exec(name);
  if (parts === null) {
    throw new UserError(
      `${folder}/${name}: expected a frame with its number in the name, as frame-12.png, found none; pairs are in folders x0 and xt`,
    );
  }
  const [, before, number, after] = parts;
  return { name, number: Number(number), around: `${before}*${after}` };
}
