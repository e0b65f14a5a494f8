// @ts-types="./exifreader_types.d.ts"
import ExifReader from "exifreader";
import { isOrientation, UPRIGHT } from "../images/orientation.ts";

/**
 * Reads the orientation in EXIF data.
 *
 * If the data are damaged, or state none of the eight orientations, the picture is taken
 * as upright, as in image viewers.
 *
 * @param exif A TIFF header and the data after it, as in a JPEG file's APP1 segment
 * after `Exif`, or in a PNG file's eXIf chunk; undefined if there are none.
 * @returns 1 to 8; 1 is upright.
 */
export function orientationOf(exif: Uint8Array | undefined): number {
  if (exif === undefined) return UPRIGHT;
  try {
    const tags = ExifReader.load(exif.slice().buffer, {
      expanded: true,
      includeTags: { exif: ["Orientation"] },
    });
    const stated: unknown = tags.exif?.Orientation?.value;
    return isOrientation(stated) ? stated : UPRIGHT;
  } catch {
    return UPRIGHT;
  }
}
