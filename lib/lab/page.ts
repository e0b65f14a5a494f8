import { startCameraSection } from "./camera_section.ts";
import { drawPairs } from "./draw_pairs.ts";
import { startGiveSection } from "./give_section.ts";
import type {
  LabReport,
  LabRequest,
  PairsInput,
  ShownAnswer,
  ShownPairs,
} from "./messages.ts";
import { chosenOptions, startOptionSection } from "./option_section.ts";
import { byId, onPress, show } from "./page_elements.ts";
import { SET_TRUTHS } from "./set_truths.ts";
import { putMoved, showAnswer } from "./show_answer.ts";
import { showLive } from "./show_live.ts";
import { messageOf } from "./message_of.ts";
import {
  addNote,
  begin,
  ended,
  failed,
  showProgress,
  showStopped,
  stopTaking,
} from "./status.ts";

const worker = new Worker(new URL("./worker.js", import.meta.url), {
  type: "module",
});
const ask = (request: LabRequest): void => worker.postMessage(request);

/** The origin of the answer that is waited for. */
let asked: { readonly truth?: string; readonly isFromLink: boolean } = {
  isFromLink: false,
};

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
      return showStopped();
    case "failed":
      return failed(data.message);
  }
});
worker.addEventListener("error", (event) => {
  event.preventDefault();
  failed(`the worker: ${event.message || "it could not be started"}`);
});

/** Asks for the answer of these pairs. */
function detect(input: PairsInput): void {
  begin("reading the pairs");
  const truth = input.kind === "set" ? SET_TRUTHS[input.name] : undefined;
  asked = { truth, isFromLink: false };
  try {
    ask({ kind: "detect", input, options: chosenOptions() });
  } catch (error) {
    failed(messageOf(error));
  }
}

function showPairs(pairs: ShownPairs): void {
  const { name, count, height, width } = pairs;
  byId("pairs-facts", HTMLElement).textContent =
    `${name}: ${count} pairs of ${height} × ${width} pixels; x0 left, xt right`;
  byId("pairs-images", HTMLElement).replaceChildren(drawPairs(pairs));
  show("pairs");
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

/** Opens the answer that the page's address holds. */
function openLink(): void {
  const text = location.hash.slice(1);
  if (text === "") return;
  begin("opening the link");
  asked = { isFromLink: true };
  ask({ kind: "open-link", text });
}

startOptionSection();
startGiveSection(detect);
startCameraSection((frames) => detect({ kind: "frames", frames }));
onPress("stop", () => {
  stopTaking();
  ask({ kind: "stop" });
});
addEventListener("hashchange", openLink);
openLink();
