import type { GrayFrames } from "./messages.ts";

/** Pixels along the longer side of a frame that is taken from a video. */
export const FRAME_SIDE = 128;

/** Takes gray frames from a video. */
export interface FrameGrabber {
  /** Takes what the video shows now. */
  readonly grab: () => void;
  /** Number of frames so far. */
  readonly count: () => number;
  /** All frames that were taken. */
  readonly frames: (name: string) => GrayFrames;
}

/** Takes frames from a video that has its size, scaled down to 128 pixels. */
export function frameGrabber(video: HTMLVideoElement): FrameGrabber {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, FRAME_SIDE / Math.max(videoWidth, videoHeight));
  const width = Math.max(1, Math.round(videoWidth * scale));
  const height = Math.max(1, Math.round(videoHeight * scale));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  const taken: Uint8Array[] = [];
  return {
    grab() {
      context.drawImage(video, 0, 0, width, height);
      taken.push(grayOf(context.getImageData(0, 0, width, height).data));
    },
    count: () => taken.length,
    frames(name) {
      const pixels = new Uint8Array(taken.length * width * height);
      taken.forEach((gray, i) => pixels.set(gray, i * width * height));
      return { name, count: taken.length, height, width, pixels };
    },
  };
}

/** Luma of red, green, blue and opacity, by ITU-R BT.601. */
export function grayOf(rgba: Uint8ClampedArray): Uint8Array {
  const gray = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < gray.length; i++) {
    const [r, g, b] = [rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2]];
    gray[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  }
  return gray;
}
