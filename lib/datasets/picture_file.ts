import { areaAverage, fittedSize } from "../images/area_average.ts";
import { upright, uprightSize } from "../images/orientation.ts";
import { namingFile } from "./byte_stream.ts";
import { bmpHead, decodeBmp } from "./bmp_picture.ts";
import { disk } from "./disk.ts";
import { contentOf, type FileContent } from "./file_content.ts";
import type { FileStore } from "./file_store.ts";
import { decodeGif, gifHead } from "./gif_picture.ts";
import { LARGEST_SIDE } from "./image_stack.ts";
import { decodeJpeg, jpegHead } from "./jpeg_picture.ts";
import {
  type DecodedPicture,
  PICTURE_FORMATS,
  type PictureHead,
} from "./picture.ts";
import { decodePng, pngHead } from "./png_picture.ts";
import { decodeTiff, tiffHead } from "./tiff_picture.ts";
import { decodeWebp, webpHead } from "./webp_picture.ts";

/** Largest size of a file, in bytes; 64 megapixels take less. */
export const MOST_FILE_BYTES = 2 ** 29;

/**
 * A picture in the form of a stack's images: upright, and scaled down if it is large.
 */
export interface UprightPicture {
  /** The header in the file. */
  readonly head: PictureHead;
  /** Values from 0 to 1, row-major, channels last. */
  readonly pixels: Float32Array;
}

/**
 * Reads the header of a picture file, before it is decoded. The first bytes identify the
 * kind of the file, not its name.
 *
 * @throws UserError that names the file and its defect.
 */
export const readPictureHead = (
  path: string,
  files: FileStore = disk,
): Promise<PictureHead> =>
  namingPicture(path, files, (file) => kindOf(file).head(file));

/**
 * Reads a picture file: decodes it, scales it down so that no side has more than
 * {@linkcode LARGEST_SIDE} pixels, and puts it upright.
 *
 * @throws UserError that names the file and its defect.
 */
export const readPicture = (
  path: string,
  files: FileStore = disk,
): Promise<UprightPicture> =>
  namingPicture(path, files, async (file) => {
    const picture = await kindOf(file).decode(file);
    const { channels, orientation } = picture;
    const size = fittedSize(picture, LARGEST_SIDE);
    const pixels = areaAverage(picture, size);
    return {
      head: picture,
      pixels: upright(pixels, { ...size, channels }, orientation),
    };
  });

/**
 * Describes the upright size of an image, with its orientation if it is not stored
 * upright.
 */
export function sizeInWords(head: PictureHead): string {
  const { height, width } = uprightSize(head, head.orientation);
  return `${height} x ${width} pixels${
    height === head.height
      ? ""
      : ` (once turned by its EXIF orientation, ${head.orientation})`
  }`;
}

interface Kind {
  readonly head: (file: Uint8Array) => PictureHead;
  readonly decode: (
    file: Uint8Array,
  ) => DecodedPicture | Promise<DecodedPicture>;
}

const KINDS: Partial<Record<FileContent["kind"], Kind>> = {
  png: { head: pngHead, decode: decodePng },
  jpeg: { head: jpegHead, decode: decodeJpeg },
  webp: { head: webpHead, decode: decodeWebp },
  gif: { head: gifHead, decode: decodeGif },
  bmp: { head: bmpHead, decode: decodeBmp },
  tiff: { head: tiffHead, decode: decodeTiff },
};

function kindOf(file: Uint8Array): Kind {
  const content = contentOf(file);
  const kind = content && KINDS[content.kind];
  if (kind !== undefined) return kind;
  throw new Error(content?.words ?? "other bytes");
}

function namingPicture<T>(
  path: string,
  files: FileStore,
  use: (file: Uint8Array) => T | Promise<T>,
): Promise<T> {
  return namingFile(path, `a whole ${PICTURE_FORMATS} file`, async () => {
    const { isFile, size } = await files.stat(path);
    if (!isFile) throw new Error("no file");
    if (size > MOST_FILE_BYTES) {
      throw new Error(
        `${size} bytes, more than the ${
          MOST_FILE_BYTES / 2 ** 20
        } MiB that are read; scale it down first`,
      );
    }
    return await use(await files.whole(path));
  });
}
