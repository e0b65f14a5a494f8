import { fittedSize, type Size } from "../images/area_average.ts";
import { uprightSize } from "../images/orientation.ts";
import { UserError } from "../runtime/errors.ts";
import { checkStack, LARGEST_SIDE, LEAST_SIDE } from "./image_stack.ts";
import type { FileStore } from "./file_store.ts";
import type { PictureHead } from "./picture.ts";
import { readPicture, readPictureHead, sizeInWords } from "./picture_file.ts";

/** A summary of the headers of a folder's pictures, which are not decoded yet. */
export interface FolderSurvey {
  /** The file store of the folder. */
  readonly store: FileStore;
  readonly folder: string;
  /** Names of the files, in order. */
  readonly files: readonly string[];
  /** The header of the first picture; all others have its size. */
  readonly first: PictureHead;
  /** Size of all pictures, upright. */
  readonly size: Size;
  /** The size of the images that are read; it is smaller if pictures are large. */
  readonly fitted: Size;
  /** Whether any picture is in colour. */
  readonly inColour: boolean;
  /** Whether any picture has values of more than 8 bits. */
  readonly deep: boolean;
}

/**
 * Decodes the first picture of a folder, and reads the headers of the others.
 *
 * @param files Names of the pictures, at least one.
 * @throws UserError that names the file that is damaged, has another size than the
 * first, or is too narrow.
 */
export async function surveyFolder(
  folder: string,
  files: readonly string[],
  store: FileStore,
): Promise<FolderSurvey> {
  const { head: first } = await readPicture(`${folder}/${files[0]}`, store);
  const size = uprightSize(first, first.orientation);
  const fitted = fittedSize(size, LARGEST_SIDE);
  checkSides(`${folder}/${files[0]}`, size, fitted);
  let inColour = first.channels === 3, { deep } = first;
  for (const file of files.slice(1)) {
    const head = await readPictureHead(`${folder}/${file}`, store);
    checkSameSize(`${folder}/${file}`, head, files[0], first);
    inColour ||= head.channels === 3;
    deep ||= head.deep;
  }
  return { store, folder, files, first, size, fitted, inColour, deep };
}

/** @throws UserError for a picture that is not of the first one's size. */
export function checkSameSize(
  path: string,
  head: PictureHead,
  firstName: string,
  first: PictureHead,
): void {
  const [expected, found] = [first, head].map((of) =>
    uprightSize(of, of.orientation)
  );
  if (expected.height === found.height && expected.width === found.width) {
    return;
  }
  throw new UserError(
    `${path}: expected ${sizeInWords(first)} as in ${firstName}, found ${
      sizeInWords(head)
    }; give all files one size`,
  );
}

function checkSides(path: string, size: Size, fitted: Size): void {
  const narrow = Math.min(fitted.height, fitted.width) < LEAST_SIDE;
  if (fitted.height !== size.height && narrow) {
    throw new UserError(
      `${path}: expected at least ${LEAST_SIDE} pixels on the shorter side once the longer one is scaled down to ${LARGEST_SIDE}, found ${size.height} x ${size.width}; cut them first`,
    );
  }
  checkStack({ name: path, count: 1, ...fitted, channels: 1, type: "uint8" });
}
