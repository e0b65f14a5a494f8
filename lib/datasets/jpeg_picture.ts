import { decode } from "jpeg-js";
import { checkSides, type Picture } from "./picture.ts";

/** With what a JPEG file begins. */
export const JPEG_BEGIN = [0xff, 0xd8, 0xff];

/**
 * Unpacks a JPEG file, grey or in colours (YCbCr or RGB).
 *
 * @param file The whole file.
 * @throws Error that says what it is instead.
 */
export function decodeJpeg(file: Uint8Array): Picture {
  const { height, width, components } = frameOf(file);
  checkSides(height, width);
  if (components !== 1 && components !== 3) {
    throw new Error(
      `${components} colours as for print; save it as RGB`,
    );
  }
  const { data } = decode(file, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxMemoryUsageInMB: 64,
  });
  const bytes = components === 3
    ? data
    : Uint8Array.from({ length: height * width }, (_, i) => data[3 * i]);
  return { height, width, channels: components, bytes };
}

/** The markers of a frame, SOF0 to SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** What a JPEG file says of its image before the image itself. */
function frameOf(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 2; at + 10 <= file.length && file[at] === 0xff;) {
    const marker = file[at + 1];
    if (isFrame(marker)) {
      return {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: file[at + 9],
      };
    }
    // Any number of 0xff may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  throw new Error("a JPEG file without an image");
}
