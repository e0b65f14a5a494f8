import { frameGrabber } from "./frame_grabber.ts";
import type { GrayFrames } from "./messages.ts";

/** Frames that are taken, and the seconds between two of them, at least. */
export const CAMERA_FRAMES = 24;
const INTERVAL = 0.09;

/** A camera whose picture a video shows. */
export interface Camera {
  /** Takes 24 frames. */
  readonly record: (
    onFrame: (count: number) => void,
    signal: AbortSignal,
  ) => Promise<GrayFrames>;
  readonly close: () => void;
}

/**
 * Shows the camera's picture in a video.
 *
 * @throws Error that says why there is none.
 */
export async function openCamera(video: HTMLVideoElement): Promise<Camera> {
  const stream = await cameraStream();
  video.srcObject = stream;
  await video.play();
  return {
    record: (onFrame, signal) => recorded(video, onFrame, signal),
    close() {
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  };
}

async function cameraStream(): Promise<MediaStream> {
  if (navigator.mediaDevices === undefined) {
    throw new Error(
      "the camera: expected a page from https or from this machine, found another, to which the browser gives no camera",
    );
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: 640 }, facingMode: { ideal: "environment" } },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the camera: expected its picture, found: ${why}`, {
      cause: error,
    });
  }
}

/** Takes each new frame of a camera, but not more than eleven per second. */
function recorded(
  video: HTMLVideoElement,
  onFrame: (count: number) => void,
  signal: AbortSignal,
): Promise<GrayFrames> {
  const grabber = frameGrabber(video);
  return new Promise((resolve, reject) => {
    let latest = -Infinity;
    const take: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      if (signal.aborted) return reject(signal.reason);
      if (mediaTime - latest >= INTERVAL) {
        latest = mediaTime;
        grabber.grab();
        onFrame(grabber.count());
      }
      if (grabber.count() === CAMERA_FRAMES) {
        return resolve(grabber.frames("the camera"));
      }
      video.requestVideoFrameCallback(take);
    };
    video.requestVideoFrameCallback(take);
  });
}
