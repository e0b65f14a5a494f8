import { elementsOf } from "../figures/elements.ts";
import { type Camera, CAMERA_FRAMES, openCamera } from "./camera.ts";
import { drawPairs } from "./draw_pairs.ts";
import { droppedFiles, listedFiles } from "./dropped_files.ts";
import { messageOf } from "./message_of.ts";
import type {
  GivenFile,
  LabOptions,
  LabReport,
  LabRequest,
  PairsInput,
  ShownAnswer,
  ShownPairs,
} from "./messages.ts";
import { byId, onPress, show } from "./page_elements.ts";
import { SET_NAMES } from "./set_names.ts";
import { SET_TRUTHS } from "./set_truths.ts";
import { showLive } from "./show_live.ts";
import { putMoved, showAnswer } from "./show_answer.ts";
import { isVideo, videoFrames } from "./video_frames.ts";

const worker = new Worker(new URL("./worker.js", import.meta.url), {
  type: "module",
});
const ask = (request: LabRequest): void => worker.postMessage(request);

/** What the answer that is waited for is about. */
let asked: { readonly truth?: string; readonly isFromLink: boolean } = {
  isFromLink: false,
};

/** Ends what the page itself does with a video or the camera. */
let taking = new AbortController();

let camera: Camera | undefined;

worker.addEventListener("message", ({ data }: MessageEvent<LabReport>) => {
  switch (data.kind) {
    case "pairs":
      return showPairs(data.pairs);
    case "progress":
      return showProgress(data.share, data.what);
    case "note":
      return addNote(data.text);
    case "live":
      return showLive(byId("live", HTMLElement), data.figure, data.words);
    case "answer":
      return answered(data.answer);
    case "moved":
      return putMoved(data.html);
    case "stopped":
      return failed("Stopped. Nothing was found.");
    case "failed":
      return failed(data.message);
  }
});
worker.addEventListener("error", (event) => {
  event.preventDefault();
  failed(`the worker: ${event.message || "it could not be started"}`);
});

/** Takes away what an earlier answer left, and lets nothing else be given. */
function begin(what: string): void {
  for (const id of ["pairs", "answer"]) show(id, false);
  byId("answer", HTMLElement).replaceChildren();
  for (const id of ["notes", "live"]) byId(id, HTMLElement).replaceChildren();
  byId("error", HTMLElement).textContent = "";
  showProgress(0, what);
  show("status");
  for (const button of givers()) button.disabled = true;
}

/** The buttons that give other pairs. */
const givers = () =>
  document.querySelectorAll<HTMLButtonElement>(
    "#give button, #camera button",
  );

/** Asks for the answer of these pairs. */
function detect(input: PairsInput): void {
  begin("reading the pairs");
  const truth = input.kind === "set" ? SET_TRUTHS[input.name] : undefined;
  asked = { truth, isFromLink: false };
  ask({ kind: "detect", input, options: chosenOptions() });
}

/** Asks for the answer of what these files hold; a video is played here. */
async function detectIn(files: readonly GivenFile[]): Promise<void> {
  if (files.length === 0) return;
  const [file] = files;
  if (files.length > 1 || !isVideo(file)) {
    return detect({ kind: "files", files });
  }
  begin("taking frames from the video");
  taking = new AbortController();
  const frames = await videoFrames(
    file,
    (share) => showProgress(share, "taking frames from the video"),
    taking.signal,
  );
  detect({ kind: "frames", frames });
}

/** Does something that may fail or be stopped, and tells how it ended then. */
async function telling(task: Promise<void>): Promise<void> {
  try {
    await task;
  } catch (error) {
    failed(
      taking.signal.aborted && error === taking.signal.reason
        ? "Stopped. Nothing was found."
        : messageOf(error),
    );
  }
}

function chosenOptions(): LabOptions {
  const number = (id: string) => byId(id, HTMLInputElement).valueAsNumber;
  const most = byId("most", HTMLInputElement);
  return {
    basis: byId("basis", HTMLSelectElement).value,
    most: most.validity.valid && !Number.isNaN(number("most"))
      ? number("most")
      : Number(most.max),
    lag: Number.isNaN(number("lag")) ? undefined : number("lag"),
    networks: byId("networks", HTMLInputElement).checked,
  };
}

function showPairs(pairs: ShownPairs): void {
  const { name, count, height, width } = pairs;
  byId("pairs-facts", HTMLElement).textContent =
    `${name}: ${count} pairs of ${height} × ${width} pixels; x0 left, xt right`;
  byId("pairs-images", HTMLElement).replaceChildren(drawPairs(pairs));
  show("pairs");
}

function showProgress(share: number, what: string): void {
  const bar = byId("progress", HTMLProgressElement);
  // Without a value it shows that something is done, and not how much.
  if (share === 0) bar.removeAttribute("value");
  else bar.value = share;
  const now = byId("now", HTMLElement);
  if (now.textContent !== what) now.textContent = what;
}

function addNote(text: string): void {
  byId("notes", HTMLElement).append(elementsOf(document)("p", {}, text));
}

function answered(answer: ShownAnswer): void {
  ended();
  const section = byId("answer", HTMLElement);
  showAnswer(section, answer, {
    truth: asked.truth,
    isFromLink: asked.isFromLink,
    onMove: (pair) => ask({ kind: "move", pair }),
  });
  show("answer");
  section.focus();
}

function failed(message: string): void {
  ended();
  const error = byId("error", HTMLElement);
  error.textContent = message;
  error.focus();
}

function ended(): void {
  show("status", false);
  for (const button of givers()) button.disabled = false;
}

onPress("stop", () => {
  taking.abort();
  ask({ kind: "stop" });
});

byId("sets", HTMLElement).append(...SET_NAMES.map((name) => {
  const button = elementsOf(document)(
    "button",
    { type: "button" },
    `Set ${name}`,
  );
  button.addEventListener("click", () => detect({ kind: "set", name }));
  return button;
}));

for (
  const [button, id] of [
    ["choose-files", "files"],
    ["choose-folder", "folder"],
  ] as const
) {
  const input = byId(id, HTMLInputElement);
  onPress(button, () => input.click());
  input.addEventListener("change", () => {
    const files = listedFiles(input.files!);
    // The same files can then be chosen again.
    input.value = "";
    void telling(detectIn(files));
  });
}

const drop = byId("drop", HTMLElement);
addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
addEventListener("dragleave", () => drop.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const isBusy = !byId("status", HTMLElement).hidden;
  if (isBusy || event.dataTransfer === null) return;
  void telling(droppedFiles(event.dataTransfer).then(detectIn));
});

onPress("use-camera", () => {
  void telling((async () => {
    byId("error", HTMLElement).textContent = "";
    camera?.close();
    show("camera");
    try {
      camera = await openCamera(byId("preview", HTMLVideoElement));
      byId("record", HTMLButtonElement).focus();
    } catch (error) {
      show("camera", false);
      throw error;
    }
  })());
});

onPress("record", () => {
  if (camera === undefined) return;
  begin("taking frames");
  taking = new AbortController();
  const taken = (count: number) =>
    showProgress(count / CAMERA_FRAMES, "taking frames");
  void telling(
    camera.record(taken, taking.signal)
      .then((frames) => detect({ kind: "frames", frames })),
  );
});

onPress("close-camera", () => {
  camera?.close();
  camera = undefined;
  show("camera", false);
});

/** Opens the answer that the page's address holds. */
function openLink(): void {
  const text = location.hash.slice(1);
  if (text === "") return;
  begin("opening the link");
  asked = { isFromLink: true };
  ask({ kind: "open-link", text });
}
addEventListener("hashchange", openLink);
openLink();
