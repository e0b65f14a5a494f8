import { UserError } from "../runtime/errors.ts";
import { namingFile } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import {
  checkSameSize,
  type FolderSurvey,
  surveyFolder,
} from "./folder_survey.ts";
import { imagePieces, type ImageStack, MOST_IMAGES } from "./image_stack.ts";
import { PICTURE_FORMATS } from "./picture.ts";
import { readPicture } from "./picture_file.ts";

/**
 * Lists the names of a folder's picture files, in order, without hidden ones.
 *
 * @throws UserError if there are none, too many, or it is not a folder.
 */
export async function picturesIn(
  folder: string,
  files: FileStore = disk,
): Promise<string[]> {
  const names = await pictureNames(folder, files);
  if (names.length > 0) return names;
  throw new UserError(
    `${folder}: expected ${PICTURE_FORMATS} files in this folder, found none`,
  );
}

/**
 * Lists the names of a folder's picture files like `picturesIn`, but there may be none.
 *
 * @throws UserError if there are too many, or it is not a folder.
 */
export async function pictureNames(
  folder: string,
  files: FileStore = disk,
): Promise<string[]> {
  const names: string[] = [];
  await namingFile(folder, `a folder of ${PICTURE_FORMATS} files`, async () => {
    for await (const { name, isDirectory } of files.entries(folder)) {
      if (
        isDirectory || !/^[^.].*\.(png|jpe?g|webp|gif|bmp|tiff?)$/i.test(name)
      ) continue;
      names.push(name);
      if (names.length > MOST_IMAGES) {
        throw new Error(`more than ${MOST_IMAGES}; take a part of them`);
      }
    }
  });
  return names.sort();
}

/**
 * Opens the picture files of a folder as images, in the order of their names.
 *
 * All must have one size after they are put upright by their EXIF orientation. Pictures
 * of more than 512 pixels per side are scaled down, one at a time. If one picture is in
 * colour, gray ones are read with three equal channels. If one has values of more than 8
 * bits, the stack has floating-point numbers.
 *
 * @param names Names of the files; by default all.
 * @throws UserError that names a file that is not valid.
 */
export async function openFolderStack(
  folder: string,
  names?: readonly string[],
  files: FileStore = disk,
): Promise<ImageStack> {
  const survey = await surveyFolder(
    folder,
    names ?? await picturesIn(folder, files),
    files,
  );
  return stackOf(survey, survey);
}

/**
 * Opens two folders of pictures that belong together. Both are read in colour, or as
 * floating-point numbers, if a picture in either requires it.
 *
 * @param folders The folders, each with the names of its files.
 * @throws UserError that names a file that is not valid.
 */
export async function openFolderStacks(
  folders: readonly [
    readonly [folder: string, names: readonly string[]],
    readonly [folder: string, names: readonly string[]],
  ],
  files: FileStore = disk,
): Promise<readonly [ImageStack, ImageStack]> {
  const [[x0, names], [xt, others]] = folders;
  const surveys = [
    await surveyFolder(x0, names, files),
    await surveyFolder(xt, others, files),
  ];
  const form = {
    inColour: surveys.some(({ inColour }) => inColour),
    deep: surveys.some(({ deep }) => deep),
  };
  return [stackOf(surveys[0], form), stackOf(surveys[1], form)];
}

/** @param form The form that the pictures are read in, which suits all of them. */
function stackOf(
  survey: FolderSurvey,
  form: Pick<FolderSurvey, "inColour" | "deep">,
): ImageStack {
  const { folder, files, size, fitted } = survey;
  const sizes = {
    name: folder,
    count: files.length,
    ...fitted,
    channels: form.inColour ? 3 : 1,
    ...size.height === fitted.height ? {} : {
      scaledFrom: size,
      notes: [
        `${folder}: pictures of ${size.height} x ${size.width} pixels, scaled down to ${fitted.height} x ${fitted.width}`,
      ],
    },
  };
  const bytes = () => picturesOf(survey, sizes.channels);
  return {
    ...sizes,
    type: form.deep ? "float32" : "uint8",
    pieces: () => imagePieces({ ...sizes, type: "float32" }, bytes()),
  };
}

/** Reads the pictures as the bytes of float32, one at a time. */
async function* picturesOf(
  { store, folder, files, first }: FolderSurvey,
  channels: number,
): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    const { head, pixels } = await readPicture(`${folder}/${file}`, store);
    checkSameSize(`${folder}/${file}`, head, files[0], first);
    if (head.channels > channels) {
      throw new UserError(
        `${folder}/${file}: expected a gray picture, as it was before, found one in colour; do not change files while they are read`,
      );
    }
    const values = head.channels < channels ? threefold(pixels) : pixels;
    yield new Uint8Array(values.buffer);
  }
}

/** Repeats gray values in three channels. */
function threefold(gray: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(3 * gray.length);
  for (let i = 0; i < out.length; i++) out[i] = gray[Math.floor(i / 3)];
  return out;
}
