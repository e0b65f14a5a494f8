import { frameGrabber } from "./frame_grabber.ts";
import type { GivenFile, GrayFrames } from "./messages.ts";

/** Seconds between two frames that are taken, and frames of a video, at most. */
const INTERVAL = 0.1, MOST_FRAMES = 200;

/** Frames that a short video is to give. */
const FEW_FRAMES = 40;

/** Whether a file is a video, by its type or its name. */
export const isVideo = ({ path, blob }: GivenFile): boolean =>
  blob.type.startsWith("video/") ||
  /\.(mp4|m4v|webm|mov|mkv|ogv|avi)$/i.test(path);

/**
 * Takes frames from a video file at even times: ten per second, of a long video fewer,
 * and of a short one more.
 *
 * @param onFrame Told the share of the frames that are taken.
 * @throws Error that names the file, if this browser cannot play it.
 */
export async function videoFrames(
  { path, blob }: GivenFile,
  onFrame: (share: number) => void,
  signal: AbortSignal,
): Promise<GrayFrames> {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true, preload: "auto" });
  const url = URL.createObjectURL(blob);
  try {
    video.src = url;
    await told(video, "loadeddata", path, signal);
    const seconds = await durationOf(video, path, signal);
    const interval = Math.max(
      Math.min(INTERVAL, seconds / FEW_FRAMES),
      seconds / MOST_FRAMES,
    );
    const count = Math.floor(seconds / interval);
    const grabber = frameGrabber(video);
    for (let i = 0; i < count; i++) {
      // The middle of an interval is far from where one frame follows another.
      video.currentTime = (i + 0.5) * interval;
      await told(video, "seeked", path, signal);
      grabber.grab();
      onFrame((i + 1) / count);
    }
    return grabber.frames(path);
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

/** The length of a video, seconds; a recorder may leave it out of the file. */
async function durationOf(
  video: HTMLVideoElement,
  path: string,
  signal: AbortSignal,
): Promise<number> {
  if (video.duration !== Infinity) return video.duration;
  // The player then looks for the end.
  video.currentTime = Number.MAX_SAFE_INTEGER;
  await told(video, "durationchange", path, signal);
  return video.duration;
}

/** Waits until a video tells that something has happened. */
function told(
  video: HTMLVideoElement,
  event: "loadeddata" | "seeked" | "durationchange",
  path: string,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const ends = new AbortController();
    const listen = (name: string, target: EventTarget, then: () => void) =>
      target.addEventListener(name, () => {
        ends.abort();
        then();
      }, { signal: ends.signal });
    listen(event, video, resolve);
    listen("abort", signal, () => reject(signal.reason));
    listen("error", video, () => {
      const found = video.error?.message || "one that it cannot play";
      reject(
        new Error(
          `${path}: expected a video that this browser plays, found: ${found}`,
        ),
      );
    });
  });
}
