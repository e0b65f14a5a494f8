import type { Animation } from "./animation_stack.ts";
import { checkPixels, onBackground, type PictureHead } from "./picture.ts";
import {
  decodeChunks,
  type PngChunk,
  pngChunks,
  pngHead,
} from "./png_picture.ts";

/** The chunks of an animation: its header, and those of each frame. */
const ANIMATION = "acTL", FRAME = "fcTL", FRAME_DATA = "fdAT";

/** Largest number of pixels of an animation; its canvas takes 32 bytes per pixel. */
const MOST_CANVAS_PIXELS = 2 ** 24;

/** Disposal methods of a frame's rectangle after it was shown. */
const CLEAR = 1, RESTORE = 2;

/** The blend method that draws a frame over the canvas by its opacity. */
const OVER = 1;

/** A frame of an animated PNG file, not yet decoded. */
interface PngFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly disposal: number;
  readonly blend: number;
  /** The image data. */
  readonly data: Uint8Array[];
}

/**
 * Reads the headers of an animated PNG file's frames (PNG third edition, 2025,
 * sections 11.3.6 and 12).
 *
 * @param file The whole file.
 * @returns Undefined for a file without an animation.
 * @throws Error that describes the file's defect.
 */
export function pngFrames(file: Uint8Array): Animation | undefined {
  const chunks = pngChunks(file, [ANIMATION, FRAME, FRAME_DATA]);
  if (!chunks.some(({ type }) => type === ANIMATION)) return undefined;
  const head = pngHead(file);
  checkPixels(head, MOST_CANVAS_PIXELS);
  const frames = framesOf(chunks);
  for (const { x, y, width, height } of frames) {
    checkPixels({ height, width });
    if (x + width > head.width || y + height > head.height) {
      throw new Error("an image that reaches beyond the picture");
    }
  }
  return {
    head,
    count: frames.length,
    frames: () => composed(head, chunks, frames),
  };
}

/** Collects the frames in chunks; an image before the first frame is not one. */
function framesOf(chunks: readonly PngChunk[]): PngFrame[] {
  const frames: PngFrame[] = [];
  for (const { type, content } of chunks) {
    const frame = frames.at(-1);
    if (type === FRAME) frames.push(frameOf(content));
    else if (type === "IDAT") frame?.data.push(content);
    else if (type === FRAME_DATA) frame?.data.push(content.subarray(4));
  }
  if (frames.length === 0) throw new Error("an animation without a frame");
  return frames;
}

function frameOf(content: Uint8Array): PngFrame {
  if (content.length !== 26) throw new Error("a damaged frame");
  const view = new DataView(content.slice().buffer);
  const [width, height, x, y] = [4, 8, 12, 16].map((at) => view.getUint32(at));
  const [disposal, blend] = [view.getUint8(24), view.getUint8(25)];
  return { x, y, width, height, disposal, blend, data: [] };
}

/** Values and opacities of a canvas, not multiplied. */
interface Canvas {
  readonly values: Float32Array;
  readonly opacity: Float32Array;
}

async function* composed(
  head: PictureHead,
  chunks: readonly PngChunk[],
  frames: readonly PngFrame[],
) {
  const { width, height, channels } = head;
  const canvas = {
    values: new Float32Array(height * width * channels),
    opacity: new Float32Array(height * width),
  };
  for (const frame of frames) {
    const before = frame.disposal === RESTORE ? copyOf(canvas) : undefined;
    await draw(canvas, head, frame, chunks);
    yield {
      ...head,
      row(y: number, into: Float32Array) {
        for (let i = 0; i < into.length; i++) {
          into[i] = onBackground(
            canvas.values[y * into.length + i],
            canvas.opacity[y * width + Math.floor(i / channels)],
          );
        }
      },
    };
    if (before !== undefined) {
      canvas.values.set(before.values);
      canvas.opacity.set(before.opacity);
    } else if (frame.disposal === CLEAR) {
      for (let y = frame.y; y < frame.y + frame.height; y++) {
        const start = y * width + frame.x;
        canvas.opacity.fill(0, start, start + frame.width);
      }
    }
  }
}

const copyOf = ({ values, opacity }: Canvas): Canvas => ({
  values: values.slice(),
  opacity: opacity.slice(),
});

/** Decodes a frame onto a canvas. */
async function draw(
  { values, opacity }: Canvas,
  { width, channels }: PictureHead,
  frame: PngFrame,
  chunks: readonly PngChunk[],
): Promise<void> {
  const { row } = await decodeChunks(imageChunks(frame, chunks));
  const own = new Float64Array(frame.width * channels);
  const ownOpacity = new Float64Array(frame.width);
  for (let y = 0; y < frame.height; y++) {
    row(y, own, ownOpacity);
    for (let x = 0; x < frame.width; x++) {
      const at = (frame.y + y) * width + frame.x + x;
      const above = ownOpacity[x];
      const below = frame.blend === OVER ? (1 - above) * opacity[at] : 0;
      const both = above + below;
      for (let c = 0; c < channels && both > 0; c++) {
        const value = values[at * channels + c];
        values[at * channels + c] =
          (above * own[x * channels + c] + below * value) / both;
      }
      opacity[at] = both;
    }
  }
}

/** Converts a frame to the chunks of a single image. */
function imageChunks(
  { width, height, data }: PngFrame,
  chunks: readonly PngChunk[],
): PngChunk[] {
  const header = chunks[0].content.slice();
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  const shared = chunks.filter(({ type }) =>
    type === "PLTE" || type === "tRNS"
  );
  return [
    chunkOf("IHDR", header),
    ...shared,
    ...data.map((content) => chunkOf("IDAT", content)),
    chunkOf("IEND", new Uint8Array()),
  ];
}

function chunkOf(type: string, content: Uint8Array): PngChunk {
  const whole = new Uint8Array(content.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, content.length);
  whole.set(Uint8Array.from(type, (letter) => letter.charCodeAt(0)), 4);
  whole.set(content, 8);
  view.setUint32(whole.length - 4, crc32(whole.subarray(4, -4)));
  return { type, content, whole };
}

/** Computes the check sum of PNG's chunks (ISO 3309, the reflected polynomial). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}
