import { type Camera, CAMERA_FRAMES, openCamera } from "./camera.ts";
import type { GrayFrames } from "./messages.ts";
import { byId, onPress, show } from "./page_elements.ts";
import { begin, beginTaking, showProgress, telling } from "./status.ts";

/** The camera, while it is open. */
let camera: Camera | undefined;

/**
 * Makes the buttons of the camera work.
 *
 * @param onFrames gets the frames that were taken
 */
export function startCameraSection(
  onFrames: (frames: GrayFrames) => void,
): void {
  onPress("use-camera", () => void telling(open()));
  onPress("record", () => void telling(record(onFrames)));
  onPress("close-camera", close);
}

async function open(): Promise<void> {
  close();
  byId("error", HTMLElement).replaceChildren();
  show("camera");
  try {
    camera = await openCamera(byId("preview", HTMLVideoElement));
    byId("record", HTMLButtonElement).focus();
  } catch (error) {
    close();
    throw error;
  }
}

function close(): void {
  camera?.close();
  camera = undefined;
  show("camera", false);
}

async function record(onFrames: (frames: GrayFrames) => void): Promise<void> {
  if (camera === undefined) return;
  const what = "taking frames";
  begin(what);
  const taken = (count: number) => showProgress(count / CAMERA_FRAMES, what);
  onFrames(await camera.record(taken, beginTaking()));
}
