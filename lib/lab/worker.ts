import { detectIn } from "../detection/detect.ts";
import { isUsable } from "../detection/found.ts";
import { pictureAt } from "../detection/picture_at.ts";
import { readPairs } from "../detection/read_pairs.ts";
import type { Detection } from "../detection/detection.ts";
import type { WorkingPairs } from "../detection/working_pairs.ts";
import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";
import { messageOf } from "./message_of.ts";
import type {
  LabOptions,
  LabReport,
  LabRequest,
  PairsInput,
} from "./messages.ts";
import { openBasis } from "./open_basis.ts";
import { openInput } from "./open_input.ts";
import { shownPairs } from "./shown_pairs.ts";

const scope = self as unknown as {
  postMessage(report: LabReport): void;
  onmessage: ((event: MessageEvent<LabRequest>) => void) | null;
};

const report = (what: LabReport): void => scope.postMessage(what);

/** Ends the detection that runs. */
let running = new AbortController();

/** The latest answer, and the first images of its pairs as square frames. */
let latest:
  | { readonly found: Detection; readonly images: MovableImages }
  | undefined;

/** Adds to a detection what the labels of its pairs say. */
type LabelTester = (
  found: Detection,
  pairs: WorkingPairs,
) => Pausable<Detection>;

/** Square gray images, background 0. */
interface MovableImages {
  readonly count: number;
  readonly side: number;
  readonly x0: Float32Array;
}

scope.onmessage = ({ data }) => {
  running = data.kind === "stop" ? running : new AbortController();
  const { signal } = running;
  switch (data.kind) {
    case "stop":
      return running.abort();
    case "detect":
      return void told(detected(data.input, data.options, signal), signal);
    case "move":
      return void told(moved(data.pair), signal);
    case "open-link":
      return void told(opened(data.text), signal);
  }
};

/** Tells the page how a task ended, if it did not end well. */
async function told(task: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await task;
  } catch (error) {
    report(
      signal.aborted && error === signal.reason
        ? { kind: "stopped" }
        : { kind: "failed", message: messageOf(error) },
    );
  }
}

async function detected(
  input: PairsInput,
  options: LabOptions,
  signal: AbortSignal,
): Promise<void> {
  latest = undefined;
  report({ kind: "progress", share: 0, what: "reading the pairs" });
  const inTime = <T>(value: Promise<T>) =>
    runPausable(waitFor(value), { signal });
  const basis = await inTime(openBasis(options.basis));
  const stacks = await inTime(openInput(input, options));
  const note = (text: string) => report({ kind: "note", text });
  const labels = await inTime(labelTester(stacks.x0.count, options, note));
  report({ kind: "pairs", pairs: await inTime(shownPairs(stacks)) });
  const pairs = await inTime(readPairs(stacks, options.most, 0));
  const detection = await detectIn(pairs, {
    basis,
    networks: options.networks,
    ...options.networks && await inTime(networkOptions()),
    signal,
    onProgress: (share, what) => report({ kind: "progress", share, what }),
    onAnswer: ({ verdict }) =>
      note(`First verdict: ${verdict.reason}. Intervals follow.`),
    onNote: note,
  });
  const found = labels === undefined
    ? detection
    : await runPausable(labels(detection, pairs), { signal });
  const { showDetection } = await inTime(import("./show_detection.ts"));
  const { linkOf } = await inTime(import("./answer_link.ts"));
  const images = pairs.finer ?? pairs;
  latest = { found, images };
  report({
    kind: "answer",
    answer: showDetection(found, {
      link: await linkOf(found),
      movable: isUsable(found) ? images.count : 0,
    }),
  });
}

/** Reads the labels, if there are any, and gives the test of a detection by them. */
async function labelTester(
  count: number,
  { labels: file }: LabOptions,
  onNote: (text: string) => void,
): Promise<LabelTester | undefined> {
  if (file === undefined) return undefined;
  const { openLabels } = await import("./open_labels.ts");
  const { detectionWithLabels } = await import(
    "../constraint/detection_with_labels.ts"
  );
  const labels = await openLabels(file, count);
  return (found, pairs) => {
    report({ kind: "progress", share: 1, what: "labels" });
    return detectionWithLabels(found, pairs, labels, onNote);
  };
}

/** Loads what networks are trained with, and what draws their training. */
async function networkOptions() {
  const { startNetworks } = await import("./start_networks.ts");
  const { livePlot } = await import("./live_plot.ts");
  return {
    runtime: async () => report({ kind: "note", text: await startNetworks() }),
    onNetworkStep: livePlot((figure, words) =>
      report({ kind: "live", figure, words })
    ),
  };
}

/** Puts the first image of a pair under sliders. */
async function moved(pair: number): Promise<void> {
  if (latest === undefined) return;
  const { found, images: { count, side, x0 } } = latest;
  const { showMoved } = await import("./show_moved.ts");
  const images = { name: "x0", count, height: side, width: side, channels: 1 };
  const image = pictureAt({ ...images, pixels: x0 }, pair);
  report({ kind: "moved", html: showMoved(found, image) });
}

/** Shows the answer that a link holds. */
async function opened(text: string): Promise<void> {
  const { detectionOfLink } = await import("./read_link.ts");
  const found = await detectionOfLink(text);
  const { showDetection } = await import("./show_detection.ts");
  report({
    kind: "answer",
    answer: showDetection(found, { link: text, movable: 0 }),
  });
}
