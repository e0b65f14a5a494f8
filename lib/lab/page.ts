import { elementsOf } from "../figures/elements.ts";
import { drawPairs } from "./draw_pairs.ts";
import type {
  LabOptions,
  LabReport,
  LabRequest,
  PairsInput,
  ShownPairs,
} from "./messages.ts";
import { byId, onPress, show } from "./page_elements.ts";
import { SET_NAMES } from "./set_names.ts";
import { SET_TRUTHS } from "./set_truths.ts";
import { showAnswer, showMoved } from "./show_answer.ts";

const worker = new Worker(new URL("./worker.js", import.meta.url), {
  type: "module",
});
const ask = (request: LabRequest): void => worker.postMessage(request);

/** Tells how the pairs at hand were made, where they are a built-in set. */
let truth: string | undefined;

worker.addEventListener("message", ({ data }: MessageEvent<LabReport>) => {
  switch (data.kind) {
    case "pairs":
      return showPairs(data.pairs);
    case "progress":
      return showProgress(data.share, data.what);
    case "note":
      return addNote(data.text);
    case "answer":
      ended();
      showAnswer(byId("answer", HTMLElement), data.answer, truth);
      show("answer");
      byId("answer", HTMLElement).focus();
      return;
    case "moved":
      return showMoved(byId("move", HTMLElement), data.html);
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

/** Asks for the answer of these pairs. */
function detect(input: PairsInput): void {
  truth = input.kind === "set" ? SET_TRUTHS[input.name] : undefined;
  for (const id of ["pairs", "answer"]) show(id, false);
  byId("answer", HTMLElement).replaceChildren();
  byId("notes", HTMLElement).replaceChildren();
  byId("error", HTMLElement).textContent = "";
  show("status");
  for (const button of givers()) button.disabled = true;
  ask({ kind: "detect", input, options: chosenOptions() });
}

/** The buttons that give other pairs. */
const givers = () =>
  byId("give", HTMLElement).querySelectorAll<HTMLButtonElement>("button");

function chosenOptions(): LabOptions {
  const number = (id: string) => byId(id, HTMLInputElement).valueAsNumber;
  return {
    basis: byId("basis", HTMLSelectElement).value,
    most: Number.isNaN(number("most")) ? 5000 : number("most"),
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
  byId("progress", HTMLProgressElement).value = share;
  byId("now", HTMLElement).textContent = what;
}

function addNote(text: string): void {
  byId("notes", HTMLElement).append(elementsOf(document)("p", {}, text));
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

onPress("stop", () => ask({ kind: "stop" }));

byId("sets", HTMLElement).append(...SET_NAMES.map((name) => {
  const button = elementsOf(document)(
    "button",
    { type: "button" },
    `Set ${name}`,
  );
  button.addEventListener("click", () => detect({ kind: "set", name }));
  return button;
}));
