import { openPairs } from "../datasets/open_images.ts";
import { answerOf } from "../detection/answer.ts";
import { detectIn } from "../detection/detect.ts";
import type { Detection } from "../detection/detection.ts";
import { readPairs } from "../detection/working_pairs.ts";
import { sayDetection } from "../display/detection_text.ts";
import { terminalDisplay } from "../display/terminal.ts";
import { writeDetection } from "../display/write_detection.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import { startRuntime } from "../runtime/runtime.ts";
import {
  type DetectCommand,
  detectHelp,
  detectOptions,
} from "./detect_options.ts";
import { main } from "./main.ts";
import { sayScaling } from "./scaling_note.ts";

async function detectCommand(args: readonly string[]): Promise<number> {
  const options = await detectOptions(args);
  if (options === undefined) {
    console.log(detectHelp);
    return 0;
  }
  const { out } = options;
  const command = ["deno task detect", ...args].join(" ");
  await (out === undefined
    ? answered(options)
    : inHeldFolder(out, () => writtenTo(out, options, command)));
  return 0;
}

/** Finds the answer and prints it. */
async function answered(options: DetectCommand): Promise<Detection> {
  const found = await detected(options);
  if (options.json) console.log(JSON.stringify(answerOf(found), null, 2));
  else await sayDetection(found, terminalDisplay());
  return found;
}

async function writtenTo(
  out: string,
  options: DetectCommand,
  command: string,
): Promise<void> {
  await writeDetection(out, await answered(options), command);
  // Beside JSON on the one, this goes to the other.
  (options.json ? console.error : console.log)(`report: ${out}/index.html`);
}

/** Reads the pairs before anything else is started: a damaged file is told soon. */
async function detected(options: DetectCommand): Promise<Detection> {
  const { paths, most, basis, seeds, paperSteps, json } = options;
  const stacks = await openPairs(paths);
  sayScaling(stacks.x0);
  const pairs = await readPairs(stacks, most, 0);
  const runtime = await startRuntime(options);
  const display = terminalDisplay();
  if (!json) await display.text(runtime.description);
  const bar = display.progress(100, "detect");
  const found = detectIn(pairs, {
    basis,
    seeds,
    paperSteps,
    onProgress: (share, now) => bar.update(Math.round(100 * share), { now }),
  });
  await bar.finish();
  return found;
}

if (import.meta.main) await main(detectCommand);
