import { elementsOf } from "../figures/elements.ts";
import { messageOf } from "./message_of.ts";
import { byId, show } from "./page_elements.ts";

/** Ends what the page itself does with a video or the camera. */
let taking = new AbortController();

/** The signal that ends what the page begins to do now. */
export function beginTaking(): AbortSignal {
  taking = new AbortController();
  return taking.signal;
}

/** Ends what the page does with a video or the camera. */
export const stopTaking = (): void => taking.abort();

/** The buttons that give pairs; while an answer is made they cannot be pressed. */
const givers = () =>
  document.querySelectorAll<HTMLButtonElement>("#give button, #camera button");

/** Whether an answer is made. */
export const isBusy = (): boolean => !byId("status", HTMLElement).hidden;

/** Takes away what an earlier answer left, and shows what is done now. */
export function begin(what: string): void {
  for (const id of ["pairs", "answer"]) show(id, false);
  for (const id of ["answer", "notes", "live", "error"]) {
    byId(id, HTMLElement).replaceChildren();
  }
  showProgress(0, what);
  show("status");
  byId("status", HTMLElement).scrollIntoView({ block: "nearest" });
  for (const button of givers()) button.disabled = true;
}

/** Lets other pairs be given. */
export function ended(): void {
  show("status", false);
  for (const button of givers()) button.disabled = false;
}

/** Shows how much is done; at a share of 0 only that something is done. */
export function showProgress(share: number, what: string): void {
  const bar = byId("progress", HTMLProgressElement);
  if (share === 0) bar.removeAttribute("value");
  else bar.value = share;
  const now = byId("now", HTMLElement);
  // A text that is set again is read aloud again.
  if (now.textContent !== what) now.textContent = what;
}

/** Shows a line about what is done. */
export function addNote(text: string): void {
  byId("notes", HTMLElement).append(elementsOf(document)("p", {}, text));
}

/** Shows why there is no answer. */
export function failed(message: string): void {
  ended();
  const error = byId("error", HTMLElement);
  error.textContent = message;
  error.focus();
}

/** Says that the reader ended it. */
export const showStopped = (): void => failed("Stopped. Nothing was found.");

/** Waits for something that may fail or be stopped, and shows how it ended then. */
export async function telling(task: Promise<void>): Promise<void> {
  const { signal } = taking;
  try {
    await task;
  } catch (error) {
    if (signal.aborted && error === signal.reason) showStopped();
    else failed(messageOf(error));
  }
}
