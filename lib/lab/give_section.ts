import { elementsOf } from "../figures/elements.ts";
import { droppedFiles, listedFiles } from "./dropped_files.ts";
import type { GivenFile, PairsInput } from "./messages.ts";
import { byId, onPress } from "./page_elements.ts";
import { SET_NAMES } from "./set_names.ts";
import { begin, beginTaking, isBusy, showProgress, telling } from "./status.ts";
import { isVideo, videoFrames } from "./video_frames.ts";

/**
 * Makes everything work that gives pairs but the camera: the sets, the buttons that
 * choose files, and what is dropped on the page.
 *
 * @param onPairs gets where the pairs are
 */
export function startGiveSection(onPairs: (input: PairsInput) => void): void {
  byId("sets", HTMLElement).append(...setButtons(onPairs));
  const give = (files: Promise<readonly GivenFile[]>) =>
    void telling(files.then((files) => giveFiles(files, onPairs)));
  startChoice("choose-files", "files", give);
  startChoice("choose-folder", "folder", give);
  startDrop(give);
}

type Give = (files: Promise<readonly GivenFile[]>) => void;

const setButtons = (onPairs: (input: PairsInput) => void): HTMLElement[] =>
  SET_NAMES.map((name) => {
    const element = elementsOf(document);
    const button = element("button", { type: "button" }, `Set ${name}`);
    button.addEventListener("click", () => onPairs({ kind: "set", name }));
    return button;
  });

/** A button opens the dialog of a field that is not shown. */
function startChoice(button: string, field: string, give: Give): void {
  const input = byId(field, HTMLInputElement);
  onPress(button, () => input.click());
  input.addEventListener("change", () => {
    const files = listedFiles(input.files!);
    // The same files can then be chosen again.
    input.value = "";
    give(Promise.resolve(files));
  });
}

function startDrop(give: Give): void {
  const { classList } = byId("drop", HTMLElement);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    classList.add("over");
  });
  addEventListener("dragleave", () => classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    classList.remove("over");
    if (isBusy() || event.dataTransfer === null) return;
    give(droppedFiles(event.dataTransfer));
  });
}

/** Gives files; of a video, which is played here, its frames. */
async function giveFiles(
  files: readonly GivenFile[],
  onPairs: (input: PairsInput) => void,
): Promise<void> {
  const [file] = files;
  if (file === undefined) return;
  if (files.length > 1 || !isVideo(file)) {
    return onPairs({ kind: "files", files });
  }
  const what = "taking frames from the video";
  begin(what);
  const onFrame = (share: number) => showProgress(share, what);
  const frames = await videoFrames(file, onFrame, beginTaking());
  onPairs({ kind: "frames", frames });
}
