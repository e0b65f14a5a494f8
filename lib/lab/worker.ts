import { detectIn } from "../detection/detect.ts";
import { readPairs } from "../detection/read_pairs.ts";
import { basisByName } from "../lie/basis.ts";
import { runPausable, waitFor } from "../runtime/pausable.ts";
import type {
  LabOptions,
  LabReport,
  LabRequest,
  PairsInput,
} from "./messages.ts";
import { messageOf } from "./message_of.ts";
import { openInput } from "./open_input.ts";
import { shownPairs } from "./shown_pairs.ts";

const scope = self as unknown as {
  postMessage(report: LabReport): void;
  onmessage: ((event: MessageEvent<LabRequest>) => void) | null;
};

const report = (what: LabReport): void => scope.postMessage(what);

/** Ends the detection that runs. */
let running = new AbortController();

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case "detect":
      running = new AbortController();
      void answering(data.input, data.options, running.signal);
      break;
    case "stop":
      running.abort();
      break;
  }
};

async function answering(
  input: PairsInput,
  options: LabOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await detected(input, options, signal);
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
  report({ kind: "progress", share: 0, what: "reading the pairs" });
  const inTime = <T>(value: Promise<T>) =>
    runPausable(waitFor(value), { signal });
  const stacks = await inTime(openInput(input, options));
  report({ kind: "pairs", pairs: await inTime(shownPairs(stacks)) });
  const pairs = await inTime(readPairs(stacks, options.most, 0));
  const found = await detectIn(pairs, {
    basis: basisByName(options.basis),
    networks: options.networks,
    signal,
    onProgress: (share, what) => report({ kind: "progress", share, what }),
    onNote: (text) => report({ kind: "note", text }),
  });
  const { showDetection } = await inTime(import("./show_detection.ts"));
  report({
    kind: "answer",
    answer: showDetection(found, { link: undefined, movable: 0 }),
  });
}
