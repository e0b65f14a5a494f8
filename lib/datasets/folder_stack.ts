import { UserError } from "../runtime/errors.ts";
import { namingFile } from "./byte_stream.ts";
import { contentOf } from "./file_content.ts";
import {
  checkStack,
  imagePieces,
  type ImageStack,
  MOST_IMAGES,
} from "./image_stack.ts";
import { decodeJpeg, JPEG_BEGIN } from "./jpeg_picture.ts";
import type { Picture } from "./picture.ts";
import { decodePng, PNG_SIGNATURE } from "./png_picture.ts";

/** Larger files do not hold images of the sizes that are read. */
const MOST_BYTES = 2 ** 20;

/**
 * The names of a folder's PNG and JPEG files, in order; hidden ones are left
 * out.
 *
 * @throws UserError when there are none, too many, or it is no folder.
 */
export async function picturesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  await namingFile(folder, "a folder of PNG or JPEG files", async () => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory || !/^[^.].*\.(png|jpe?g)$/i.test(name)) continue;
      names.push(name);
      if (names.length > MOST_IMAGES) {
        throw new Error(`more than ${MOST_IMAGES}; take a part of them`);
      }
    }
  });
  if (names.length > 0) return names.sort();
  throw new UserError(
    `${folder}: expected PNG or JPEG files in this folder, found none`,
  );
}

/**
 * The PNG and JPEG files of a folder, in the order of their names: all of the
 * size of the first, 8 bits a value, grey or RGB. What a file is says its
 * beginning, not its name.
 *
 * @param names Which files; all if left out.
 * @throws UserError that names the file that is not what it should be.
 */
export async function openFolderStack(
  folder: string,
  names?: readonly string[],
): Promise<ImageStack> {
  const files = names ?? await picturesIn(folder);
  const first = `${folder}/${files[0]}`;
  const { height, width, channels } = await readPicture(first);
  const sizes = {
    name: folder,
    count: files.length,
    height,
    width,
    channels,
    type: "uint8" as const,
  };
  checkStack({ ...sizes, name: first });
  const expected = sizeOf(sizes);
  async function* all(): AsyncGenerator<Uint8Array> {
    for (const file of files) {
      const picture = await readPicture(`${folder}/${file}`);
      if (sizeOf(picture) !== expected) {
        throw new UserError(
          `${folder}/${file}: expected ${expected} as in ${files[0]}, found ${
            sizeOf(picture)
          }; give all files one size`,
        );
      }
      yield picture.bytes;
    }
  }
  return { ...sizes, pieces: () => imagePieces(sizes, all()) };
}

const sizeOf = ({ height, width, channels }: Omit<Picture, "bytes">) =>
  `${height} x ${width} pixels ${channels === 1 ? "of grey" : "in colour"}`;

function readPicture(path: string): Promise<Picture> {
  return namingFile(path, "a whole PNG or JPEG file", async () => {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) throw new Error("no file");
    if (size > MOST_BYTES) {
      throw new Error(`${size} bytes; at most ${MOST_BYTES} are read`);
    }
    const file = await Deno.readFile(path);
    const begins = (bytes: readonly number[]) =>
      bytes.every((byte, i) => file[i] === byte);
    if (begins(PNG_SIGNATURE)) return decodePng(file);
    if (begins(JPEG_BEGIN)) return decodeJpeg(file);
    throw new Error(contentOf(file)?.words ?? "other bytes");
  });
}
