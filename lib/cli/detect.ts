import { checkLabels } from "../constraint/classed_images.ts";
import { detectionWithLabels } from "../constraint/detection_with_labels.ts";
import { readLabels } from "../datasets/labels.ts";
import { openPairs } from "../datasets/open_images.ts";
import { answerOf } from "../detection/answer.ts";
import { detectIn } from "../detection/detect.ts";
import type { Detection } from "../detection/detection.ts";
import { readPairs } from "../detection/read_pairs.ts";
import type { WorkingPairs } from "../detection/working_pairs.ts";
import { firstWords, sayDetection } from "../display/detection_text.ts";
import { quietly, terminalDisplay } from "../display/terminal.ts";
import { writeDetection } from "../display/write_detection.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import { runPausable, waitFor } from "../runtime/pausable.ts";
import { startRuntime } from "../runtime/runtime.ts";
import {
  type DetectCommand,
  detectHelp,
  detectOptions,
} from "./detect_options.ts";
import { interruption } from "./interruption.ts";
import { main } from "./main.ts";

const complain = quietly(console.error);

export async function detectCommand(args: readonly string[]): Promise<number> {
  const options = await detectOptions(args);
  if (options === undefined) {
    console.log(detectHelp);
    return 0;
  }
  const { out } = options;
  const command = ["deno task detect", ...args].join(" ");
  const { signal, exitCode } = interruption();
  try {
    await (out === undefined
      ? answered(options, signal)
      : inHeldFolder(out, () => writtenTo(out, options, signal, command)));
    return 0;
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    complain("stopped; nothing was written");
    return exitCode();
  }
}

/** Finds the answer and prints it. */
async function answered(
  options: DetectCommand,
  signal: AbortSignal,
): Promise<Detection> {
  const found = await detected(options, signal);
  if (options.json) console.log(JSON.stringify(answerOf(found), null, 2));
  else await sayDetection(found, terminalDisplay());
  return found;
}

async function writtenTo(
  out: string,
  options: DetectCommand,
  signal: AbortSignal,
  command: string,
): Promise<void> {
  await writeDetection(out, await answered(options, signal), command);
  // Beside JSON on the one, this goes to the other.
  (options.json ? console.error : console.log)(`report: ${out}/index.html`);
}

/** Reads the pairs before anything else is started: a damaged file is told soon. */
async function detected(
  options: DetectCommand,
  signal: AbortSignal,
): Promise<Detection> {
  const { basis, networks, seeds } = options;
  const reading = readAll(options);
  const { pairs, labels } = await runPausable(waitFor(reading), { signal });
  const display = terminalDisplay();
  const bar = display.progress(100, "detect");
  try {
    const found = await detectIn(pairs, {
      basis,
      seeds,
      networks,
      signal,
      runtime: async () => complain((await startRuntime(options)).description),
      onProgress: (share, now) => bar.update(Math.round(100 * share), { now }),
      onAnswer: (answer) => complain(`${firstWords(answer)} Intervals follow.`),
      onNote: complain,
    });
    if (labels === undefined) return found;
    bar.update(100, { now: "labels" });
    const testing = detectionWithLabels(found, pairs, labels, complain);
    return await runPausable(testing, { signal });
  } finally {
    await bar.finish();
  }
}

/** The pairs, and one label for each pair of the files, where they are given. */
async function readAll(
  { paths, labels: path, most, channels, lag }: DetectCommand,
): Promise<{ pairs: WorkingPairs; labels: Float64Array | undefined }> {
  const stacks = await openPairs(paths, { channels, lag });
  const labels = path === undefined ? undefined : await readLabels(path);
  if (labels !== undefined) checkLabels(labels, stacks.x0.count, path);
  return { pairs: await readPairs(stacks, most, 0), labels };
}

if (import.meta.main) await main(detectCommand);
